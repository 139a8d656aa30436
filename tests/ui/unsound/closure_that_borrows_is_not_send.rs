//! A closure that borrows a cell is as its reference.

use std::cell::Cell;

fn assert_send<T: Send>(_: T) {}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let cell = Cell::new(1);
    let get = || cell.get();
    yield_!(get());
    yield_!(get());
}

fn main() {
    assert_send(f());
}
