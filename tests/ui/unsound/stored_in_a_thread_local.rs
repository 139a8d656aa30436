//! A thread local outlives every coroutine.

use std::cell::Cell;

thread_local!(static KEPT: Cell<Option<&'static String>> = const { Cell::new(None) });

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let reference = &text;
    yield_!(reference.len());
    KEPT.with(|kept| kept.set(Some(reference)));
    yield_!(0);
}

fn main() {}
