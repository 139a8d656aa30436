//! A coroutine without `derive` shows none of its bounds.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(1);
}

fn main() {
    let _ = numbers().clone();
}
