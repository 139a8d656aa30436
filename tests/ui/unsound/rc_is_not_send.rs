//! An `Rc` in a slot stays on its thread.

use std::rc::Rc;

fn assert_send<T: Send>(_: T) {}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let counted = Rc::new(String::from("text"));
    let slice = counted.as_str();
    yield_!(slice.len());
    yield_!(slice.len());
}

fn main() {
    assert_send(f());
}
