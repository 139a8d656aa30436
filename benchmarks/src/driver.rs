//! Drives a machine to completion, the same way for every column.

use std::hint::black_box;

/// What a row yields: its checksum sees it as 64 bits.
pub trait Value {
    /// The value as bits that differ where the values differ.
    fn bits(self) -> u64;
}

impl Value for u64 {
    fn bits(self) -> u64 {
        self
    }
}

/// A checksum that depends on every value and on their order, and costs two instructions.
fn mix(sum: u64, bits: u64) -> u64 {
    sum.rotate_left(1) ^ bits
}

/// Takes every value out of a machine that only yields, and returns their checksum.
pub fn drain<T: Value>(machine: impl IntoIterator<Item = T>) -> u64 {
    let mut sum = 0;
    for value in machine {
        sum = mix(sum, black_box(value).bits());
    }
    sum
}

/// Answers every value with a number until the machine is complete, and returns the checksum of what it yielded.
///
/// The answers do not depend on the values: a chain through memory would measure the processor's store buffer.
pub fn exchange(first: Option<u64>, mut send: impl FnMut(u64) -> Option<u64>) -> u64 {
    let mut sum = 0;
    let mut answer = 0;
    let mut yielded = first;
    while let Some(value) = yielded {
        sum = mix(sum, black_box(value));
        answer += 1;
        yielded = send(black_box(answer));
    }
    sum
}

/// A coroutine of the compiler as an iterator.
#[cfg(feature = "native")]
pub struct Native<C>(pub C);

#[cfg(feature = "native")]
impl<C> Iterator for Native<C>
where
    C: std::ops::Coroutine<(), Return = ()> + Unpin,
{
    type Item = C::Yield;

    fn next(&mut self) -> Option<C::Yield> {
        match std::pin::Pin::new(&mut self.0).resume(()) {
            std::ops::CoroutineState::Yielded(value) => Some(value),
            std::ops::CoroutineState::Complete(()) => None,
        }
    }
}

/// A coroutine with a stack of its own as an iterator.
pub struct Stackful<Yield>(pub corosensei::Coroutine<(), Yield, ()>);

impl<Yield> Iterator for Stackful<Yield> {
    type Item = Yield;

    fn next(&mut self) -> Option<Yield> {
        self.0.resume(()).as_yield()
    }
}
