//! A return type that elides a lifetime, where two arguments have one.

#[coro_core::coroutine]
async fn longer(one: &str, other: &str) -> &str {
    std::future::ready(()).await;
    if one.len() > other.len() { one } else { other }
}

#[coro_core::coroutine]
async fn length() -> usize {
    longer("a", "bc").await.len()
}

fn main() {
    drop(length());
}
