//! Prints how many instructions a value takes from its machine to its driver, counted by valgrind.
//!
//!     RUSTC_BOOTSTRAP=1 cargo run --release --features native --bin instructions
//!
//! Each number is the difference of two runs, of which one does twice the work: what start-up costs cancels out. Unlike
//! a time, it is the same on a busy machine. `instructions run ROW COLUMN WORK` is such a run, to be profiled.

use std::error::Error;
use std::process::ExitCode;

use coroutine_benchmarks::callgrind;
use coroutine_benchmarks::measured::{Measured, absolute};
use coroutine_benchmarks::row::{Column, Row};
use coroutine_benchmarks::rows;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        [] => table(),
        ["run", row, column, work] => run(row, column, work),
        _ => Err("usage: instructions [run ROW COLUMN WORK]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one column of one row.
fn run(row: &str, column: &str, work: &str) -> Result<(), Box<dyn Error>> {
    let rows = rows::all();
    let row = rows.iter().find(|known| known.name == row);
    let implementations = &row.ok_or("no such row")?.implementations;
    let implementation = implementations.iter().find(|known| known.column.name() == column);
    let checksum = implementation.ok_or("no such column")?.run(work.parse()?);
    println!("{checksum:016x}");
    Ok(())
}

/// Counts and prints them all.
fn table() -> Result<(), Box<dyn Error>> {
    let mut measured = Vec::new();
    for row in rows::all() {
        let mut failure = None;
        measured.push(Measured::new(&row, |column| {
            row.implementation(column)?;
            per_value(&row, column).map_err(|error| failure = Some(error)).ok()
        }));
        if let Some(error) = failure {
            return Err(error);
        }
    }
    print!("{}", absolute("instructions per value", 1, &measured));
    Ok(())
}

/// The instructions for each further value. Valgrind is some fifty times slower than the machine: part of the work will do.
fn per_value(row: &Row, column: Column) -> Result<f64, Box<dyn Error>> {
    let (small, large) = (row.work / 4, row.work / 2);
    let instructions = count(row, column, large)? - count(row, column, small)?;
    let values = (row.yields)(large) - (row.yields)(small);
    Ok(instructions as f64 / values as f64)
}

/// The instructions of one run.
fn count(row: &Row, column: Column, work: u64) -> Result<u64, Box<dyn Error>> {
    callgrind::count(&["run", row.name, column.name(), &work.to_string()])
}
