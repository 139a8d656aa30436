//! A local that gets its value, behind a suspension, on one way only.

#[coro_core::coroutine(yield = usize)]
fn numbers(first: bool) {
    let number: usize;
    if first {
        yield_!(1);
        number = 2;
    }
    yield_!(number);
}

fn main() {}
