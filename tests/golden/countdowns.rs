#[coro_core::coroutine(yield = u32)]
pub fn countdown(from: u32) -> &'static str {
    for n in (1..=from).rev() {
        yield_!(n);
    }
    "lift-off"
}

/// Delegates to two children, one after the other.
#[coro_core::coroutine(yield = u32)]
pub fn countdowns(first: u32, second: u32) -> String {
    let first = yield_from!(countdown(first));
    let second = yield_from!(countdown(second));
    format!("{first}, {second}")
}
