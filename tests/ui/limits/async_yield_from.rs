//! An `async fn` is polled, and cannot pass sends on.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(1);
}

#[coro_core::coroutine(yield = u32)]
async fn wait() {
    yield_from!(numbers());
}

fn main() {
    let _ = wait();
}
