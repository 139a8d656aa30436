//! `defer! { .. }` runs at the end of its scope, on every way out, also when the coroutine is closed or dropped while it
//! is suspended: Python's `finally`.
//!
//!     cargo run --example defer

use std::panic::{self, AssertUnwindSafe};

use coro_core::{Coroutine, Yielded};

/// Takes two locks, and gives them back in the opposite order, however it ends.
#[coro_core::coroutine(yield = &'static str, send = Wish, throw = &'static str)]
fn job() -> Result<&'static str, &'static str> {
    println!("  lock A");
    defer! { println!("  unlock A"); }
    loop {
        println!("  lock B");
        defer! { println!("  unlock B"); }
        match yield_!("working")? {
            Wish::Again => continue,
            Wish::Break => break,
            Wish::Return => return Ok("returned early"),
            Wish::Panic => panic!("as was wished"),
        }
    }
    Ok("ran to its end")
}

/// How the job goes on.
enum Wish {
    Again,
    Break,
    Return,
    Panic,
}

fn main() {
    for (name, wish) in [("again", Wish::Again), ("break", Wish::Break), ("return", Wish::Return)] {
        println!("{name}:");
        let mut job = job();
        assert_eq!(job.start(), Yielded("working"));
        println!("  -> {:?}", job.send(wish));
        // Going out of scope closes the one that is suspended.
    }

    println!("throw:");
    let mut thrown = job();
    let _ = thrown.start();
    println!("  -> {:?}", thrown.throw("an error"));

    println!("panic:");
    let mut panicking = job();
    let _ = panicking.start();
    panic::set_hook(Box::new(|_| {}));
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| panicking.send(Wish::Panic)));
    println!("  -> panicked: {}, {:?}", outcome.is_err(), panicking.status());

    println!("close:");
    let mut closed = job();
    let _ = closed.start();
    closed.close();
    println!("  -> {:?}", closed.status());

    println!("never started:");
    drop(job());
    println!("  -> nothing ran, so nothing is undone");
}
