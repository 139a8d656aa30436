//! A list is lent to a call of the function itself while an element of it is borrowed.

use std::pin::pin;

use coro_core::Coroutine;

#[coro_core::coroutine(yield = String)]
fn grow(n: u32) {
    let mut list = vec![n.to_string()];
    yield_from!(push(&mut list));
}

#[coro_core::coroutine(yield = String)]
fn push(list: &mut Vec<String>) {
    let first = &list[0];
    yield_from!(push(list));
    yield_!(first.clone());
    list.clear();
}

fn main() {
    let mut grow = pin!(grow(2));
    let _ = grow.start();
}
