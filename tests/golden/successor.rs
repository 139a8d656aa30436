use coro_core::future::{Future, FutureError};

/// Awaits a number that somebody else finds out, and adds one.
#[coro_core::coroutine]
pub async fn successor(number: Future<u32>) -> Result<u32, FutureError> {
    let number = number.await?;
    Ok(number + 1)
}
