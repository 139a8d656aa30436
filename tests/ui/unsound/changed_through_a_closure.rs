//! The closure that has captured the local may change it.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut items = vec![1];
    let mut push = || items.push(2);
    yield_!(1);
    let first = &items[0];
    push();
    yield_!(*first);
    yield_!(0);
}

fn main() {}
