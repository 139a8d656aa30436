//! rustc is asked whether a method takes this receiver by value. What is wrong with the arguments is said once.

struct Pages(Vec<usize>);

impl Pages {
    fn turned(self, by: usize, to: &str) -> usize {
        self.0[by] + to.len()
    }
}

#[coro_core::coroutine]
async fn turn(pages: Pages) -> usize {
    let turned = pages.turned(3);
    coro_core::time::yield_now().await;
    turned
}

fn main() {}
