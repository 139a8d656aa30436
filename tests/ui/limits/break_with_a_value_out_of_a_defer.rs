//! The deferred block would have to run between the value and the `break`.

#[coro_core::coroutine]
async fn first(words: Vec<String>) -> usize {
    let mut words = words.into_iter();
    loop {
        defer! { std::future::ready(()).await; }
        match words.next() {
            Some(word) => break word.len(),
            None => {}
        }
    }
}

fn main() {
    let _ = first(Vec::new());
}
