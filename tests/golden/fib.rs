#[coro_core::coroutine(yield = u64)]
pub fn fib(limit: u64) {
    let (mut a, mut b) = (0, 1);
    for _ in 0..limit {
        yield_!(a);
        (a, b) = (b, a + b);
    }
}
