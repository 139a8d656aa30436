//! A coroutine that nobody calls.

#![deny(dead_code)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(1);
}

fn main() {}
