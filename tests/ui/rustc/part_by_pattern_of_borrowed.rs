//! A pattern moves a part of a local that is borrowed across a suspension, and leaves the rest.

#[coro_core::coroutine(yield = usize)]
fn message(outcome: Result<String, String>) -> String {
    if let Ok(text) = &outcome {
        yield_!(text.len());
        yield_!(text.len());
    }
    match outcome {
        Ok(text) => text,
        Err(_) => String::new(),
    }
}

fn main() {
    drop(message(Ok(String::new())));
}
