//! A type error in an operand that suspends.

#[coro_core::coroutine(yield = u32, send = u32)]
fn numbers() -> u32 {
    1u32 + yield_!(1) + "text"
}

fn main() {}
