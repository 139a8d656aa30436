//! A deprecated function that the body calls.

#![deny(warnings)]

#[deprecated]
fn old() -> u32 {
    1
}

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(0);
    yield_!(old());
}

fn main() {
    numbers().for_each(drop);
}
