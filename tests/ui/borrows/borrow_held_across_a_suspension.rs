//! A local may not be borrowed across a suspension in this version.

#[coro_core::coroutine(yield = usize)]
fn lengths() {
    let text = String::from("a");
    let length = &text;
    yield_!(1);
    yield_!(length.len());
}

fn main() {}
