//! Prints what the rows take on our event loop, tokio's and smol's, and on those of CPython.
//!
//!     cargo run --release --bin runtimes
//!     cargo run --release --bin runtimes -- --rounds 21 tree_none tree_io
//!     cargo run --release --bin runtimes -- --instructions
//!
//! The columns take turns, in one process, so that a machine that is busy for a while is busy for all of them. Python's are
//! processes of their own, which say themselves what they took.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use coroutine_benchmarks::callgrind;
use coroutine_benchmarks::runtimes::measure::{Sample, Samples, table};
use coroutine_benchmarks::runtimes::python::Python;
use coroutine_benchmarks::runtimes::{Row, Runtime, rows};
use coroutine_benchmarks::table::{Table, cell};

/// Event loops, side by side.
#[derive(Parser)]
struct Arguments {
    /// How often each column runs each row
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u64).range(1..))]
    rounds: u64,
    /// In how many of the rounds CPython takes part: it is slow
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..))]
    python_rounds: u64,
    /// The interpreter for the columns `asyncio` and `uvloop`: left out where it is not there
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    /// Leave CPython out
    #[arg(long)]
    no_python: bool,
    /// Count instructions by valgrind, instead of time
    #[arg(long)]
    instructions: bool,
    /// Run one row once, on one runtime, to be profiled
    #[arg(long, value_name = "RUNTIME", conflicts_with = "instructions")]
    only: Option<String>,
    /// How much work, with `--only`
    #[arg(long, requires = "only")]
    work: Option<u64>,
    /// Which rows; all, if none is named
    rows: Vec<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match (&arguments.only, arguments.instructions) {
        (Some(runtime), _) => run(runtime, &arguments),
        (None, true) => instructions(&arguments),
        (None, false) => times(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The rows that were named.
fn chosen(arguments: &Arguments) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = rows::all();
    if let Some(unknown) = arguments.rows.iter().find(|name| rows.iter().all(|row| row.name != **name)) {
        return Err(format!("no such row: {unknown}").into());
    }
    rows.retain(|row| arguments.rows.is_empty() || arguments.rows.iter().any(|name| name == row.name));
    Ok(rows)
}

/// Runs rows once, on one runtime.
fn run(runtime: &str, arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let runtime = Runtime::ALL.into_iter().find(|known| known.name() == runtime).ok_or("no such runtime")?;
    for row in chosen(arguments)? {
        println!("{:016x}", row.run(runtime, arguments.work.unwrap_or(row.work)));
    }
    Ok(())
}

fn times(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let python = match Python::new(arguments.python.clone()) {
        _ if arguments.no_python => None,
        Ok(python) => Some(python),
        Err(error) => {
            eprintln!("without CPython: {error}");
            None
        }
    };
    let loops = python.as_ref().map_or(&[][..], Python::loops);
    let runtimes = Runtime::ALL.iter().map(|runtime| runtime.name());
    let columns: Vec<&str> = runtimes.chain(loops.iter().map(String::as_str)).collect();
    let mut measured = Vec::new();
    for row in chosen(arguments)? {
        let mut samples = Samples { row: row.name, columns: vec![Vec::new(); columns.len()] };
        for round in 0..arguments.rounds {
            eprint!("\r{}: round {} of {}    ", row.name, round + 1, arguments.rounds);
            let (ours, theirs) = samples.columns.split_at_mut(Runtime::ALL.len());
            for (samples, runtime) in ours.iter_mut().zip(Runtime::ALL) {
                samples.push(Sample::take(&row, runtime));
            }
            if round >= arguments.python_rounds {
                continue;
            }
            for (samples, event_loop) in theirs.iter_mut().zip(loops) {
                let python = python.as_ref().expect("it has loops");
                samples.push(python.sample(event_loop, row.name, row.work)?);
            }
        }
        measured.push(samples);
    }
    eprint!("\r{:40}\r", "");
    println!("{}", table("milliseconds (times ours)", &columns, &measured, |sample| sample.wall));
    print!("{}", table("of the processor", &columns, &measured, |sample| sample.cpu));
    Ok(())
}

/// The instructions of the rows where the clock does not decide how many they are, less those of next to no work.
fn instructions(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let names = Runtime::ALL.map(Runtime::name);
    let mut table = Table::new(["thousand instructions (times ours)"].into_iter().chain(names));
    for row in chosen(arguments)? {
        let Some(work) = row.counted else { continue };
        let mut counts = Vec::new();
        for runtime in Runtime::ALL {
            let count = |work: u64| {
                callgrind::count(&["--only", runtime.name(), "--work", &work.to_string(), row.name])
            };
            counts.push((count(work)? - count(row.little)?) as f64);
        }
        let cells = counts.iter().map(|count| {
            let thousands = cell(Some(count / 1000.0), 0);
            format!("{thousands} ({:.2})", count / counts[0])
        });
        table.push(std::iter::once(row.name.to_owned()).chain(cells));
    }
    print!("{table}");
    Ok(())
}
