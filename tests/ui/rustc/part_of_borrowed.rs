//! A part of a local that is borrowed across a suspension is moved out by itself.

struct Pair {
    left: String,
    right: String,
}

#[coro_core::coroutine(yield = usize)]
fn halves(pair: Pair) -> (String, usize) {
    let right = &pair.right;
    yield_!(right.len());
    let length = right.len();
    (pair.left, length)
}

fn main() {
    let pair = Pair { left: String::new(), right: String::new() };
    drop(halves(pair));
}
