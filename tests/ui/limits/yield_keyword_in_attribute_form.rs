//! The keyword itself is refused by rustc in an attributed function.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield 1;
}

fn main() {}
