//! An await among the arguments of a macro that is not one of std's.

#![allow(unused_macros)]

macro_rules! half {
    ($value:expr) => {
        $value / 2
    };
}

async fn count() -> usize {
    1
}

#[coro_core::coroutine]
async fn halves() -> usize {
    1 + half!(count().await)
}

fn main() {
    let _ = halves();
}
