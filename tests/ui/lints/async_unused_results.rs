//! A result that is awaited, and not looked at.

#![deny(unused)]

async fn read() -> Result<usize, String> {
    Ok(1)
}

#[coro_core::coroutine]
async fn reads() {
    read().await;
}

fn main() {
    let _ = reads();
}
