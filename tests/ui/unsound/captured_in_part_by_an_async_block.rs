//! So does a block.

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
    let left = async move { pair.0.len() };
    yield_!(size_of_val(&left));
    yield_!(right.len());
}

fn main() {}
