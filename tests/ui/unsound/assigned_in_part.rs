//! A slot gives up the whole or nothing.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let pair = (String::from("left"), String::from("right"));
    let right = pair.1.as_str();
    yield_!(right.len());
    let left;
    (left, _) = pair;
    yield_!(right.len() + left.len());
}

fn main() {}
