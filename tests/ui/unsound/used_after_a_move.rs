//! A local that was borrowed, and is moved, is gone.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    {
        let slice = text.as_str();
        yield_!(slice.len());
        yield_!(slice.len());
    }
    drop(text);
    yield_!(text.len());
}

fn main() {}
