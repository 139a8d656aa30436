//! A coroutine cannot be a `const fn`.

#[coro_core::coroutine(yield = u32)]
const fn numbers() {
    yield_!(1);
}

fn main() {}
