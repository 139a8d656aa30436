//! A statement after a `return`.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(1);
    return;
    yield_!(2);
}

fn main() {
    numbers().for_each(drop);
}
