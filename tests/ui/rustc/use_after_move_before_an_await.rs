//! The same before an `.await`.

#[coro_core::coroutine]
async fn length() -> usize {
    let text = String::from("text");
    drop(text);
    std::future::ready(()).await;
    text.len()
}

fn main() {
    drop(length());
}
