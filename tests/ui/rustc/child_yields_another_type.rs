//! A delegation to a child that yields another type.

#[coro_core::coroutine(yield = u64)]
fn child() {
    yield_!(1);
}

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    yield_from!(child());
}

fn main() {}
