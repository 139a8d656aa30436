//! A slot gives up the whole or nothing.

#[coro_core::coroutine(yield = usize)]
fn f() {
    let pair = (String::from("left"), String::from("right"));
    {
        let both = &pair;
        yield_!(both.0.len());
        yield_!(both.1.len());
    }
    let right = &pair.1;
    yield_!(right.len());
    let left = pair.0;
    yield_!(left.len());
    yield_!(right.len());
}

fn main() {}
