//! A local that nobody uses.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(1);
    let unused = 2;
    yield_!(3);
}

fn main() {
    numbers().for_each(drop);
}
