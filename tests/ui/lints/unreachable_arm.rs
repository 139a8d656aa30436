//! An arm that another one covers.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers(number: u32) {
    match number {
        0 => yield_!(0),
        _ => yield_!(1),
        2 => yield_!(2),
    }
}

fn main() {
    numbers(1).for_each(drop);
}
