//! A clause that does not exist.

use coro_core::keyword::coroutine;

coroutine! {
    fn numbers() yields u32 {
        yield 1;
    }
}

fn main() {}
