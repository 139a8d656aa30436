//! Which parts this pair has is not seen, so what is left of it cannot be kept: `let Pair { left, right } = pair()` can.

struct Pair {
    left: String,
    right: String,
}

fn pair() -> Pair {
    Pair { left: String::new(), right: String::new() }
}

#[coro_core::coroutine(yield = usize)]
fn lengths() {
    let pair = pair();
    drop(pair.left);
    yield_!(1);
    yield_!(pair.right.len());
}

fn main() {}
