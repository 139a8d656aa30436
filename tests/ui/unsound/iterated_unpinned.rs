//! An iterator may move between two items.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    yield_!(slice.len());
}

fn main() {
    for _ in f() {}
}
