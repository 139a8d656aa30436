//! A coroutine returns a type that only Rust has.

#[coro_core::coroutine(yield = u32)]
extern "C" fn numbers() {
    yield_!(1);
}

fn main() {}
