//! A function that delegates to itself with an argument of another type.

#[coro_core::coroutine(yield = u32)]
fn countdown(from: u32) {
    yield_!(from);
    if from > 0 {
        yield_from!(countdown("less"));
    }
}

fn main() {
    countdown(1).count();
}
