//! The last value after a `return`, and a tail that never has a value, which is clean.

#![deny(warnings)]

use coro_core::Coroutine;

#[coro_core::coroutine(yield = u32)]
fn numbers(n: u32) -> u32 {
    yield_!(n);
    if n == 1 {
        return todo!();
    }
    return 1;
    2
}

fn main() {
    let mut numbers = numbers(1);
    let _ = numbers.start();
}
