//! An `async fn` that yields says what.

#[coro_core::coroutine]
async fn wait() {
    std::future::ready(()).await;
    yield_!(1);
}

fn main() {
    let _ = wait();
}
