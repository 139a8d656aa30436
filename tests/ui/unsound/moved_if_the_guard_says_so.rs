//! The arm with the guard takes the local, the other leaves it where it is.

#[coro_core::coroutine(yield = usize)]
fn f(condition: bool) {
    let text = String::from("text");
    let slice = text.as_str();
    yield_!(slice.len());
    match text {
        text if condition => drop(text),
        _ => yield_!(slice.len()),
    }
}

fn main() {}
