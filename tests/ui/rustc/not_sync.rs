//! A saved local that is not `Sync`.

use std::cell::Cell;

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let cell = Cell::new(1);
    yield_!(1);
    yield_!(cell.get());
}

fn require_sync<T: Sync>(_: T) {}

fn main() {
    require_sync(numbers());
}
