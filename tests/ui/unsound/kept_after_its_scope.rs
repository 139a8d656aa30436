//! The inner scope's local is gone.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let slice;
    {
        let text = String::from("text");
        slice = text.as_str();
        yield_!(slice.len());
    }
    yield_!(slice.len());
}

fn main() {}
