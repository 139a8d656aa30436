//! A coroutine cannot have variadic arguments.

#[coro_core::coroutine(yield = u32)]
unsafe fn numbers(count: u32, arguments: ...) {
    yield_!(count);
}

fn main() {}
