//! A method that does not exist.

#[coro_core::coroutine(yield = u32)]
fn numbers(text: String) {
    yield_!(1);
    yield_!(text.length());
}

fn main() {}
