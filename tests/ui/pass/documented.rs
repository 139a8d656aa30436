//! Comments are kept: a crate that asks for them has them.

#![deny(warnings, missing_docs)]

/// Yields one.
#[coro_core::coroutine(yield = u32)]
pub fn before() {
    yield_!(1);
}

#[coro_core::coroutine(yield = u32)]
/// Yields one.
pub fn after() {
    yield_!(1);
}

/// A number.
#[derive(Debug)]
pub struct Number(u32);

impl Number {
    /// Yields it.
    #[coro_core::coroutine(yield = u32)]
    pub fn each(&self) {
        yield_!(self.0);
    }
}

fn main() {
    drop((before(), after(), Number(1).each().count()));
}
