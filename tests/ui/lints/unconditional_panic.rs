//! An index that is out of bounds.

#![deny(warnings)]

#[coro_core::coroutine(yield = u8)]
fn numbers() {
    let list = [1, 2];
    let number = list[5];
    yield_!(number);
}

fn main() {
    numbers().for_each(drop);
}
