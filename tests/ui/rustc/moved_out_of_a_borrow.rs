//! A move out of a reference.

#[coro_core::coroutine(yield = String)]
fn owned(texts: &[String]) {
    yield_!(texts[0]);
}

fn main() {}
