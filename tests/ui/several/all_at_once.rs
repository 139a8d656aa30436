//! All the errors of a function are reported at once.

macro_rules! same {
    ($value:expr) => {
        $value
    };
}

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    (0..3).for_each(|n| yield_!(n));
    let future = async { yield_!(1) };
    same!(yield_!(2));
    drop(future);
}

fn main() {}
