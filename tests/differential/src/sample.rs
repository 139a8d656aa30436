//! What the machines are sent.

use crate::noisy::Noisy;

/// A type of which values can be sent.
pub trait Sample {
    /// The `index`th of the series that `series` names.
    fn sample(series: u64, index: u64) -> Self;
    /// A value that leaves no trace: native coroutines have to be sent one to start.
    fn quiet() -> Self;
}

impl Sample for () {
    fn sample(_: u64, _: u64) {}
    fn quiet() {}
}

impl Sample for i64 {
    fn sample(series: u64, index: u64) -> i64 {
        match series {
            0 => index as i64,
            // Numbers without an order, so that every branch is gone into by some run or other.
            _ => ((index + 7 * series).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 59) as i64,
        }
    }
    fn quiet() -> i64 {
        0
    }
}

impl Sample for bool {
    fn sample(series: u64, index: u64) -> bool {
        i64::sample(series + 1, index) % 2 == 0
    }
    fn quiet() -> bool {
        false
    }
}

impl Sample for Noisy {
    fn sample(series: u64, index: u64) -> Noisy {
        Noisy::new(format_args!("sent{}", i64::sample(series, index)))
    }
    fn quiet() -> Noisy {
        Noisy::silent()
    }
}

impl<T: Sample> Sample for Option<T> {
    fn sample(series: u64, index: u64) -> Option<T> {
        (i64::sample(series, index) != 2).then(|| T::sample(series, index))
    }
    fn quiet() -> Option<T> {
        None
    }
}
