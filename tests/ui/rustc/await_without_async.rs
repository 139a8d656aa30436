//! An `.await` outside of an `async fn`.

#[coro_core::coroutine(yield = u32)]
fn numbers(future: std::future::Ready<u32>) {
    yield_!(1);
    yield_!(future.await);
}

fn main() {}
