//! Counts: the cost of a suspension and nothing else.

use corosensei::{Coroutine, Yielder};
use genawaiter::stack::{Co, let_gen_using};

use crate::driver::{Stackful, drain};
use crate::row::{Column, Implementation, Row};

#[coro_core::coroutine(yield = u64)]
fn ours(limit: u64) {
    for i in 0..limit {
        yield_!(i);
    }
}

struct Hand {
    next: u64,
    limit: u64,
}

impl Iterator for Hand {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        if self.next == self.limit {
            return None;
        }
        let i = self.next;
        self.next += 1;
        Some(i)
    }
}

fn hand(limit: u64) -> Hand {
    Hand { next: 0, limit }
}

native! {
    fn native(limit: u64) -> impl Iterator<Item = u64> {
        crate::driver::Native(
            #[coroutine]
            move || {
                for i in 0..limit {
                    yield i;
                }
            },
        )
    }
}

#[diapause::coroutine(yield = u64)]
fn diapaused(limit: u64) {
    for i in 0u64..limit {
        yield_!(i);
    }
}

async fn produce(co: Co<'_, u64>, limit: u64) {
    for i in 0..limit {
        co.yield_(i).await;
    }
}

fn genawaiter(limit: u64) -> u64 {
    let_gen_using!(machine, |co| produce(co, limit));
    drain(machine)
}

fn corosensei(limit: u64) -> Stackful<u64> {
    Stackful(Coroutine::new(move |yielder: &Yielder<(), u64>, ()| {
        for i in 0..limit {
            yielder.suspend(i);
        }
    }))
}

/// The row.
pub fn row() -> Row {
    Row {
        name: "counter",
        work: 100_000,
        yields: |work| work,
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
