/// The words of a text in capitals, and then the length of the longest.
#[coro_core::coroutine(yield = String)]
pub fn shout(text: &str) -> usize {
    let words: Vec<_> = text.split(' ').collect();
    let mut longest = 0;
    for word in words.iter() {
        yield_!(word.to_uppercase());
        longest = longest.max(word.len());
    }
    longest
}
