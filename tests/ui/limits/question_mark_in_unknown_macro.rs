//! A `?` in a macro that cannot be read would leave the step.

macro_rules! same {
    ($value:expr) => {
        $value
    };
}

#[coro_core::coroutine(yield = u32)]
fn numbers(text: &str) -> Option<u32> {
    let first = same!(text.chars().next()?);
    yield_!(1);
    first.to_digit(10)
}

fn main() {}
