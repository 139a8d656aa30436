//! A delegation to what is no coroutine.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_from!(3);
}

fn main() {}
