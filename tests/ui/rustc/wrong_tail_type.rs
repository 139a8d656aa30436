//! A tail of another type.

#[coro_core::coroutine(yield = u32)]
fn numbers() -> String {
    yield_!(1);
    2
}

fn main() {}
