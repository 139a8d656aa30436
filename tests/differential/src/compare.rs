//! The driver: runs both machines, cut off after each number of resumes, and compares their traces.

use std::fmt::{self, Debug, Write as _};

use crate::machine::{Machine, Outcome};
use crate::sample::Sample;
use crate::trace::{caught, record, say};

/// Bodies may go on for ever: this many resumes are enough.
const MOST_RESUMES: u64 = 48;

/// How many series of sent values each body is driven with.
const SERIES: u64 = 3;

/// How a run that was cut off ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Drop,
    Close,
}

/// One way to run a machine.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Which values are sent.
    series: u64,
    /// The number of resumes, if it does not end before.
    resumes: u64,
    end: End,
    /// Whether the first resume sends a value that the body can name.
    first_is_sent: bool,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = match self.end {
            End::Drop => "dropped",
            End::Close => "closed, then dropped",
        };
        let Run { series, resumes, .. } = self;
        write!(f, "{end} after {resumes} resumes, with the sent values of series {series}")
    }
}

/// The first run in which the two machines differ.
#[derive(Debug)]
pub struct Difference {
    run: Run,
    native: Vec<String>,
    ours: Vec<String>,
}

/// Compares two machines, each made anew for each run.
///
/// # Errors
///
/// The first difference.
pub fn compare<S, N, O>(
    first_is_sent: bool,
    native: impl Fn() -> N,
    ours: impl Fn() -> O,
) -> Result<(), Difference>
where
    S: Sample,
    N: Machine<S, Yield: Debug, Return: Debug>,
    O: Machine<S, Yield: Debug, Return: Debug>,
{
    for series in 0..SERIES {
        let mut run = Run { series, resumes: 0, end: End::Drop, first_is_sent };
        // One resume more each time, until the last of them is the one that ends it.
        loop {
            let (expected, ended) = trace(run, &native);
            for end in [End::Drop, End::Close] {
                let run = Run { end, ..run };
                let (actual, _) = trace(run, &ours);
                if actual != expected {
                    return Err(Difference { run, native: expected, ours: actual });
                }
            }
            if ended || run.resumes == MOST_RESUMES {
                break;
            }
            run.resumes += 1;
        }
    }
    Ok(())
}

/// The trace of one run, and whether the machine came to its end in it.
fn trace<S, M>(run: Run, make: impl Fn() -> M) -> (Vec<String>, bool)
where
    S: Sample,
    M: Machine<S, Yield: Debug, Return: Debug>,
{
    let mut ended = false;
    let lines = record(|| {
        let mut machine = make();
        for index in 0..run.resumes {
            say(format_args!("-- resume {index}"));
            let outcome = if index == 0 && !run.first_is_sent {
                caught(|| machine.start(S::quiet()))
            } else {
                let value = S::sample(run.series, index);
                caught(|| machine.send(value))
            };
            ended = !matches!(outcome, Some(Outcome::Yielded(_)));
            match outcome {
                Some(Outcome::Yielded(value)) => say(format_args!("yield {value:?}")),
                Some(Outcome::Complete(value)) => say(format_args!("return {value:?}")),
                None => {}
            }
            if ended {
                break;
            }
        }
        say("-- end");
        if run.end == End::Close {
            caught(|| machine.close());
        }
        caught(|| drop(machine));
    });
    (lines, ended)
}

impl fmt::Display for Difference {
    /// Both traces side by side. A `!` marks the lines that differ, once the first has.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}:", self.run)?;
        let width = self.native.iter().map(|line| line.chars().count()).max().unwrap_or(0).clamp(6, 48);
        let mut table = String::new();
        writeln!(table, "  {:width$} | ours", "native")?;
        for row in 0..self.native.len().max(self.ours.len()) {
            let native = self.native.get(row).map(String::as_str);
            let ours = self.ours.get(row).map(String::as_str);
            let mark = if native == ours { ' ' } else { '!' };
            let (native, ours) = (native.unwrap_or(""), ours.unwrap_or(""));
            writeln!(table, "{mark} {native:width$} | {ours}")?;
        }
        f.write_str(&table)
    }
}
