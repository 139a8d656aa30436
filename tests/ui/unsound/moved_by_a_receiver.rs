//! The method takes the local while it is borrowed.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    let bytes = text.into_bytes();
    yield_!(bytes.len());
    yield_!(slice.len());
}

fn main() {}
