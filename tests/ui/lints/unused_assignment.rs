//! A value that is overwritten before it is read.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let mut number = 1;
    yield_!(number);
    number = 2;
    yield_!(0);
    number = 3;
    yield_!(number);
}

fn main() {
    numbers().for_each(drop);
}
