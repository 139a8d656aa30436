//! A result that is ignored between two suspensions.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(1);
    "1".parse::<u32>();
    yield_!(2);
}

fn main() {
    numbers().for_each(drop);
}
