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

/// Counts.
pub struct Stats(u32);

impl Stats {
    /// Gives itself back.
    #[coro_core::coroutine]
    pub async fn run<I: Iterator<Item = u8>>(&mut self, source: I) -> &Stats {
        for _ in source {
            ready(()).await;
            self.0 += 1;
        }
        self
    }

    /// Yields a reference to itself.
    #[coro_core::coroutine(yield = Option<&u32>)]
    pub async fn counts<I: Iterator<Item = u8>>(&self, source: I) {
        for _ in source {
            ready(()).await;
            yield_!(Some(&self.0));
        }
    }
}

fn main() {
    let mut stats = Stats(0);
    drop(stats.run(Vec::new().into_iter()));
    drop(stats.counts(Vec::new().into_iter()));
    let _ = (unfinished(), waits());
    let _ = (session(&[]), forever(), at_the_end(), turns(1), never());
    let _ = lengths(String::new());
}
