//! A macro cannot see that this method takes `self` by value, and keeps the receiver: `{ reader }.lines()` says so.

use std::io::BufRead;

#[coro_core::coroutine(yield = usize)]
fn lengths(reader: Box<dyn BufRead>) {
    for line in reader.lines() {
        yield_!(line.map_or(0, |line| line.len()));
    }
}

fn main() {}
