//! Locals that are borrowed across a suspension: a vector that is iterated over, and a text that a `Split` goes through.
//!
//! diapause has no column: a local cannot stay borrowed there.

use std::pin::pin;

use coro_core::Coroutine as _;
use corosensei::{Coroutine, Yielder};
use genawaiter::stack::{Co, let_gen_using};

use crate::driver::{Stackful, drain};
use crate::row::{Column, Implementation, Row};

/// Numbers, made anew for each machine.
fn numbers(count: u64) -> Vec<u64> {
    (0..count).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect()
}

/// Fields of different lengths, separated by commas.
fn fields(count: u64) -> String {
    let mut text = String::new();
    for n in 0..count {
        text.push_str(&"abcdefgh"[..(n % 8) as usize]);
        text.push(',');
    }
    text
}

/// Drives a coroutine of the compiler that borrows from itself.
#[cfg(feature = "native")]
fn drain_native(machine: impl std::ops::Coroutine<(), Yield = u64, Return = ()>) -> u64 {
    let mut machine = pin!(machine);
    drain(std::iter::from_fn(|| match machine.as_mut().resume(()) {
        std::ops::CoroutineState::Yielded(value) => Some(value),
        std::ops::CoroutineState::Complete(()) => None,
    }))
}

pub mod vector {
    use super::*;

    #[coro_core::coroutine(yield = u64)]
    fn ours(count: u64) {
        let numbers = numbers(count);
        for number in numbers.iter() {
            yield_!(*number);
        }
    }

    fn run_ours(count: u64) -> u64 {
        let mut machine = pin!(ours(count));
        drain(machine.iter())
    }

    struct Hand {
        numbers: Vec<u64>,
        at: usize,
    }

    impl Iterator for Hand {
        type Item = u64;

        fn next(&mut self) -> Option<u64> {
            let number = *self.numbers.get(self.at)?;
            self.at += 1;
            Some(number)
        }
    }

    fn hand(count: u64) -> Hand {
        Hand { numbers: numbers(count), at: 0 }
    }

    native! {
        fn native(count: u64) -> impl std::ops::Coroutine<(), Yield = u64, Return = ()> {
            #[coroutine]
            static move || {
                let numbers = numbers(count);
                for number in numbers.iter() {
                    yield *number;
                }
            }
        }
    }

    async fn produce(co: Co<'_, u64>, count: u64) {
        let numbers = numbers(count);
        for number in numbers.iter() {
            co.yield_(*number).await;
        }
    }

    fn genawaiter(count: u64) -> u64 {
        let_gen_using!(machine, |co| produce(co, count));
        drain(machine)
    }

    fn corosensei(count: u64) -> Stackful<u64> {
        Stackful(Coroutine::new(move |yielder: &Yielder<(), u64>, ()| {
            let numbers = numbers(count);
            for number in numbers.iter() {
                yielder.suspend(*number);
            }
        }))
    }

    /// The row.
    pub fn row() -> Row {
        Row {
            name: "borrowed_vector",
            work: 100_000,
            yields: |work| work,
            implementations: Vec::from([
                Implementation::yielding(Column::HandWritten, hand),
                Implementation::driven(Column::Ours, run_ours, ours),
                #[cfg(feature = "native")]
                Implementation::driven(Column::Native, |count| drain_native(native(count)), native),
                Implementation::opaque(Column::Genawaiter, genawaiter),
                Implementation::yielding(Column::Corosensei, corosensei),
            ]),
        }
    }
}

pub mod text {
    use super::*;

    #[coro_core::coroutine(yield = u64)]
    fn ours(count: u64) {
        let text = fields(count);
        for field in text.split(',') {
            yield_!(field.len() as u64);
        }
    }

    fn run_ours(count: u64) -> u64 {
        let mut machine = pin!(ours(count));
        drain(machine.iter())
    }

    struct Hand {
        text: String,
        at: Option<usize>,
    }

    impl Iterator for Hand {
        type Item = u64;

        fn next(&mut self) -> Option<u64> {
            let rest = &self.text[self.at?..];
            let end = rest.find(',');
            self.at = end.and_then(|end| Some(self.at? + end + 1));
            Some(end.unwrap_or(rest.len()) as u64)
        }
    }

    fn hand(count: u64) -> Hand {
        Hand { text: fields(count), at: Some(0) }
    }

    native! {
        fn native(count: u64) -> impl std::ops::Coroutine<(), Yield = u64, Return = ()> {
            #[coroutine]
            static move || {
                let text = fields(count);
                for field in text.split(',') {
                    yield field.len() as u64;
                }
            }
        }
    }

    async fn produce(co: Co<'_, u64>, count: u64) {
        let text = fields(count);
        for field in text.split(',') {
            co.yield_(field.len() as u64).await;
        }
    }

    fn genawaiter(count: u64) -> u64 {
        let_gen_using!(machine, |co| produce(co, count));
        drain(machine)
    }

    fn corosensei(count: u64) -> Stackful<u64> {
        Stackful(Coroutine::new(move |yielder: &Yielder<(), u64>, ()| {
            let text = fields(count);
            for field in text.split(',') {
                yielder.suspend(field.len() as u64);
            }
        }))
    }

    /// The row.
    pub fn row() -> Row {
        Row {
            name: "borrowed_text",
            work: 100_000,
            yields: |work| work + 1,
            implementations: Vec::from([
                Implementation::yielding(Column::HandWritten, hand),
                Implementation::driven(Column::Ours, run_ours, ours),
                #[cfg(feature = "native")]
                Implementation::driven(Column::Native, |count| drain_native(native(count)), native),
                Implementation::opaque(Column::Genawaiter, genawaiter),
                Implementation::yielding(Column::Corosensei, corosensei),
            ]),
        }
    }
}
