//! A future is used as its value.

async fn count() -> usize {
    1
}

#[coro_core::coroutine]
async fn doubled() -> usize {
    let count: usize = count();
    count * 2
}

fn main() {
    let _ = doubled();
}
