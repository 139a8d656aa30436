//! A macro that expands to an await.

#![allow(unused_macros)]

macro_rules! join {
    ($($future:expr),*) => {
        ($($future.await),*)
    };
}

async fn count() -> usize {
    1
}

#[coro_core::coroutine]
async fn both() -> usize {
    let (left, right) = join!(count(), count());
    left + right
}

fn main() {
    let _ = both();
}
