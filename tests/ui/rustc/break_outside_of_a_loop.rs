//! A `break` without a loop.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(1);
    break;
}

fn main() {}
