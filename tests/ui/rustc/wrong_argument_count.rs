//! A call with an argument too few.

fn add(a: u32, b: u32) -> u32 {
    a + b
}

#[coro_core::coroutine(yield = u32, send = u32)]
fn numbers() -> u32 {
    add(yield_!(1))
}

fn main() {}
