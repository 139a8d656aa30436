//! A delegation to a child that is sent another type.

#[coro_core::coroutine(yield = u32, send = u64)]
fn child() {
    yield_!(1);
}

#[coro_core::coroutine(yield = u32, send = u32)]
fn numbers() {
    yield_from!(child());
}

fn main() {}
