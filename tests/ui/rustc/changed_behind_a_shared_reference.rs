//! A collection behind a `&` that should have been a `&mut`.

#[coro_core::coroutine(yield = u32)]
fn fill(numbers: &Vec<u32>) {
    numbers.push(1);
    yield_!(1);
}

fn main() {}
