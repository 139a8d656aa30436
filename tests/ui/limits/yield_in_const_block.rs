//! A `const` block is evaluated at compile time.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let number = const { yield_!(1) };
    drop(number);
}

fn main() {}
