//! A value that is moved in every round of a loop.

#[coro_core::coroutine(yield = usize)]
fn lengths(text: String) {
    loop {
        yield_!(1);
        drop(text);
    }
}

fn main() {}
