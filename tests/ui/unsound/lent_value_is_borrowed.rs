//! A value that is lent for one resume cannot be kept by a reference either.

#[coro_core::coroutine(yield = usize, send = &[u8])]
fn f() {
    let lent = yield_!(0);
    let reference = &lent;
    yield_!(reference.len());
    yield_!(reference.len());
}

fn main() {}
