//! A `yield_from!` needs a child.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_from!();
}

fn main() {}
