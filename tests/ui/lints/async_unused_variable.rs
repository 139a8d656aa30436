//! A local that nobody uses, with what an await gives.

#![deny(unused)]

async fn count() -> usize {
    1
}

#[coro_core::coroutine]
async fn waits() {
    let unused = count().await;
    count().await;
}

fn main() {
    let _ = waits();
}
