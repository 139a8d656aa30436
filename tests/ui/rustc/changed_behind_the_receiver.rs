//! A method changes what its receiver only lends.

struct Counter {
    count: u32,
}

impl Counter {
    #[coro_core::coroutine]
    async fn count(&self) {
        self.count += 1;
        std::future::ready(()).await;
    }
}

fn main() {}
