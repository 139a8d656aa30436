//! A task that may move between threads keeps what may not.

use std::rc::Rc;

fn spawn(_: impl Future<Output = ()> + Send + 'static) {}

async fn turn() {}

#[coro_core::coroutine]
async fn counts() {
    let shared = Rc::new(1);
    turn().await;
    drop(shared);
}

fn main() {
    spawn(counts());
}
