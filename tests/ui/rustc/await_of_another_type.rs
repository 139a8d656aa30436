//! What an await gives has another type than what it is used as.

async fn text() -> String {
    String::new()
}

#[coro_core::coroutine]
async fn length() -> usize {
    text().await
}

fn main() {
    let _ = length();
}
