//! A binding of a pattern that nobody uses.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers(pair: (u32, u32)) {
    match pair {
        (first, unused) => yield_!(first),
    }
}

fn main() {
    numbers((1, 2)).for_each(drop);
}
