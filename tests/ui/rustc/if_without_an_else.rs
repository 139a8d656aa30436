//! An `if` that suspends has a value, and no `else`.

#[coro_core::coroutine(yield = u32)]
fn numbers(more: bool) {
    let number: u32 = if more {
        yield_!(1);
        2
    };
    yield_!(number);
}

fn main() {}
