//! A second assignment to what is not `mut`.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let number = 1;
    yield_!(number);
    number = 2;
    yield_!(number);
}

fn main() {}
