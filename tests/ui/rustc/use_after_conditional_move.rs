//! A use of a value that was moved on one branch.

#[coro_core::coroutine(yield = usize)]
fn lengths(text: String, give: bool) {
    if give {
        drop(text);
    }
    yield_!(1);
    yield_!(text.len());
}

fn main() {}
