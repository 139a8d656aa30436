//! The borrows of a clone would be of the original.

#[coro_core::coroutine(yield = usize, derive(Clone))]
fn lengths(text: String) {
    for word in text.split(' ') {
        yield_!(word.len());
    }
}

fn main() {
    let _ = lengths(String::new());
}
