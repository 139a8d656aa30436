//! An argument is the coroutine's own: what is yielded may outlive it.

#[coro_core::coroutine(yield = &'static str)]
fn f(text: String) {
    let slice = text.as_str();
    yield_!("");
    yield_!(slice);
}

fn main() {}
