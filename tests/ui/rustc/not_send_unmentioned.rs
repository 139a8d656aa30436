//! A saved local that is not `Send`, and that nobody mentions again.

use std::rc::Rc;

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let _guard = Rc::new(1);
    yield_!(1);
}

fn require_send<T: Send>(_: T) {}

fn main() {
    require_send(numbers());
}
