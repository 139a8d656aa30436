//! Parentheses that nothing needs.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers(limit: u32) {
    if (limit > 1) {
        yield_!(1);
    }
}

fn main() {
    numbers(1).for_each(drop);
}
