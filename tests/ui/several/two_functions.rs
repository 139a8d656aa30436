//! One function's error does not hide another's.

#[coro_core::coroutine(yeild = u32)]
fn first() {}

#[coro_core::coroutine(yield = u32)]
fn second() {
    yield_!("text");
}

fn main() {}
