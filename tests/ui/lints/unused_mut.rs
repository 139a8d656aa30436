//! A `mut` that nothing needs.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let mut number = 1;
    yield_!(number);
    yield_!(number);
}

fn main() {
    numbers().for_each(drop);
}
