//! What is returned outlives the coroutine's locals.

#[coro_core::coroutine(yield = usize)]
fn f() -> &'static str {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    slice
}

fn main() {}
