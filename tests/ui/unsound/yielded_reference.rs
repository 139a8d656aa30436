//! The caller may keep what is yielded.

#[coro_core::coroutine(yield = &'static str)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!("");
    yield_!(slice);
}

fn main() {}
