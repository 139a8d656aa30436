//! A loop variable that nobody uses.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    for unused in 0..3 {
        yield_!(1);
    }
}

fn main() {
    numbers().for_each(drop);
}
