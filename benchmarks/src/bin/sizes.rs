//! Prints the size of each row's machine in bytes.
//!
//!     RUSTC_BOOTSTRAP=1 cargo run --release --features native --bin sizes
//!
//! `genawaiter` and `corosensei` are left out: the one's machine lies in a variable of its caller, the other's on a
//! stack of its own.

use coroutine_benchmarks::measured::{Measured, absolute};
use coroutine_benchmarks::row::Column;
use coroutine_benchmarks::rows;

fn main() {
    let rows: Vec<Measured> = rows::all()
        .iter()
        .map(|row| {
            Measured::new(row, |column| match column {
                Column::Genawaiter | Column::Corosensei => None,
                _ => Some(row.implementation(column)?.size()? as f64),
            })
        })
        .collect();
    print!("{}", absolute("bytes", 0, &rows));
}
