//! The attribute `#[must_use]` is kept.

#![deny(warnings)]

#[must_use = "numbers are there to be seen"]
#[coro_core::coroutine(yield = u32)]
fn numbers() -> u32 {
    yield_!(1);
    2
}

fn main() {
    numbers();
}
