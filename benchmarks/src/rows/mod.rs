//! The rows, a file each.

mod borrowed;
mod buffer;
mod counter;
mod fib;
mod nested;
mod primes;
mod tokenizer;
mod total;
mod tree;

use crate::row::Row;

/// All rows, in the order of the tables.
pub fn all() -> Vec<Row> {
    vec![
        counter::row(),
        nested::row(),
        total::row(),
        buffer::bytes_256::row(),
        buffer::bytes_4096::row(),
        fib::row(),
        primes::row(),
        tokenizer::row(),
        tree::calls::row(),
        tree::boxed::row(),
        borrowed::vector::row(),
        borrowed::text::row(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::Column;

    /// Work enough to wrap the larger buffer, and to visit every arm of the tokenizer.
    const WORK: u64 = 10_000;

    #[test]
    fn all_columns_compute_the_same_checksum() {
        for row in all() {
            let work = row.work.min(WORK);
            let by_hand = row.implementation(Column::HandWritten).unwrap().run(work);
            for implementation in &row.implementations {
                let checksum = implementation.run(work);
                let column = implementation.column.name();
                assert_eq!(checksum, by_hand, "{} of {column}", row.name);
            }
        }
    }

    #[test]
    fn every_row_has_every_column() {
        for row in all() {
            for column in Column::ALL {
                let built = row.implementation(column).is_some();
                let possible = match column {
                    // A local cannot stay borrowed in its machines.
                    Column::Diapause => !row.name.starts_with("borrowed"),
                    // It has a stack, and no children to put in boxes.
                    Column::Corosensei => row.name != "boxed_walk",
                    _ => true,
                };
                let expected = possible && (column != Column::Native || cfg!(feature = "native"));
                assert_eq!(built, expected, "{} of {}", row.name, column.name());
            }
        }
    }

    #[test]
    fn every_row_yields() {
        for row in all() {
            assert!((row.yields)(row.work) > 0, "{}", row.name);
        }
    }
}
