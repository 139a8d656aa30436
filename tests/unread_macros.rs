//! Macros of which the compiler sees only tokens: what they mention and what they format.

mod support;

use std::cell::RefCell;
use std::pin::pin;

use coro_core::Coroutine;
use support::{block_on, pause};

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

macro_rules! info {
    ($($arguments:tt)*) => { LOG.with_borrow_mut(|log| log.push(format!($($arguments)*))) };
}

macro_rules! length {
    ($of:expr) => {
        $of.len()
    };
}

async fn see(text: &str) -> usize {
    pause().await;
    text.len()
}

#[coro_core::coroutine]
async fn read(name: String, buffer: Vec<u8>) -> usize {
    let n = see(&name).await;
    info!("{n} of {}, {name} {buffer:?}", buffer.len());
    {
        let n = format!("({n})");
        let k = see(&n).await;
        info!("inner {n} {k}");
        pause().await;
    }
    let lengths = length!(name) + length!(buffer);
    see(&name).await;
    match lengths {
        0 => info!("nothing"),
        lengths => info!("{lengths:>width$} {n}", width = n),
    }
    lengths
}

#[test]
fn they_are_lent_what_is_borrowed() {
    assert_eq!(block_on(read("abc".to_owned(), vec![1, 2])).0, 5);
    assert_eq!(LOG.take(), ["3 of 2, abc [1, 2]", "inner (3) 3", "  5 3"]);
}

#[coro_core::coroutine(yield = usize)]
fn words(text: String) {
    for word in text.split(' ') {
        yield_!(word.len());
        info!("{word} of {text}");
    }
    yield_!(length!(text));
}

#[test]
fn so_are_those_of_a_generator() {
    let mut words = pin!(words("ab c".to_owned()));
    assert_eq!(words.iter().collect::<Vec<_>>(), [2, 1, 4]);
    assert_eq!(LOG.take(), ["ab of ab c", "c of ab c"]);
}

#[coro_core::coroutine(yield = u32)]
fn shadowed() {
    for i in 0..2u32 {
        for i in 5..6u8 {
            yield_!(i.into());
            info!("inner {i} {}", i + 1);
        }
        info!("outer {i}");
        yield_!(i);
    }
    let last: u32 = 7;
    yield_!(8);
    yield_!(9);
    info!("{last}");
}

#[test]
fn a_name_in_a_string_is_the_local_that_it_is_in_the_source() {
    assert_eq!(shadowed().collect::<Vec<_>>(), [5, 0, 5, 1, 8, 9]);
    assert_eq!(LOG.take(), ["inner 5 6", "outer 0", "inner 5 6", "outer 1", "7"]);
}

macro_rules! verbatim {
    ($text:literal) => {
        $text
    };
}

#[coro_core::coroutine(yield = usize)]
fn not_formatted(id: String) {
    yield_!(verbatim!("where id = {id}").len() + id.len());
}

#[test]
fn a_string_need_not_be_a_format() {
    assert_eq!(not_formatted("7".to_owned()).collect::<Vec<_>>(), [16]);
}
