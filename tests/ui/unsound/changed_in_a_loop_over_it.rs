//! The push may move what the loop goes through.

#[coro_core::coroutine(yield = u32)]
fn f() {
    let mut items = vec![1, 2];
    for item in items.iter() {
        yield_!(*item);
        items.push(3);
    }
}

fn main() {}
