//! Two parts that overlap are borrowed mutably.

#[coro_core::coroutine(yield = u32)]
fn f() {
    let mut items = vec![1, 2, 3];
    let left = &mut items[..2];
    yield_!(left[0]);
    let right = &mut items[1..];
    yield_!(right[0]);
    left[1] = right[0];
}

fn main() {}
