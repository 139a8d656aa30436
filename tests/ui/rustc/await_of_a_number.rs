//! What is no future is awaited.

fn count() -> u32 {
    3
}

#[coro_core::coroutine]
async fn counted() -> u32 {
    count().await
}

fn main() {}
