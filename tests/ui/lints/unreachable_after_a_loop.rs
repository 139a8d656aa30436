//! A statement after a loop without an end.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    loop {
        yield_!(1);
    }
    println!("never");
}

fn main() {
    numbers().take(1).for_each(drop);
}
