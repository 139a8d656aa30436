//! A `yield_!` yields one value.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(1, 2);
}

fn main() {}
