//! A name that is like that of a local, which nobody mentions again.

#[coro_core::coroutine]
async fn total(count: u32) -> u32 {
    let total = count + 1;
    std::future::ready(()).await;
    totl
}

fn main() {
    drop(total(1));
}
