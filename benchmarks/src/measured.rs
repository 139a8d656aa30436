//! A table of one number for each row and column, and the means of their ratios.

use crate::row::{Column, Row};
use crate::table::{Table, cell, geometric_mean};

/// The numbers of one row, in the order of [`Column::ALL`].
pub struct Measured {
    /// The row's name.
    pub row: &'static str,
    /// The number of each column, where it has one.
    pub numbers: [Option<f64>; Column::ALL.len()],
}

impl Measured {
    /// Measures every column of a row.
    pub fn new(row: &Row, mut measure: impl FnMut(Column) -> Option<f64>) -> Self {
        Measured { row: row.name, numbers: Column::ALL.map(&mut measure) }
    }

    fn of(&self, column: Column) -> Option<f64> {
        self.numbers[column as usize]
    }

    fn ratio(&self, column: Column, to: Column) -> Option<f64> {
        Some(self.of(column)? / self.of(to)?)
    }
}

/// Which columns `rows` have numbers for.
fn columns(rows: &[Measured]) -> Vec<Column> {
    let has_numbers = |column: &Column| rows.iter().any(|row| row.of(*column).is_some());
    Column::ALL.into_iter().filter(has_numbers).collect()
}

/// The geometric mean of `column` to `to`, over the rows that have both.
fn mean(rows: &[Measured], column: Column, to: Column) -> Option<f64> {
    let ratios: Vec<f64> = rows.iter().filter_map(|row| row.ratio(column, to)).collect();
    geometric_mean(&ratios)
}

/// Appends the geometric means: of each column to hand-written, and of ours to each column.
fn push_means(table: &mut Table, rows: &[Measured], columns: &[Column]) {
    let mut push = |title: &str, mean: &dyn Fn(Column) -> Option<f64>| {
        let means = columns.iter().map(|&column| cell(mean(column), 2));
        table.push(std::iter::once(title.to_owned()).chain(means));
    };
    push("**geometric mean, to hand-written**", &|column| mean(rows, column, Column::HandWritten));
    push("**geometric mean, of ours to it**", &|column| mean(rows, Column::Ours, column));
}

fn header(first: &str, columns: &[Column]) -> Table {
    let names = columns.iter().map(|column| column.name());
    Table::new(std::iter::once(first).chain(names))
}

/// The numbers as they are, then the means.
pub fn absolute(unit: &str, decimals: usize, rows: &[Measured]) -> Table {
    let columns = columns(rows);
    let mut table = header(unit, &columns);
    for row in rows {
        let numbers = columns.iter().map(|&column| cell(row.of(column), decimals));
        table.push(std::iter::once(row.row.to_owned()).chain(numbers));
    }
    push_means(&mut table, rows, &columns);
    table
}

/// Hand-written as it is, the other columns as ratios to it, then the means.
pub fn relative(unit: &str, rows: &[Measured]) -> Table {
    let columns = columns(rows);
    let mut table = header(unit, &columns);
    for row in rows {
        let numbers = columns.iter().map(|&column| match column {
            Column::HandWritten => cell(row.of(column), 2),
            _ => cell(row.ratio(column, Column::HandWritten), 2),
        });
        table.push(std::iter::once(row.row.to_owned()).chain(numbers));
    }
    push_means(&mut table, rows, &columns);
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured() -> Vec<Measured> {
        let numbers = [Some(2.0), Some(3.0), None, Some(8.0), None, None];
        vec![Measured { row: "fib", numbers }]
    }

    #[test]
    fn ratios_are_to_hand_written() {
        let table = relative("ns", &measured()).to_string();
        let cells = |line: usize| -> Vec<&str> {
            let line = table.lines().nth(line).unwrap();
            line.split('|').map(str::trim).collect()
        };
        assert_eq!(cells(0), ["", "ns", "hand-written", "ours", "diapause", ""]);
        assert_eq!(cells(2), ["", "fib", "2.00", "1.50", "4.00", ""]);
        assert_eq!(cells(3)[2..5], ["1.00", "1.50", "4.00"]);
        assert_eq!(cells(4)[2..5], ["1.50", "1.00", "0.38"]);
    }

    #[test]
    fn columns_are_indexed_in_their_order() {
        for (index, column) in Column::ALL.into_iter().enumerate() {
            assert_eq!(column as usize, index);
        }
    }
}
