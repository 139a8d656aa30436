//! The clone's references would be into the original.

#[coro_core::coroutine(yield = usize, derive(Clone))]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    yield_!(slice.len());
}

fn main() {
    let _ = f().clone();
}
