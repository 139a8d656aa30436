//! A macro of std's name that does not even mention its argument.

macro_rules! vec {
    ($($ignored:tt)*) => {
        [0]
    };
}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    let list = vec![text];
    yield_!(slice.len() + list.len());
}

fn main() {}
