//! The assignment drops what is borrowed.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    text = String::new();
    yield_!(slice.len());
    yield_!(text.len());
}

fn main() {}
