//! A `while true`.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    while true {
        yield_!(1);
    }
}

fn main() {
    numbers().take(1).for_each(drop);
}
