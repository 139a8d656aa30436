//! An `unsafe` around a suspension that nothing needs.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32, send = u32)]
fn numbers() -> u32 {
    unsafe { yield_!(1) }
}

fn main() {
    let _ = numbers();
}
