//! Two nested loops: the inner one suspends, the outer one is reached again in the middle of a step.

use corosensei::{Coroutine, Yielder};
use genawaiter::stack::{Co, let_gen_using};

use crate::driver::{Stackful, drain};
use crate::row::{Column, Implementation, Row};

/// How far the inner loop goes: short enough for the outer one to count.
const COLUMNS: u64 = 10;

#[coro_core::coroutine(yield = u64)]
fn ours(rows: u64) {
    for row in 0..rows {
        for column in 0..COLUMNS {
            yield_!(row ^ column);
        }
    }
}

struct Hand {
    row: u64,
    column: u64,
    rows: u64,
}

impl Iterator for Hand {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        while self.row < self.rows {
            if self.column < COLUMNS {
                let value = self.row ^ self.column;
                self.column += 1;
                return Some(value);
            }
            self.column = 0;
            self.row += 1;
        }
        None
    }
}

fn hand(rows: u64) -> Hand {
    Hand { row: 0, column: 0, rows }
}

native! {
    fn native(rows: u64) -> impl Iterator<Item = u64> {
        crate::driver::Native(
            #[coroutine]
            move || {
                for row in 0..rows {
                    for column in 0..COLUMNS {
                        yield row ^ column;
                    }
                }
            },
        )
    }
}

#[diapause::coroutine(yield = u64)]
fn diapaused(rows: u64) {
    for row in 0u64..rows {
        let columns: std::ops::Range<u64> = 0..COLUMNS;
        for column in columns {
            yield_!(row ^ column);
        }
    }
}

async fn produce(co: Co<'_, u64>, rows: u64) {
    for row in 0..rows {
        for column in 0..COLUMNS {
            co.yield_(row ^ column).await;
        }
    }
}

fn genawaiter(rows: u64) -> u64 {
    let_gen_using!(machine, |co| produce(co, rows));
    drain(machine)
}

fn corosensei(rows: u64) -> Stackful<u64> {
    Stackful(Coroutine::new(move |yielder: &Yielder<(), u64>, ()| {
        for row in 0..rows {
            for column in 0..COLUMNS {
                yielder.suspend(row ^ column);
            }
        }
    }))
}

/// The row.
pub fn row() -> Row {
    Row {
        name: "nested_loops",
        work: 10_000,
        yields: |work| work * COLUMNS,
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
