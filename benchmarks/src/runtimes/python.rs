//! The rows in CPython: `asyncio_rows.py` runs them, and says what they took.

use std::error::Error;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use super::measure::Sample;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/asyncio_rows.py");

/// A CPython, and the event loops that it has.
pub struct Python {
    program: PathBuf,
    loops: Vec<String>,
}

impl Python {
    /// Asks an interpreter for its loops. Those are `asyncio`, and `uvloop` where it is installed.
    ///
    /// # Errors
    ///
    /// When there is no such interpreter, or it is too old for the script.
    pub fn new(program: PathBuf) -> Result<Self, Box<dyn Error>> {
        let mut python = Python { program, loops: Vec::new() };
        python.loops = python.script(&["--loops"])?.lines().map(str::to_owned).collect();
        Ok(python)
    }

    /// The names of its loops.
    pub fn loops(&self) -> &[String] {
        &self.loops
    }

    /// Runs a row on one of its loops.
    ///
    /// # Errors
    ///
    /// When the script fails.
    pub fn sample(&self, event_loop: &str, row: &str, work: u64) -> Result<Sample, Box<dyn Error>> {
        let output = self.script(&["--loop", event_loop, row, &work.to_string()])?;
        let seconds: Vec<f64> = output.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        match seconds[..] {
            [wall, cpu] => {
                Ok(Sample { wall: Duration::from_secs_f64(wall), cpu: Duration::from_secs_f64(cpu) })
            }
            _ => Err(format!("two numbers were expected: {output}").into()),
        }
    }

    fn script(&self, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
        let output = Command::new(&self.program)
            .arg(SCRIPT)
            .args(arguments)
            .output()
            .map_err(|error| format!("{} does not start: {error}", self.program.display()))?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}
