//! Fibonacci numbers, modulo 2^64: two locals that change at every step.

use corosensei::{Coroutine, Yielder};
use genawaiter::stack::{Co, let_gen_using};

use crate::driver::{Stackful, drain};
use crate::row::{Column, Implementation, Row};

#[coro_core::coroutine(yield = u64)]
fn ours(limit: u64) {
    let (mut a, mut b) = (0u64, 1u64);
    for _ in 0..limit {
        yield_!(a);
        (a, b) = (b, a.wrapping_add(b));
    }
}

struct Hand {
    a: u64,
    b: u64,
    left: u64,
}

impl Iterator for Hand {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.left = self.left.checked_sub(1)?;
        let value = self.a;
        (self.a, self.b) = (self.b, self.a.wrapping_add(self.b));
        Some(value)
    }
}

fn hand(limit: u64) -> Hand {
    Hand { a: 0, b: 1, left: limit }
}

native! {
    fn native(limit: u64) -> impl Iterator<Item = u64> {
        crate::driver::Native(
            #[coroutine]
            move || {
                let (mut a, mut b) = (0u64, 1u64);
                for _ in 0..limit {
                    yield a;
                    (a, b) = (b, a.wrapping_add(b));
                }
            },
        )
    }
}

#[diapause::coroutine(yield = u64)]
fn diapaused(limit: u64) {
    let mut a = 0u64;
    let mut b = 1u64;
    for _ in 0u64..limit {
        yield_!(a);
        (a, b) = (b, a.wrapping_add(b));
    }
}

async fn produce(co: Co<'_, u64>, limit: u64) {
    let (mut a, mut b) = (0u64, 1u64);
    for _ in 0..limit {
        co.yield_(a).await;
        (a, b) = (b, a.wrapping_add(b));
    }
}

fn genawaiter(limit: u64) -> u64 {
    let_gen_using!(machine, |co| produce(co, limit));
    drain(machine)
}

fn corosensei(limit: u64) -> Stackful<u64> {
    Stackful(Coroutine::new(move |yielder: &Yielder<(), u64>, ()| {
        let (mut a, mut b) = (0u64, 1u64);
        for _ in 0..limit {
            yielder.suspend(a);
            (a, b) = (b, a.wrapping_add(b));
        }
    }))
}

/// The row.
pub fn row() -> Row {
    Row {
        name: "fib",
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
