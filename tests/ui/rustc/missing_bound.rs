//! A bound that the body needs.

#[coro_core::coroutine(yield = T)]
fn twice<T>(value: T) {
    yield_!(value.clone());
    yield_!(value);
}

fn main() {}
