//! What a macro declares is not seen: it lives to the next suspension. A `let` of one's own, or braces, say how long.

macro_rules! lengths_of {
    ($name:ident = $value:expr) => {
        let $name = [$value.len(), $value.len()];
    };
}

#[coro_core::coroutine(yield = usize)]
fn lengths() {
    lengths_of!(both = "text");
    yield_!(both[0]);
    yield_!(both[1]);
}

fn main() {}
