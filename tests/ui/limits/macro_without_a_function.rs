//! `coroutine!` takes a function or a closure.

use coro_core::keyword::coroutine;

fn main() {
    let _ = coroutine!(1 + 1);
}
