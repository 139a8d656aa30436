//! `bail!` and `ensure!`, which return from the function that they stand in, and a `?` whose value is returned.

mod support;

use std::num::ParseIntError;

use coro_core::{Complete, Coroutine, Yielded};
use support::{block_on, pause};

#[derive(Debug, PartialEq)]
struct Error(String);

impl From<ParseIntError> for Error {
    fn from(error: ParseIntError) -> Self {
        Error(error.to_string())
    }
}

type Result<T> = std::result::Result<T, Error>;

macro_rules! bail {
    ($($message:tt)*) => { return Err(Error(format!($($message)*))) };
}

macro_rules! ensure {
    ($condition:expr, $($message:tt)*) => {
        if !$condition {
            return Err(Error(format!($($message)*)));
        }
    };
}

#[coro_core::coroutine]
async fn read(count: u32, text: &str) -> Result<u32> {
    ensure!(count > 0, "{count} of {text}");
    pause().await;
    let number = match text.parse()? {
        0 => bail!("nothing"),
        1 => {
            bail!("{text} of {}", count);
        }
        number => number,
    };
    pause().await;
    ensure!(number != 2, "a pair");
    if number == 3 {
        bail!("a crowd")
    }
    Ok(number + count)
}

/// What the macro mentions has the name of the argument that it was made from.
#[coro_core::coroutine]
async fn doubled(n: u32) -> Result<u32> {
    pause().await;
    let n = n * 2;
    ensure!(n != 26, "unlucky {n}");
    pause().await;
    Ok(n)
}

#[test]
fn they_mention_what_shadows_an_argument() {
    assert_eq!(block_on(doubled(12)).0, Ok(24));
    assert_eq!(block_on(doubled(13)).0, Err(Error("unlucky 26".to_owned())));
}

#[test]
fn they_return_an_error_from_an_async_fn() {
    let outcome = |count, text| block_on(read(count, text)).0.map_err(|Error(message)| message);
    assert_eq!(outcome(0, "1"), Err("0 of 1".to_owned()));
    assert_eq!(outcome(1, "x"), Err("invalid digit found in string".to_owned()));
    assert_eq!(outcome(1, "0"), Err("nothing".to_owned()));
    assert_eq!(outcome(1, "1"), Err("1 of 1".to_owned()));
    assert_eq!(outcome(1, "2"), Err("a pair".to_owned()));
    assert_eq!(outcome(1, "3"), Err("a crowd".to_owned()));
    assert_eq!(outcome(1, "4"), Ok(5));
}

#[coro_core::coroutine(yield = u32)]
fn count(to: u32) -> std::result::Result<&'static str, Error> {
    for n in 0..to {
        ensure!(n < 2, "too many");
        yield_!(n);
    }
    if to == 1 {
        bail!("only {to}");
    }
    Ok("done")
}

#[test]
fn and_from_a_generator() {
    let outcome = |to: u32| {
        let mut count = count(to);
        let mut given = vec![count.start()];
        while given.last().is_some_and(|last| matches!(last, Yielded(_))) {
            given.push(count.send(()));
        }
        given.pop()
    };
    assert_eq!(outcome(0), Some(Complete(Ok("done"))));
    assert_eq!(outcome(1), Some(Complete(Err(Error("only 1".to_owned())))));
    assert_eq!(outcome(3), Some(Complete(Err(Error("too many".to_owned())))));
}

/// The value of a `?` is what is returned: its type is inferred from that, or is it already.
#[coro_core::coroutine(yield = u32)]
fn returned_as_it_is(text: &str) -> Result<u32> {
    yield_!(1);
    if text.is_empty() {
        return Err(Error("empty".to_owned()))?;
    }
    Ok::<_, Error>(text.parse().map_err(Error::from))?
}

#[test]
fn the_value_of_a_question_mark_is_returned_as_it_is() {
    for (text, value) in [("7", Ok(7)), ("", Err(Error("empty".to_owned())))] {
        let mut machine = returned_as_it_is(text);
        assert_eq!(machine.start(), Yielded(1));
        assert_eq!(machine.send(()), Complete(value));
    }
    let mut wrong = returned_as_it_is("x");
    assert_eq!(wrong.start(), Yielded(1));
    assert!(matches!(wrong.send(()), Complete(Err(_))));
}
