//! A closure is a function of its own.

#[coro_core::coroutine(yield = u32)]
fn child() {
    yield_!(1);
}

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let each = || yield_from!(child());
    each();
}

fn main() {}
