//! What is borrowed would move with the machine.

use coro_core::Coroutine;

#[coro_core::coroutine(yield = usize)]
fn f() {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    yield_!(slice.len());
}

fn main() {
    let mut machine = f();
    machine.start();
}
