//! A local that is not `mut` is changed in each turn of a loop.

#[coro_core::coroutine(yield = u32)]
fn totals() {
    let total = 0;
    for number in 0..3u32 {
        total += number;
        yield_!(total);
    }
}

fn main() {}
