//! The coroutine outlives what it was given.

#[coro_core::coroutine(yield = usize)]
fn lengths(text: &str) {
    yield_!(text.len());
}

fn main() {
    let mut lengths = {
        let text = String::from("a");
        lengths(&text)
    };
    lengths.next();
}
