//! Two values whose destructors could read each other.

use std::cell::Cell;

struct Reads<'a>(String, Cell<Option<&'a Reads<'a>>>);

impl Drop for Reads<'_> {
    fn drop(&mut self) {
        println!("{:?}", self.1.get().map(|other| &other.0));
    }
}

#[coro_core::coroutine(yield = usize)]
fn f() {
    let one = Reads(String::from("one"), Cell::new(None));
    let two = Reads(String::from("two"), Cell::new(None));
    one.1.set(Some(&two));
    yield_!(one.0.len());
}

fn main() {}
