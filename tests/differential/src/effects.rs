//! Functions that the bodies call: each says that it was called, and with what.

use std::fmt::Debug;

use crate::noisy::{Noisy, Small};
use crate::trace::say;

/// Its argument, noted.
pub fn note<T: Debug>(value: T) -> T {
    say(format_args!("note {value:?}"));
    value
}

/// Uses a value up.
pub fn consume(value: Noisy) -> i64 {
    say(format_args!("consume {value}"));
    value.weight()
}

/// Looks at a value.
pub fn inspect(value: &Noisy) -> i64 {
    say(format_args!("inspect {value}"));
    value.weight()
}

/// Changes a value.
pub fn change(value: &mut Noisy) -> i64 {
    value.by_mut(1)
}

/// Makes one of two.
pub fn join(left: Noisy, right: Noisy) -> Noisy {
    Noisy::new(format_args!("[{left}&{right}]"))
}

/// Makes a number of three.
pub fn sum(first: i64, second: i64, third: i64) -> i64 {
    say(format_args!("sum {first} {second} {third}"));
    first.wrapping_add(second).wrapping_add(third)
}

/// A number of a value and a number.
pub fn both(value: Noisy, number: i64) -> i64 {
    say(format_args!("both {value} {number}"));
    value.weight().wrapping_add(number)
}

/// The number, unless it is 3 more than a multiple of 4.
///
/// # Errors
///
/// Then.
pub fn fallible(number: i64) -> Result<i64, Small> {
    if number.rem_euclid(4) == 3 {
        return Err(Small(Noisy::new(format_args!("error{number}"))));
    }
    Ok(number)
}

/// A new value if the number is even.
pub fn maybe(number: i64) -> Option<Noisy> {
    (number % 2 == 0).then(|| Noisy::new(format_args!("some{number}")))
}

/// The number, unless it is 5 more than a multiple of 7.
///
/// # Panics
///
/// Then.
#[track_caller]
pub fn explode(number: i64) -> i64 {
    assert!(number.rem_euclid(7) != 5, "exploded at {number}");
    number
}
