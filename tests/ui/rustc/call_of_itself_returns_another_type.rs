//! A function that delegates to itself, and takes what that returns for another type.

#[coro_core::coroutine(yield = u32)]
fn countdown(from: u32) -> String {
    yield_!(from);
    let rest: u32 = yield_from!(countdown(from - 1));
    rest.to_string()
}

fn main() {
    drop(countdown(1));
}
