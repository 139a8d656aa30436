//! A literal that is too large.

#![deny(warnings)]

#[coro_core::coroutine(yield = u8)]
fn numbers() {
    yield_!(256);
}

fn main() {
    numbers().for_each(drop);
}
