//! A public coroutine without a comment, where comments are asked for.

#![deny(missing_docs)]

#[coro_core::coroutine(yield = u32)]
pub fn numbers() {
    yield_!(1);
}

fn main() {
    numbers().for_each(drop);
}
