//! A part of a local that is borrowed across a suspension is moved out by itself.

struct Name(String);

struct Pair {
    left: Name,
    right: String,
}

#[coro_core::coroutine(yield = usize)]
fn halves(pair: Pair) -> (Name, usize) {
    let right = &pair.right;
    yield_!(right.len());
    let length = right.len();
    (pair.left, length)
}

fn main() {
    let pair = Pair { left: Name(String::new()), right: String::new() };
    drop(halves(pair));
}
