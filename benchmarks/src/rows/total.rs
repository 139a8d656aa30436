//! A running total: each value that is sent is added, and the total comes back.

use corosensei::{Coroutine as Stackful, CoroutineResult, Yielder};
use diapause::Coroutine as _;
use genawaiter::GeneratorState;
use genawaiter::stack::{Co, let_gen_using};

use crate::driver::exchange;
use crate::row::{Column, Implementation, Row};

#[coro_core::coroutine(yield = u64, send = u64)]
fn ours(count: u64) {
    let mut total = 0;
    for _ in 0..count {
        total += yield_!(total);
    }
}

fn drive_ours(count: u64) -> u64 {
    use coro_core::Coroutine;
    let mut machine = ours(count);
    exchange(machine.start().yielded(), |value| machine.send(value).yielded())
}

struct Hand {
    total: u64,
    left: u64,
}

impl Hand {
    fn start(&mut self) -> Option<u64> {
        self.left = self.left.checked_sub(1)?;
        Some(self.total)
    }

    fn send(&mut self, value: u64) -> Option<u64> {
        self.total += value;
        self.start()
    }
}

fn hand(count: u64) -> Hand {
    Hand { total: 0, left: count }
}

fn drive_hand(count: u64) -> u64 {
    let mut machine = hand(count);
    exchange(machine.start(), |value| machine.send(value))
}

native! {
    fn native(count: u64) -> impl std::ops::Coroutine<u64, Yield = u64, Return = ()> + Unpin {
        #[coroutine]
        move |_first: u64| {
            let mut total = 0;
            for _ in 0..count {
                total += yield total;
            }
        }
    }

    fn drive_native(count: u64) -> u64 {
        use std::ops::{Coroutine, CoroutineState};
        use std::pin::Pin;
        let mut machine = native(count);
        let mut send = |value| match Pin::new(&mut machine).resume(value) {
            CoroutineState::Yielded(total) => Some(total),
            CoroutineState::Complete(()) => None,
        };
        exchange(send(0), send)
    }
}

#[diapause::coroutine(yield = u64, resume = u64)]
fn diapaused(count: u64) {
    let mut total: u64 = 0;
    for _ in 0u64..count {
        let value = yield_!(total);
        total += value;
    }
}

fn drive_diapause(count: u64) -> u64 {
    let yielded = |state| match state {
        diapause::CoroutineState::Yielded(total) => Some(total),
        diapause::CoroutineState::Complete(()) => None,
    };
    let mut machine = diapaused(count);
    exchange(yielded(machine.start()), |value| yielded(machine.resume(value)))
}

async fn produce(co: Co<'_, u64, u64>, count: u64) {
    let mut total = 0;
    for _ in 0..count {
        total += co.yield_(total).await;
    }
}

fn genawaiter(count: u64) -> u64 {
    let_gen_using!(machine, |co| produce(co, count));
    let mut send = |value| match machine.resume_with(value) {
        GeneratorState::Yielded(total) => Some(total),
        GeneratorState::Complete(()) => None,
    };
    exchange(send(0), send)
}

fn corosensei(count: u64) -> u64 {
    let mut machine = Stackful::new(move |yielder: &Yielder<u64, u64>, _first: u64| {
        let mut total = 0;
        for _ in 0..count {
            total += yielder.suspend(total);
        }
    });
    let mut send = |value| match machine.resume(value) {
        CoroutineResult::Yield(total) => Some(total),
        CoroutineResult::Return(()) => None,
    };
    exchange(send(0), send)
}

/// The row.
pub fn row() -> Row {
    Row {
        name: "running_total",
        work: 100_000,
        yields: |work| work,
        implementations: Vec::from([
            Implementation::driven(Column::HandWritten, drive_hand, hand),
            Implementation::driven(Column::Ours, drive_ours, ours),
            #[cfg(feature = "native")]
            Implementation::driven(Column::Native, drive_native, native),
            Implementation::driven(Column::Diapause, drive_diapause, diapaused),
            Implementation::opaque(Column::Genawaiter, genawaiter),
            Implementation::opaque(Column::Corosensei, corosensei),
        ]),
    }
}
