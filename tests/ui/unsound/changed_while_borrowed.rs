//! The push may move what is borrowed.

#[coro_core::coroutine(yield = u32)]
fn f() {
    let mut items = vec![1, 2];
    let first = &items[0];
    yield_!(*first);
    items.push(3);
    yield_!(*first);
}

fn main() {}
