//! A local that is out of scope.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    {
        let number = 1;
        yield_!(number);
    }
    yield_!(number);
}

fn main() {}
