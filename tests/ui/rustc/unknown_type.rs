//! A type that does not exist, in the signature.

#[coro_core::coroutine(yield = u32)]
fn numbers(number: Nowhere) {
    yield_!(number);
}

fn main() {}
