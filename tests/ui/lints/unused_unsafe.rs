//! An `unsafe` that nothing needs.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let number = unsafe { 1 };
    yield_!(number);
}

fn main() {
    numbers().for_each(drop);
}
