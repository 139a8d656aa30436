//! The local is moved while its borrow lives.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    drop(text);
    yield_!(slice.len());
}

fn main() {}
