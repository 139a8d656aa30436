//! A name that breaks the conventions.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let Number = 1;
    yield_!(Number);
}

fn main() {
    numbers().for_each(drop);
}
