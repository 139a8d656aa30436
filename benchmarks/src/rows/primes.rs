//! Primes by trial division: most rounds of the loop do not suspend, and one that does is deep inside a condition.

use corosensei::{Coroutine, Yielder};
use genawaiter::stack::{Co, let_gen_using};

use crate::driver::{Stackful, drain};
use crate::row::{Column, Implementation, Row};

#[coro_core::coroutine(yield = u64)]
fn ours(limit: u64) {
    let mut n = 2u64;
    while n < limit {
        let mut divisor = 2;
        while divisor * divisor <= n && !n.is_multiple_of(divisor) {
            divisor += 1;
        }
        if divisor * divisor > n {
            yield_!(n);
        }
        n += 1;
    }
}

struct Hand {
    n: u64,
    limit: u64,
}

impl Iterator for Hand {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        while self.n < self.limit {
            let n = self.n;
            self.n += 1;
            let mut divisor = 2;
            while divisor * divisor <= n && !n.is_multiple_of(divisor) {
                divisor += 1;
            }
            if divisor * divisor > n {
                return Some(n);
            }
        }
        None
    }
}

fn hand(limit: u64) -> Hand {
    Hand { n: 2, limit }
}

native! {
    fn native(limit: u64) -> impl Iterator<Item = u64> {
        crate::driver::Native(
            #[coroutine]
            move || {
                let mut n = 2u64;
                while n < limit {
                    let mut divisor = 2;
                    while divisor * divisor <= n && !n.is_multiple_of(divisor) {
                        divisor += 1;
                    }
                    if divisor * divisor > n {
                        yield n;
                    }
                    n += 1;
                }
            },
        )
    }
}

#[diapause::coroutine(yield = u64)]
fn diapaused(limit: u64) {
    let mut n = 2u64;
    while n < limit {
        let mut divisor = 2u64;
        while divisor * divisor <= n && !n.is_multiple_of(divisor) {
            divisor += 1;
        }
        if divisor * divisor > n {
            yield_!(n);
        }
        n += 1;
    }
}

async fn produce(co: Co<'_, u64>, limit: u64) {
    let mut n = 2u64;
    while n < limit {
        let mut divisor = 2;
        while divisor * divisor <= n && !n.is_multiple_of(divisor) {
            divisor += 1;
        }
        if divisor * divisor > n {
            co.yield_(n).await;
        }
        n += 1;
    }
}

fn genawaiter(limit: u64) -> u64 {
    let_gen_using!(machine, |co| produce(co, limit));
    drain(machine)
}

fn corosensei(limit: u64) -> Stackful<u64> {
    Stackful(Coroutine::new(move |yielder: &Yielder<(), u64>, ()| {
        let mut n = 2u64;
        while n < limit {
            let mut divisor = 2;
            while divisor * divisor <= n && !n.is_multiple_of(divisor) {
                divisor += 1;
            }
            if divisor * divisor > n {
                yielder.suspend(n);
            }
            n += 1;
        }
    }))
}

/// The row.
pub fn row() -> Row {
    Row {
        name: "primes",
        work: 10_000,
        yields: |work| hand(work).count() as u64,
        implementations: Vec::from([
            Implementation::yielding(Column::HandWritten, hand),
            Implementation::yielding(Column::Ours, ours),
            #[cfg(feature = "native")]
            Implementation::yielding(Column::Native, native),
            Implementation::yielding(Column::Diapause, diapaused),
            Implementation::opaque(Column::Genawaiter, genawaiter),
            Implementation::yielding(Column::Corosensei, corosensei),
        ]),
    }
}
