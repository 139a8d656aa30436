//! What an `async fn` gets of awaiting itself borrows a local that is gone.

#[coro_core::coroutine]
async fn shortest<'a>(text: &'a str, n: u32) -> &'a str {
    if n == 0 {
        return text;
    }
    let kept;
    {
        let own = text.to_owned();
        kept = shortest(&own, n - 1).await;
    }
    if kept.is_empty() { text } else { &text[kept.len()..] }
}

fn main() {
    drop(shortest("text", 2));
}
