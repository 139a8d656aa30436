//! A use of a value that one branch leaves out.

#[coro_core::coroutine(yield = u32)]
fn numbers(now: bool) {
    let number;
    if now {
        number = 1;
    }
    yield_!(0);
    yield_!(number);
}

fn main() {}
