//! A name that does not exist.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(1);
    yield_!(nowhere);
}

fn main() {}
