//! A reference to a cell stays on the cell's thread, even if the cell goes with it.

use std::cell::Cell;

fn assert_send<T: Send>(_: T) {}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let cell = Cell::new(1);
    let reference = &cell;
    yield_!(reference.get());
    yield_!(reference.get());
}

fn main() {
    assert_send(f());
}
