//! A cell in a slot is not shared between threads.

use std::cell::Cell;

fn assert_sync<T: Sync>(_: T) {}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mut cell = Cell::new(1);
    let reference = &mut cell;
    yield_!(reference.get());
    yield_!(*reference.get_mut());
}

fn main() {
    assert_sync(f());
}
