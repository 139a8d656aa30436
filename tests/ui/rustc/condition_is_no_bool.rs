//! A condition of another type.

#[coro_core::coroutine(yield = u32, send = u32)]
fn numbers() {
    while yield_!(1) {}
}

fn main() {}
