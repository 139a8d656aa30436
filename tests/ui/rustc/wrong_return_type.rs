//! A returned value of another type.

#[coro_core::coroutine(yield = u32)]
fn numbers() -> String {
    yield_!(1);
    return 2;
}

fn main() {}
