//! A pattern of another type.

#[coro_core::coroutine(yield = u32, send = u32)]
fn numbers() {
    if let Some(number) = yield_!(1) {
        yield_!(number);
    }
}

fn main() {}
