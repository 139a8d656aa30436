//! The awaited future is borrowed while it is polled, so no `async fn` can be cloned.

#[coro_core::coroutine(derive(Clone))]
async fn wait() {
    std::future::ready(()).await;
}

fn main() {
    let _ = wait();
}
