//! An option whose type is missing.

#[coro_core::coroutine(yield)]
fn numbers() {
    yield_!(1);
}

fn main() {}
