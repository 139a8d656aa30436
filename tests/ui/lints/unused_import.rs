//! An import in the body that nobody uses.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    use std::collections::HashMap;
    yield_!(1);
}

fn main() {
    numbers().for_each(drop);
}
