//! Who has the mutable borrow may change what is read.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut items = vec![1];
    let exclusive = &mut items;
    yield_!(exclusive.len());
    yield_!(items.len());
    exclusive.push(2);
}

fn main() {}
