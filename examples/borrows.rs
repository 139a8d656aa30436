//! A local may stay borrowed while its coroutine is suspended. It then lies in a slot of the machine, which keeps its
//! address, so the machine is pinned before it is driven.
//!
//!     cargo run --example borrows

use std::cell::RefCell;
use std::pin::pin;

use coro_core::{Coroutine, Yielded};

/// Owns its text, and yields the length of each word of it. `words` borrows `text` all the while.
#[coro_core::coroutine(yield = usize)]
fn lengths(text: String) {
    let words = text.split_whitespace();
    for word in words {
        yield_!(word.len());
    }
    yield_!(text.len());
}

/// Holds a borrow of its cell while somebody else decides what goes into it.
#[coro_core::coroutine(yield = usize, send = &'static str)]
fn collector() -> Vec<&'static str> {
    let collected = RefCell::new(Vec::new());
    {
        let mut guard = collected.borrow_mut();
        while guard.len() < 3 {
            let word = yield_!(guard.len());
            guard.push(word);
        }
        // Nobody else can look at it meanwhile: the guard is alive across each suspension.
        assert!(collected.try_borrow().is_err());
    }
    collected.into_inner()
}

fn main() {
    let mut lengths = pin!(lengths("the owner lends its text".to_owned()));
    for length in lengths.iter() {
        println!("{length}");
    }

    let mut collector = pin!(collector());
    let mut state = collector.start();
    for word in ["a", "bc", "def"] {
        if let Yielded(count) = state {
            println!("{count} so far, and {word}");
        }
        state = collector.send(word);
    }
    println!("{state:?}");
}
