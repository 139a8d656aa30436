//! A type that nothing tells.

#[coro_core::coroutine(yield = usize)]
fn lengths() {
    let list = Vec::new();
    yield_!(1);
    yield_!(list.len());
}

fn main() {}
