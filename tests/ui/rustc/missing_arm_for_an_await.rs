//! An arm is missing for what a future gives.

#[coro_core::coroutine]
async fn count(numbers: impl Future<Output = (bool, u32)>) -> u32 {
    match numbers.await {
        (true, number) => number,
        (false, 0) => 1,
    }
}

fn main() {}
