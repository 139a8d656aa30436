//! Follows a log, as David Beazley's coroutine pipeline does (<http://www.dabeaz.com/coroutines/>).
//!
//!     cargo run --example follow_log -- FILE
//!     cargo run --release --example follow_log -- --from-start --once --quiet --grep ERROR FILE
//!     cargo run --example follow_log
//!
//! ```text
//!               yields lines            lent by send           lent by send
//!     follow ------------------> main --------------> broadcast --+--> grep --> printer
//!        ^                         |                              +--> grep --> printer
//!        `-------------------------'                              `--> count_by
//!          sends the buffer back
//! ```
//!
//! A source is asked for values, a sink is sent them; main stands between and waits, stops and reports errors, so
//! that no coroutine blocks. `close()` ends the sinks, and each reports in a `defer!` block what it has seen.

mod demo;
mod pattern;
mod sinks;
mod source;

use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use clap::Parser;
use coro_core::{Complete, Coroutine, Yielded};
use regex::bytes::Regex;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::demo::Demo;
use crate::pattern::Pattern;
use crate::sinks::{Output, Sink, broadcast, count_by, grep, nowhere, printer, started};
use crate::source::{Event, follow, split};

/// How long to wait at the end of the file before it is looked at again.
const POLL: Duration = Duration::from_millis(100);

/// Follow a log: print the lines that are appended to it, and count them.
///
/// ctrl-c ends it, and prints the reports.
#[derive(Parser)]
#[command(name = "follow_log", version)]
struct Options {
    /// The log to follow; without it, a log that the program itself writes for some seconds
    file: Option<PathBuf>,

    /// Print only lines that match this regular expression, and report their number; may be repeated
    #[arg(short, long, value_name = "PATTERN")]
    grep: Vec<Pattern>,

    /// Report how often each text that this regular expression matches (or its first group) was seen; may be repeated
    #[arg(short, long, value_name = "PATTERN")]
    count_by: Vec<Regex>,

    /// Read what is in the file already, not only what is appended from now on
    #[arg(short = 's', long)]
    from_start: bool,

    /// Stop at the end of the file instead of waiting for more
    #[arg(short, long)]
    once: bool,

    /// Print no lines, only the reports
    #[arg(short, long)]
    quiet: bool,
}

fn main() -> ExitCode {
    let mut options = Options::parse();
    let outcome = match options.file.take() {
        Some(file) => run(&file, &options, || false),
        None => Demo::start().and_then(|demo| {
            if options.grep.is_empty() && options.count_by.is_empty() {
                options.grep = vec!["ERROR".parse().expect("a valid pattern")];
                options.count_by = vec!["INFO|WARN|ERROR".parse().expect("a valid pattern")];
            }
            options.from_start = true;
            eprintln!(
                "no FILE (see --help): following {}, which is being written for some seconds",
                demo.log().display()
            );
            run(demo.log(), &options, || demo.is_finished())
        }),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read our output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("follow_log: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Moves the lines from the source to the sinks, until the source ends, a sink fails, the user interrupts, or nothing
/// is left to read and `is_finished` says that nothing will come.
fn run(file: &Path, options: &Options, is_finished: impl Fn() -> bool) -> io::Result<()> {
    let interrupted = interrupts()?;
    let out = RefCell::new(BufWriter::new(io::stdout().lock()));
    let mut pipeline = pipeline(options, &out);
    let mut lines = follow(file.to_owned(), options.from_start, options.once);

    let mut finished = false;
    let mut state = lines.start();
    let outcome = 'following: loop {
        if interrupted.load(Ordering::Relaxed) {
            break Ok(());
        }
        let recycled = match state {
            Yielded(Event::Lines(lines)) => {
                for line in split(&lines) {
                    if let Complete(outcome) = pipeline.send(line) {
                        break 'following outcome;
                    }
                }
                lines
            }
            Yielded(Event::Idle) => {
                out.borrow_mut().flush()?;
                // Looked at once more after the end was known: the last lines may have come just before it.
                if finished {
                    break Ok(());
                }
                finished = is_finished();
                thread::sleep(POLL);
                Vec::new()
            }
            Yielded(Event::Truncated) => {
                eprintln!("follow_log: {}: truncated, reading it from its start", file.display());
                Vec::new()
            }
            Yielded(Event::Replaced) => {
                eprintln!("follow_log: {}: replaced, following the new file", file.display());
                Vec::new()
            }
            Complete(outcome) => break outcome.map_err(|error| named(file, &error)),
        };
        state = lines.send(recycled);
    };
    // Whatever ended it, the sinks report what they have seen.
    pipeline.close();
    out.borrow_mut().flush()?;
    outcome
}

/// All the sinks that the options ask for, behind one broadcaster.
fn pipeline<'out>(options: &'out Options, out: &'out Output) -> impl Sink + use<'out> {
    let mut targets: Vec<Pin<Box<dyn Sink + 'out>>> = Vec::new();
    for pattern in &options.grep {
        if options.quiet {
            targets.push(Box::pin(started(grep(pattern, started(nowhere()), out))));
        } else {
            targets.push(Box::pin(started(grep(pattern, started(printer(out)), out))));
        }
    }
    if options.grep.is_empty() && !options.quiet {
        targets.push(Box::pin(started(printer(out))));
    }
    for key in &options.count_by {
        targets.push(Box::pin(started(count_by(key.clone(), out))));
    }
    started(broadcast(targets))
}

/// A flag that ctrl-c sets. A second ctrl-c ends the program at once.
fn interrupts() -> io::Result<Arc<AtomicBool>> {
    let interrupted = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        flag::register_conditional_shutdown(signal, 130, Arc::clone(&interrupted))?;
        flag::register(signal, Arc::clone(&interrupted))?;
    }
    Ok(interrupted)
}

/// The error, with the name of the file that it is about.
fn named(file: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", file.display()))
}
