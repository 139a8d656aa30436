//! A `match` that leaves out a case.

#[coro_core::coroutine(yield = u32)]
fn numbers(number: Option<u32>) {
    match number {
        Some(number) => yield_!(number),
    }
}

fn main() {}
