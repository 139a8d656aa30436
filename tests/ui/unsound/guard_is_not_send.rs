//! A guard of a mutex is unlocked on the thread that locked it.

use std::sync::Mutex;

fn assert_send<T: Send>(_: T) {}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let mutex = Mutex::new(String::from("text"));
    let guard = mutex.lock().unwrap();
    yield_!(guard.len());
    yield_!(guard.len());
}

fn main() {
    assert_send(f());
}
