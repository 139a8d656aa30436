/// Adds up what it is sent, until that is nothing.
#[coro_core::coroutine(yield = i64, send = Option<i64>)]
pub fn running_total() -> i64 {
    let mut total = 0;
    while let Some(amount) = yield_!(total) {
        total += amount;
    }
    total
}
