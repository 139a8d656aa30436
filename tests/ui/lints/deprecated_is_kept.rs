//! The attribute `#[deprecated]` is kept.

#![deny(warnings)]

#[deprecated]
#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(1);
}

fn main() {
    numbers().for_each(drop);
}
