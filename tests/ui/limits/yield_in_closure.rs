//! A closure is a function of its own.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    (0..3).for_each(|n| yield_!(n));
}

fn main() {}
