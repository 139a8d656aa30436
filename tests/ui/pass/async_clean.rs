//! Clean `async` functions are clean as machines, too.
#![deny(warnings, unused, clippy::all, unreachable_code, unused_assignments)]

use std::future::ready;

/// Every way out of a scope whose cleanup awaits.
#[coro_core::coroutine]
pub async fn session(words: &[&str]) -> Result<usize, std::num::ParseIntError> {
    let mut closed = 0;
    defer! {
        closed += 1;
        ready(closed).await;
    }
    let mut total = 0;
    for word in words {
        if word.is_empty() {
            continue;
        }
        let number: usize = ready(*word).await.parse()?;
        if number == 7 {
            return Ok(7);
        }
        total += number;
    }
    Ok(total)
}

/// Never ends.
#[coro_core::coroutine]
pub async fn forever() {
    defer! { ready(()).await; }
    loop {
        ready(()).await;
    }
}

/// Nothing is awaited after it.
#[coro_core::coroutine]
pub async fn at_the_end() -> u32 {
    let value = ready(1).await;
    defer! { ready(()).await; }
    value
}

/// Does not come to its end.
#[coro_core::coroutine]
pub async fn never() -> u32 {
    defer! { ready(()).await; }
    ready(()).await;
    unreachable!()
}

/// A stream.
#[coro_core::coroutine(yield = usize)]
pub async fn lengths(text: String) {
    for word in text.split(' ') {
        ready(()).await;
        yield_!(word.len());
    }
}

/// In a loop.
#[coro_core::coroutine]
pub async fn turns(limit: u32) -> u32 {
    let mut count = 0;
    while count < limit {
        defer! { ready(()).await; }
        count += 1;
        if count == 3 {
            break;
        }
    }
    count
}

/// Not written yet.
#[coro_core::coroutine]
pub async fn unfinished() -> u32 {
    todo!()
}

async fn endless() -> ! {
    loop {
        ready(()).await;
    }
}

/// Never comes back.
#[coro_core::coroutine]
pub async fn waits() -> u32 {
    endless().await
}

fn main() {
    let _ = (unfinished(), waits());
    let _ = (session(&[]), forever(), at_the_end(), turns(1), never());
    let _ = lengths(String::new());
}
