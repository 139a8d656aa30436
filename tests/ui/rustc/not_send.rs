//! A saved local that is not `Send`.

use std::rc::Rc;

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let shared = Rc::new(1);
    yield_!(1);
    yield_!(*shared);
}

fn require_send<T: Send>(_: T) {}

fn main() {
    require_send(numbers());
}
