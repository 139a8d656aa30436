//! A coroutine closure has one argument at most.

use coro_core::keyword::coroutine;

fn main() {
    let _ = coroutine!(|first: u32, second: u32| {
        yield first + second;
    });
}
