//! The closure takes a part of a local that was borrowed as a whole, and a slot gives up the whole or nothing.

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
    let left = move || pair.0.len();
    yield_!(left());
    yield_!(right.len());
}

fn main() {}
