//! What the child returns borrows a local that is gone.

#[coro_core::coroutine(yield = usize)]
fn child(text: &str) -> &str {
    yield_!(text.len());
    text
}

#[coro_core::coroutine(yield = usize)]
fn f() -> &'static str {
    let text = String::from("text");
    yield_from!(child(&text))
}

fn main() {}
