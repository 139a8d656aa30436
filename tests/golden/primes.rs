/// Primes. A round that does not suspend goes on at once.
#[coro_core::coroutine(yield = u64)]
pub fn primes(limit: u64) {
    let mut n = 2;
    while n < limit {
        if (2..n).all(|divisor| n % divisor != 0) {
            yield_!(n);
        }
        n += 1;
    }
}
