//! A local that was borrowed moves only once.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    {
        let slice = text.as_str();
        yield_!(slice.len());
        yield_!(slice.len());
    }
    drop(text);
    drop(text);
}

fn main() {}
