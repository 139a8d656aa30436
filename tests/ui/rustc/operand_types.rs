//! A type error in an operand that suspends.

struct Meters(u32);

fn length(meters: Meters, factor: u32) -> u32 {
    meters.0 * factor
}

#[coro_core::coroutine(yield = u32, send = u32)]
fn numbers() -> u32 {
    length(yield_!(1), 2)
}

fn main() {}
