//! What was taken may be dropped while it is borrowed.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut text = Some(String::from("text"));
    let slice = text.as_deref().unwrap();
    yield_!(slice.len());
    drop(text.take());
    yield_!(slice.len());
}

fn main() {}
