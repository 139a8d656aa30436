//! An item in the body that nobody uses.

#![deny(dead_code)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    fn unused() {}
    yield_!(1);
}

fn main() {
    numbers().for_each(drop);
}
