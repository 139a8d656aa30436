//! `coroutine!` takes an `async` block.

use coro_core::keyword::coroutine;

fn main() {
    let _ = coroutine!(async |x: u32| x);
}
