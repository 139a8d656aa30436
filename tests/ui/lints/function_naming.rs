//! A function whose name breaks the conventions.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn Numbers() {
    yield_!(1);
}

fn main() {
    Numbers().for_each(drop);
}
