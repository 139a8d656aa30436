//! A `?` on what is neither a result nor an option.

#[coro_core::coroutine(yield = u32)]
fn numbers() -> Option<()> {
    let number = 5u32?;
    yield_!(number);
    None
}

fn main() {}
