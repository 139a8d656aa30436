//! A macro of the user's could tell a local from the place where it is borrowed. In a closure it cannot be given a reference instead.

macro_rules! length {
    ($text:expr) => {
        $text.len()
    };
}

#[coro_core::coroutine(yield = usize)]
fn lengths(text: String) {
    for word in text.split(' ') {
        yield_!(word.len());
    }
    let length = || length!(text);
    yield_!(length());
}

fn main() {
    let _ = lengths(String::new());
}
