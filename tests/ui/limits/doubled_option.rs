//! An option that is given twice.

#[coro_core::coroutine(yield = u32, yield = u64)]
fn numbers() {
    yield_!(1);
}

fn main() {}
