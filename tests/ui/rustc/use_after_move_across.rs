//! A use of a value that was moved before the suspension.

#[coro_core::coroutine(yield = usize)]
fn lengths() {
    let text = String::from("a");
    drop(text);
    yield_!(1);
    yield_!(text.len());
}

fn main() {}
