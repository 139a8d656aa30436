//! What goes into an `async fn` is its task's.

#[coro_core::coroutine(send = u32)]
async fn wait() {
    std::future::ready(()).await;
}

fn main() {
    let _ = wait();
}
