//! A `?` where nothing can be returned.

#[coro_core::coroutine(yield = u32)]
fn numbers(text: &str) {
    let number: u32 = text.parse().ok()?;
    yield_!(number);
}

fn main() {}
