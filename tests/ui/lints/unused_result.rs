//! The outcome of a `yield_!` into which errors can be thrown, ignored.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32, throw = String)]
fn numbers() {
    yield_!(1);
}

fn main() {
    let _ = numbers();
}
