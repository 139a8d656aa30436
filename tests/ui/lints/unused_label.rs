//! A label that nobody uses.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    'unused: for number in 0..3 {
        yield_!(number);
    }
}

fn main() {
    numbers().for_each(drop);
}
