//! A `#[cfg]` that would change what is saved reaches the macro unevaluated.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    #[cfg(windows)]
    let _guard = String::new();
    yield_!(1);
}

fn main() {}
