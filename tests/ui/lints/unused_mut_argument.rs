//! A `mut` argument that nothing needs.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers(mut number: u32) {
    yield_!(number);
}

fn main() {
    numbers(1).for_each(drop);
}
