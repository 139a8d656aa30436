//! The block takes the local while it is borrowed.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    let future = async move { text.len() };
    yield_!(size_of_val(&future));
    yield_!(slice.len());
}

fn main() {}
