//! Errors go in, too: with `throw = E`, a `yield` evaluates to a `Result`, and the coroutine recovers or gives up.
//!
//!     cargo run --example throw
//!
//! The reader below does no input of its own. It asks for pages; its driver reads them, and throws in what went wrong.
//! So it can be tested without a disk, and the same code serves a file, a socket, or another program.

use std::io;

use coro_core::{Complete, Coroutine, Yielded};

/// Collects the pages of a book. An interrupted read is tried again, twice; a missing page is left out; any other
/// error ends it.
#[coro_core::coroutine(yield = usize, send = String, throw = io::Error)]
fn reader(pages: usize) -> Result<Vec<String>, io::Error> {
    let mut book = Vec::new();
    for page in 1..=pages {
        let mut attempts = 0;
        let text = loop {
            attempts += 1;
            match yield_!(page) {
                Ok(text) => break Some(text),
                Err(error) if error.kind() == io::ErrorKind::Interrupted && attempts < 3 => {
                    println!("  {error}: trying page {page} again");
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    println!("  {error}: leaving page {page} out");
                    break None;
                }
                Err(error) => return Err(error),
            }
        };
        book.extend(text);
    }
    Ok(book)
}

/// The same without recovery: `?` passes the error on.
#[coro_core::coroutine(yield = usize, send = String, throw = io::Error)]
fn strict_reader(pages: usize) -> Result<usize, io::Error> {
    let mut length = 0;
    for page in 1..=pages {
        length += yield_!(page)?.len();
    }
    Ok(length)
}

/// A disk that is not what it was.
fn read_page(page: usize, reads: usize) -> io::Result<String> {
    match (page, reads) {
        (2, 0..2) => Err(io::Error::new(io::ErrorKind::Interrupted, "interrupted")),
        (3, _) => Err(io::Error::new(io::ErrorKind::NotFound, "page not found")),
        _ => Ok(format!("text of page {page}")),
    }
}

/// Reads what the coroutine asks for, until it returns.
fn drive<R>(
    mut reader: impl Coroutine<String, io::Error, Yield = usize, Return = io::Result<R>> + Unpin,
) -> io::Result<R> {
    let mut reads = [0; 10];
    let mut state = reader.start();
    loop {
        state = match state {
            Yielded(page) => {
                let outcome = read_page(page, reads[page]);
                reads[page] += 1;
                match outcome {
                    Ok(text) => reader.send(text),
                    Err(error) => reader.throw(error)?,
                }
            }
            Complete(result) => return result,
        }
    }
}

fn main() {
    println!("reader:");
    println!("  {:?}", drive(reader(4)));
    println!("strict_reader:");
    println!("  {:?}", drive(strict_reader(1)));
    println!("  {:?}", drive(strict_reader(4)).map_err(|error| error.to_string()));

    // An error comes back from where no `yield` waits for it: before the start, and after the end.
    let mut unstarted = reader(1);
    let error = unstarted.throw(io::Error::other("too early")).expect_err("it was not started");
    println!("given back: {error}");
}
