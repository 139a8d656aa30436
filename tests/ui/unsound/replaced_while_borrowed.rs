//! What was replaced may be dropped while it is borrowed.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    drop(std::mem::replace(&mut text, String::new()));
    yield_!(slice.len());
}

fn main() {}
