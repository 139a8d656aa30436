//! A pattern moves a part of a local that is borrowed across a suspension, which cannot leave an empty value.

struct Name(String);

#[coro_core::coroutine(yield = usize)]
fn message(outcome: Result<Name, String>) -> Name {
    if let Ok(name) = &outcome {
        yield_!(name.0.len());
        yield_!(name.0.len());
    }
    match outcome {
        Ok(name) => name,
        Err(_) => Name(String::new()),
    }
}

fn main() {
    drop(message(Err(String::new())));
}
