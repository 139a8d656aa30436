//! Prints how long the example `follow_log` takes for a log, beside `grep -c`.
//!
//!     cargo run --release --bin follow_log            # logs that it makes, of 100 MB
//!     cargo run --release --bin follow_log -- FILE    # a log of yours
//!
//! Each takes turns with the other, and all of the log is read before: what is compared is the work, and not the disk.

use std::env;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use coroutine_benchmarks::table::{Table, cell, print};

const BYTES: usize = 100_000_000;
const ROUNDS: usize = 7;
const PATTERN: &str = "ERROR";

fn main() -> ExitCode {
    let shows = format!("Seconds to count the lines that say {PATTERN}, the median of {ROUNDS} rounds.");
    print(&shows, table())
}

fn table() -> Result<Table, Box<dyn Error>> {
    let example = example()?;
    let mut table = Table::new(["log", "follow_log", "grep -c", "ratio"]);
    let logs = match env::args_os().nth(1) {
        Some(file) => vec![("the file", PathBuf::from(file))],
        None => vec![
            (
                "lines of 100 bytes",
                generated("long.log", |n| {
                    let level = if n % 10 == 0 { "ERROR" } else { "INFO " };
                    format!(
                        "2026-01-01T00:{:02}:{:02}Z web-{} {level} GET /api/v1/items/{n:07} 200 5321 Mozilla/5.0 (X11; Linux x86_64)",
                        n / 60 % 60,
                        n % 60,
                        n % 9
                    )
                })?,
            ),
            (
                "lines of 28 bytes",
                generated("short.log", |n| {
                    let level = if n % 10 == 0 { "ERROR" } else { "INFO " };
                    format!("{n:07} user{} {level} it is done", n % 7)
                })?,
            ),
        ],
    };
    for (name, log) in logs {
        let [ours, theirs] = race(&example, &log)?;
        let numbers = [cell(Some(ours), 3), cell(Some(theirs), 3), cell(Some(ours / theirs), 2)];
        table.push(std::iter::once(name.to_owned()).chain(numbers));
    }
    Ok(table)
}

/// The example, built.
fn example() -> Result<PathBuf, Box<dyn Error>> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no project around the benchmarks")?;
    let build = Command::new("cargo")
        .args(["build", "--quiet", "--release", "--example", "follow_log"])
        .current_dir(project)
        .env_remove("RUSTC_BOOTSTRAP")
        .status()?;
    if !build.success() {
        return Err("the example does not build".into());
    }
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| project.join("target"), PathBuf::from);
    Ok(target.join("release/examples/follow_log"))
}

/// A log that is made of numbered lines.
fn generated(name: &str, line: impl Fn(usize) -> String) -> Result<PathBuf, Box<dyn Error>> {
    let program = env::current_exe()?;
    let file = program.with_file_name(name);
    let mut text = String::with_capacity(BYTES + 200);
    let mut number = 0;
    while text.len() < BYTES {
        writeln!(text, "{}", line(number))?;
        number += 1;
    }
    fs::write(&file, text)?;
    Ok(file)
}

/// The median seconds of both.
fn race(example: &Path, log: &Path) -> Result<[f64; 2], Box<dyn Error>> {
    let mut ours = Command::new(example);
    ours.args(["--from-start", "--once", "--quiet", "--grep", PATTERN]).arg(log);
    let mut grep = Command::new("grep");
    grep.args(["-c", PATTERN]).arg(log).env("LC_ALL", "C");
    let mut seconds = [const { Vec::new() }; 2];
    for round in 0..=ROUNDS {
        let mut counts = Vec::new();
        for (command, seconds) in [&mut ours, &mut grep].into_iter().zip(&mut seconds) {
            let start = Instant::now();
            let output = command.output()?;
            // The first round reads the log into memory.
            if round > 0 {
                seconds.push(start.elapsed().as_secs_f64());
            }
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let digits = text.split_ascii_whitespace().find_map(|word| word.parse::<u64>().ok());
            counts.push(digits.ok_or_else(|| format!("no number in {text:?}"))?);
        }
        if counts[0] != counts[1] {
            return Err(format!("follow_log counts {}, grep {}", counts[0], counts[1]).into());
        }
    }
    Ok(seconds.map(|mut seconds| {
        seconds.sort_by(f64::total_cmp);
        seconds[ROUNDS / 2]
    }))
}
