//! A macro that does not exist.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(1);
    nowhere!(1);
}

fn main() {}
