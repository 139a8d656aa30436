//! A mutable borrow of what is not `mut`.

#[coro_core::coroutine(yield = usize)]
fn lengths() {
    let list = Vec::new();
    yield_!(0);
    list.push(1);
    yield_!(list.len());
}

fn main() {}
