//! The sent value used as another type.

#[coro_core::coroutine(yield = u32, send = u32)]
fn numbers() {
    let text: String = yield_!(1);
    drop(text);
}

fn main() {}
