//! rustc is asked whether a method takes this receiver by value. There is no such method.

struct Pages(Vec<usize>);

#[coro_core::coroutine]
async fn turn(pages: Pages) -> usize {
    let turned = pages.turned(3);
    coro_core::time::yield_now().await;
    turned
}

fn main() {}
