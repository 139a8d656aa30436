//! A derived bound that a saved local does not have.

struct Token;

#[coro_core::coroutine(yield = u32, derive(Clone))]
fn numbers(token: Token) {
    yield_!(1);
    drop(token);
}

fn main() {}
