//! A cell that holds references is invariant: it cannot take a shorter one.

use std::cell::Cell;

#[coro_core::coroutine(yield = usize)]
fn f<'a>(cell: Cell<&'a str>) -> Cell<&'a str> {
    let text = String::from("text");
    cell.set(text.as_str());
    yield_!(cell.get().len());
    cell
}

fn main() {}
