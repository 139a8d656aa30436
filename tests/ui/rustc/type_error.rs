//! A type error in the body.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let number: u32 = "text";
    yield_!(number);
}

fn main() {}
