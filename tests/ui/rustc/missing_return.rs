//! A body without its return value.

#[coro_core::coroutine(yield = u32)]
fn numbers() -> String {
    yield_!(1);
}

fn main() {}
