//! A use of a value that was moved before it, without a suspension between.

#[coro_core::coroutine(yield = usize)]
fn lengths(text: String) {
    drop(text);
    let length = text.len();
    yield_!(length);
}

fn main() {}
