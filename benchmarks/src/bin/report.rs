//! Prints the table of the last `cargo bench`.
//!
//!     RUSTC_BOOTSTRAP=1 cargo bench --features native
//!     RUSTC_BOOTSTRAP=1 cargo run --release --features native --bin report
//!
//! It reads the medians that criterion left beside this binary's own folder. All must be of one run: a column that was
//! measured on another day, or while the machine was busier, is not comparable.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use coroutine_benchmarks::measured::{Measured, relative};
use coroutine_benchmarks::rows;

/// One measurement follows the other sooner than this.
const LONGEST_MEASUREMENT: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    match report() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn report() -> Result<(), Box<dyn Error>> {
    let folder = criterion_folder()?;
    let mut times = Vec::new();
    let mut measured = Vec::new();
    for row in rows::all() {
        let values = (row.yields)(row.work) as f64;
        measured.push(Measured::new(&row, |column| {
            row.implementation(column)?;
            let path = folder.join(row.name).join(column.name());
            let (median, time) = median(&path.join("new/estimates.json"))
                .inspect_err(|error| eprintln!("{} of {}: {error}", row.name, column.name()))
                .ok()?;
            times.push(time);
            Some(median / values)
        }));
    }
    if !of_one_run(times) {
        let folder = folder.display();
        return Err(format!(
            "the results in {folder} are of several runs: delete it, and run `cargo bench` again"
        )
        .into());
    }
    println!("Nanoseconds per value of the hand-written machine, and ratios to it: medians of one run,");
    println!("{}.\n", machine());
    print!("{}", relative("row", &measured));
    Ok(())
}

/// `target/criterion`, where this program is `target/release/report`.
fn criterion_folder() -> Result<PathBuf, Box<dyn Error>> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).ok_or("no target folder")?;
    Ok(target.join("criterion"))
}

/// The median in nanoseconds, and when it was measured.
fn median(path: &Path) -> Result<(f64, SystemTime), Box<dyn Error>> {
    let estimates: serde_json::Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let median = estimates["median"]["point_estimate"].as_f64();
    Ok((median.ok_or("no median")?, fs::metadata(path)?.modified()?))
}

/// Whether the measurements follow one another without a pause.
fn of_one_run(mut times: Vec<SystemTime>) -> bool {
    times.sort();
    times.windows(2).all(|pair| {
        let pause = pair[1].duration_since(pair[0]).unwrap_or_default();
        pause < LONGEST_MEASUREMENT
    })
}

/// The processor and the compiler, by name.
fn machine() -> String {
    let information = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = information.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let name = field("model name").unwrap_or("unknown processor".into());
    let family = field("cpu family").unwrap_or_default();
    let model = field("model").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{name} (family {family}, model {model}), {cores} cores")
}
