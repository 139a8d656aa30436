//! Instructions, counted by valgrind.

use std::error::Error;
use std::process::Command;

/// How many instructions this program takes when it is run with these arguments.
///
/// # Errors
///
/// When valgrind is not there, or the program fails.
pub fn count(arguments: &[&str]) -> Result<u64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args(arguments)
        .output()
        .map_err(|error| format!("valgrind does not start: {error}"))?;
    let log = String::from_utf8_lossy(&output.stderr);
    let collected = log.lines().find_map(|line| line.split_once("Collected :"));
    match collected {
        Some((_, count)) if output.status.success() => Ok(count.trim().parse()?),
        _ => Err(format!("{}: {log}", arguments.join(" ")).into()),
    }
}
