//! A thread local outlives every coroutine.

use std::cell::Cell;

thread_local!(static KEPT: Cell<Option<&'static String>> = const { Cell::new(None) });

fn keep(text: &'static String) {
    KEPT.set(Some(text));
}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let reference = &text;
    yield_!(reference.len());
    keep(reference);
    yield_!(0);
}

fn main() {}
