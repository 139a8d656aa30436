//! A type that does not exist, in an option.

#[coro_core::coroutine(yield = Nowhere)]
fn numbers() {
    yield_!(1);
}

fn main() {}
