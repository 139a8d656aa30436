//! A loop over what is no iterator.

#[coro_core::coroutine(yield = u32)]
fn numbers(limit: u32) {
    for number in limit {
        yield_!(number);
    }
}

fn main() {}
