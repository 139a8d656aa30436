//! A delegation to a child that takes no errors, where the parent does.

#[coro_core::coroutine(yield = u32)]
fn child() {
    yield_!(1);
}

#[coro_core::coroutine(yield = u32, throw = String)]
fn numbers() {
    yield_from!(child());
}

fn main() {}
