//! A macro cannot see that this `unwrap` only borrows the guard, which has to live to the end: `(*guard).unwrap()` says so.

use std::sync::Mutex;

#[coro_core::coroutine(yield = u32)]
fn guarded(count: &Mutex<Option<u32>>) {
    let guard = count.lock().unwrap();
    let count = guard.unwrap();
    yield_!(count);
}

fn main() {}
