//! A trait that a suspended coroutine cannot derive.

#[coro_core::coroutine(yield = u32, derive(Default))]
fn numbers() {
    yield_!(1);
}

fn main() {}
