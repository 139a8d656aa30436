//! A generator: a coroutine that only yields is an iterator.
//!
//!     cargo run --example generator

#[coro_core::coroutine(yield = u64)]
fn fib(limit: u64) {
    let (mut a, mut b) = (0, 1);
    for _ in 0..limit {
        yield_!(a);
        (a, b) = (b, a + b);
    }
}

fn main() {
    for n in fib(10) {
        println!("{n}");
    }
}
