//! A `?` whose error does not convert.

struct Failure;

#[coro_core::coroutine(yield = u32)]
fn numbers(text: &str) -> Result<(), Failure> {
    let number: u32 = text.parse::<u32>()?;
    yield_!(number);
    Ok(())
}

fn main() {}
