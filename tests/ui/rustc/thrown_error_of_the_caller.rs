//! The caller throws into a coroutine that takes no errors.

use coro_core::Coroutine;

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(1);
}

fn main() {
    let mut numbers = numbers();
    let _ = numbers.start();
    let _ = numbers.throw("text");
}
