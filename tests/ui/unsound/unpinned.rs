//! Nobody gets at a machine that is pinned.

use std::ops::Deref;
use std::pin::Pin;

/// As `Pin::into_inner`.
fn into_inner<P: Deref<Target: Unpin>>(_: Pin<P>) {}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    yield_!(slice.len());
}

fn main() {
    let machine = Box::pin(f());
    into_inner(machine);
}
