//! A local may not be borrowed across a suspension in this version.

#[coro_core::coroutine(yield = u32)]
fn numbers() {
    let mut count = 0;
    let mut next = || {
        count += 1;
        count
    };
    yield_!(next());
    yield_!(next());
}

fn main() {}
