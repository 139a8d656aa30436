//! The child borrows a local that is moved before it has ended.

#[coro_core::coroutine(yield = usize)]
fn child(text: &str) {
    yield_!(text.len());
}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let child = child(&text);
    yield_!(0);
    drop(text);
    yield_from!(child);
}

fn main() {}
