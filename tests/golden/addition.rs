use std::num::ParseIntError;

#[derive(Debug, PartialEq)]
pub struct NotANumber(pub ParseIntError);

impl From<ParseIntError> for NotANumber {
    fn from(error: ParseIntError) -> Self {
        NotANumber(error)
    }
}

/// Asks for two numbers.
#[coro_core::coroutine(yield = &'static str, send = String)]
pub fn addition() -> Result<i64, NotANumber> {
    let first: i64 = yield_!("first").parse()?;
    let second: i64 = yield_!("second").parse()?;
    Ok(first + second)
}
