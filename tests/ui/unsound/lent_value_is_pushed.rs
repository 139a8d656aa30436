//! A value that is lent for one resume cannot be kept in a collection.

#[coro_core::coroutine(yield = usize, send = &str)]
fn f() {
    let mut all = Vec::new();
    let reference = &mut all;
    loop {
        let lent = yield_!(reference.len());
        reference.push(lent);
    }
}

fn main() {}
