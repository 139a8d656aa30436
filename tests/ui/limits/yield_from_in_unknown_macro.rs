//! What a macro does with its arguments is not known.

macro_rules! same {
    ($value:expr) => {
        $value
    };
}

#[coro_core::coroutine(yield = u32)]
fn child() {
    yield_!(1);
}

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    same!(yield_from!(child()));
}

fn main() {}
