//! On one of the branches the borrow outlives the local.

#[coro_core::coroutine(yield = usize)]
fn f(condition: bool) {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    if condition {
        drop(text);
    }
    yield_!(slice.len());
}

fn main() {}
