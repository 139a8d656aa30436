//! An awaited value of another type than its `let` says.

async fn name() -> String {
    String::new()
}

#[coro_core::coroutine]
async fn length() -> usize {
    let length: usize = name().await;
    length
}

fn main() {}
