//! What a macro does with its arguments is not known.

macro_rules! twice {
    ($value:expr) => {
        $value + $value
    };
}

#[coro_core::coroutine(yield = u32, send = u32)]
fn numbers() -> u32 {
    twice!(yield_!(1))
}

fn main() {}
