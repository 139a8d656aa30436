//! A macro that is declared in the body is not expanded before the coroutine is.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    macro_rules! emit {
        ($value:expr) => {
            yield_!($value)
        };
    }
    emit!(1);
}

fn main() {}
