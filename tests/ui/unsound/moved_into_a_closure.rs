//! The closure takes the local while it is borrowed.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    let length = move || text.len();
    yield_!(length());
    yield_!(slice.len());
}

fn main() {}
