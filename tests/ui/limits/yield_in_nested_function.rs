//! A nested function is no part of the coroutine: rustc says that it knows no such macro.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    fn nested() {
        yield_!(1);
    }
    nested();
    yield_!(2);
}

fn main() {}
