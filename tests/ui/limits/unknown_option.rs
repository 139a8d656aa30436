//! An option that does not exist.

#[coro_core::coroutine(yeild = u32)]
fn numbers() {
    yield_!(1);
}

fn main() {}
