//! A static outlives every coroutine.

use std::sync::Mutex;

static KEPT: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = &text[1..];
    yield_!(slice.len());
    KEPT.lock().unwrap().push(slice);
    yield_!(text.len());
}

fn main() {}
