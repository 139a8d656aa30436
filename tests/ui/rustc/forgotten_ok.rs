//! The value of a `?` is returned, without an `Ok` around it.

fn count(text: &str) -> Result<u32, std::num::ParseIntError> {
    text.parse()
}

#[coro_core::coroutine(yield = u32)]
fn counted(text: String) -> Result<u32, std::num::ParseIntError> {
    yield_!(1);
    count(&text)?
}

fn main() {}
