//! The sinks: coroutines that are sent lines. A line is lent for one `send`, so none is copied.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::pin::Pin;
use std::rc::Rc;

use coro_core::{Complete, Coroutine};
use regex::bytes::Regex;

use crate::pattern::Pattern;

/// What lines and reports are written to.
pub type Output = RefCell<BufWriter<StdoutLock<'static>>>;

/// A coroutine that takes lines. It ends by itself only when it fails.
pub trait Sink: for<'line> Coroutine<&'line [u8], Yield = (), Return = io::Result<()>> + Unpin {}

impl<C> Sink for C where C: for<'line> Coroutine<&'line [u8], Yield = (), Return = io::Result<()>> + Unpin {}

/// The sink, at its first `yield_!()`, where it waits for a line.
pub fn started<S: Sink>(mut sink: S) -> S {
    // A sink that ended at once would say so at its first line.
    let _ = sink.start();
    sink
}

/// Sends every line to each of the targets, until one of them fails.
#[coro_core::coroutine(send = &[u8])]
pub fn broadcast(mut targets: Vec<Pin<Box<dyn Sink + '_>>>) -> io::Result<()> {
    loop {
        let line = yield_!();
        for target in &mut targets {
            if let Complete(outcome) = target.send(line) {
                return outcome;
            }
        }
    }
}

/// Passes on the lines that match, and reports how many there were.
///
/// The pattern is borrowed: what a sink owns moves with its state at each line, and a searcher is large.
#[coro_core::coroutine(send = &[u8])]
pub fn grep(pattern: &Pattern, mut target: impl Sink, out: &Output) -> io::Result<()> {
    let matches = Rc::new(Cell::new(0_u64));
    let total = Rc::clone(&matches);
    defer! {
        let _ = report_total(out, pattern, total.get());
    }
    loop {
        let line = yield_!();
        if pattern.is_in(line) {
            matches.set(matches.get() + 1);
            if let Complete(outcome) = target.send(line) {
                return outcome;
            }
        }
    }
}

/// Counts what `key` finds in the lines, and reports the counts.
#[coro_core::coroutine(send = &[u8])]
pub fn count_by(key: Regex, out: &Output) -> io::Result<()> {
    let counts = Rc::new(RefCell::new(HashMap::new()));
    let (name, totals) = (key.to_string(), Rc::clone(&counts));
    defer! {
        let _ = report_counts(out, &name, &totals.borrow());
    }
    loop {
        let line = yield_!();
        if let Some(found) = find(&key, line) {
            let mut counts = counts.borrow_mut();
            // Only the first of its kind is copied.
            match counts.get_mut(found) {
                Some(count) => *count += 1,
                None => {
                    counts.insert(found.to_owned(), 1_u64);
                }
            }
        }
    }
}

/// Prints the lines.
#[coro_core::coroutine(send = &[u8])]
pub fn printer(out: &Output) -> io::Result<()> {
    loop {
        let line = yield_!();
        let mut out = out.borrow_mut();
        out.write_all(line)?;
        out.write_all(b"\n")?;
    }
}

/// Takes the lines, and that is all.
#[coro_core::coroutine(send = &[u8])]
pub fn nowhere() -> io::Result<()> {
    loop {
        yield_!();
    }
}

/// The first group of the pattern where it has one, else all that it matches.
fn find<'line>(pattern: &Regex, line: &'line [u8]) -> Option<&'line [u8]> {
    // Groups cost several times as much as a plain search.
    let found =
        if pattern.captures_len() > 1 { pattern.captures(line)?.get(1)? } else { pattern.find(line)? };
    Some(found.as_bytes())
}

fn report_total(out: &Output, pattern: &Pattern, total: u64) -> io::Result<()> {
    let lines = if total == 1 { "line" } else { "lines" };
    writeln!(out.borrow_mut(), "{pattern}: {total} {lines}")
}

/// The most frequent first.
fn report_counts(out: &Output, name: &str, counts: &HashMap<Vec<u8>, u64>) -> io::Result<()> {
    let mut rows: Vec<(&Vec<u8>, &u64)> = counts.iter().collect();
    rows.sort_by_key(|&(found, count)| (Reverse(count), found));
    let mut out = out.borrow_mut();
    writeln!(out, "by {name}:")?;
    for (found, count) in rows {
        write!(out, "{count:>10}  ")?;
        out.write_all(found)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
