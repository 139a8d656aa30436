//! A field that is private.

mod inner {
    #[derive(Default)]
    pub struct Number {
        number: u32,
    }
}

#[coro_core::coroutine(yield = u32)]
fn numbers(number: inner::Number) {
    yield_!(1);
    yield_!(number.number);
}

fn main() {}
