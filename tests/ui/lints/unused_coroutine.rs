//! A generator that nobody resumes.

#![deny(warnings)]

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!(1);
}

fn main() {
    numbers();
}
