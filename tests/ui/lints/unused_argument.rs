//! An argument that nobody uses.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers(unused: u32) {
    yield_!(1);
}

fn main() {
    numbers(1).for_each(drop);
}
