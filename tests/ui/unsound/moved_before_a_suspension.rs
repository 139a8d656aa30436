//! The move comes before the suspension, the last use of the borrow after it.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    let other = text;
    yield_!(other.len());
    yield_!(slice.len());
}

fn main() {}
