//! What a method has taken by value is gone in the next turn of a loop.

struct Pages(Vec<usize>);

impl Pages {
    fn close_all(self) -> usize {
        self.0.len()
    }
}

#[coro_core::coroutine]
async fn turn(pages: Pages) -> usize {
    let mut closed = 0;
    for _ in 0..2 {
        closed += pages.close_all();
        coro_core::time::yield_now().await;
    }
    closed
}

fn main() {}
