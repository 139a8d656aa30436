//! An `async fn` is not taken in this version.

#[coro_core::coroutine(yield = u32)]
async fn numbers() {
    yield_!(1);
}

fn main() {}
