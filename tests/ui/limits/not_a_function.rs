//! Only a function can be a coroutine.

#[coro_core::coroutine(yield = u32)]
struct Numbers;

fn main() {}
