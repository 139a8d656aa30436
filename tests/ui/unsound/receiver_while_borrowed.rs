//! A method that takes its receiver by value moves it: not while it is borrowed.

struct Pages(Vec<usize>);

impl Pages {
    fn close_all(self) -> usize {
        self.0.len()
    }
}

#[coro_core::coroutine]
async fn turn(pages: Pages) -> usize {
    let first = &pages.0[0];
    coro_core::time::yield_now().await;
    let closed = pages.close_all();
    coro_core::time::yield_now().await;
    closed + first
}

fn main() {}
