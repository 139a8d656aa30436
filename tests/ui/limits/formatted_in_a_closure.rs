//! A macro that may format a borrowed local by its name, in a closure: nor can it be given a reference there.

macro_rules! ignore {
    ($text:literal) => {
        0
    };
}

#[coro_core::coroutine(yield = usize)]
fn lengths(text: String) {
    let text = text + "!";
    let word = &text;
    yield_!(word.len());
    let ignored = || ignore!("{text}");
    yield_!(ignored());
    yield_!(word.len());
}

fn main() {
    let _ = lengths(String::new());
}
