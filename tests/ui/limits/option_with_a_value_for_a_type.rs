//! An option whose value is no type.

#[coro_core::coroutine(yield = 3)]
fn numbers() {
    yield_!(1);
}

fn main() {}
