//! A yielded value of another type.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_!("text");
}

fn main() {}
