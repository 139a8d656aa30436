//! What is sent in is the caller's, and outlives the coroutine's locals.

use std::cell::Cell;

#[coro_core::coroutine(yield = usize, send = &'static Cell<Option<&'static String>>)]
fn f() {
    let text = String::from("text");
    let reference = &text;
    let cell = yield_!(reference.len());
    cell.set(Some(reference));
    yield_!(0);
}

fn main() {}
