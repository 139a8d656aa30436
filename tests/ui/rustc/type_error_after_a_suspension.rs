//! A type error in what follows a suspension.

#[coro_core::coroutine(yield = u32)]
fn numbers(text: String) {
    yield_!(1);
    let length: u32 = text.len();
    yield_!(length);
}

fn main() {}
