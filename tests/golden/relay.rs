use std::future::Future;
use std::pin::Pin;

/// A message that is on its way.
pub type Message = Pin<Box<dyn Future<Output = String>>>;

/// Waits for two messages, and counts the words of the first and the bytes of the second.
#[coro_core::coroutine]
pub async fn relay(first: Message, second: Message) -> usize {
    let greeting = first.await;
    let words: Vec<_> = greeting.split(' ').collect();
    let answer = second.await;
    words.len() + answer.len()
}
