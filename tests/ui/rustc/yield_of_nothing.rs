//! A `yield_!()` where a value is declared.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!();
}

fn main() {}
