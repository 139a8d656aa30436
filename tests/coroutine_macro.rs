//! `coroutine!`: functions with the real `yield` keyword, and closures.

mod support;

use coro_core::{Complete, Coroutine, Status, Yielded, keyword::coroutine};
use support::{Log, converse};

// Functions.

coroutine! {
    fn fib(limit: u64) yield u64 {
        let (mut a, mut b) = (0, 1);
        for _ in 0..limit {
            yield a;
            (a, b) = (b, a + b);
        }
    }
}

#[test]
fn a_function_that_yields() {
    assert_eq!(fib(6).collect::<Vec<_>>(), [0, 1, 1, 2, 3, 5]);
}

coroutine! {
    /// The mean of what it was sent, until it is sent a zero.
    pub(crate) fn average() yield f64 send f64 -> u32 {
        let (mut sum, mut count) = (0.0, 0);
        let mut mean = 0.0;
        loop {
            let value = yield mean;
            if value == 0.0 {
                return count;
            }
            sum += value;
            count += 1;
            mean = sum / f64::from(count);
        }
    }
}

#[test]
fn a_function_that_is_sent_values_and_returns_one() {
    let (means, count) = converse(average(), [10.0, 20.0, 0.0]);
    assert_eq!((means, count), (vec![0.0, 10.0, 15.0], 2));
}

coroutine! {
    fn reader() yield u32 throw String -> Result<u32, String> {
        if let Err(message) = yield 1 {
            (yield message.len() as u32)?;
        }
        (yield 3)?;
        Ok(4)
    }
}

#[test]
fn a_function_that_errors_are_thrown_into() {
    let mut coroutine = reader();
    assert_eq!(coroutine.start(), Yielded(1));
    assert_eq!(coroutine.throw(String::from("ab")), Ok(Yielded(2)));
    assert_eq!(coroutine.send(()), Yielded(3));
    assert_eq!(coroutine.throw(String::from("no")), Ok(Complete(Err(String::from("no")))));
}

coroutine! {
    fn echo<T>(times: usize) yield Option<T> send T as first where T: Clone {
        let mut heard = first;
        for _ in 0..times {
            heard = yield Some(heard.clone());
        }
    }
}

#[test]
fn a_generic_function_whose_first_value_is_bound() {
    let mut coroutine = echo(1);
    assert_eq!(coroutine.send("a"), Yielded(Some("a")));
    assert_eq!(coroutine.send("b"), Complete(()));
}

coroutine! {
    fn bare(log: &Log) {
        log.note("one");
        yield;
        log.note("two");
        let () = yield;
        log.note("three");
    }
}

#[test]
fn a_yield_of_nothing() {
    let log = Log::default();
    assert_eq!(converse(bare(&log), [(), ()]), (vec![(), ()], ()));
    assert_eq!(log.take(), ["one", "two", "three"]);
}

coroutine! {
    fn positions() yield i32 send i32 -> i32 {
        let product = (yield 1) * (yield 2);
        if (yield 3) > product {
            return yield 4;
        }
        [yield 5, yield 6].iter().sum()
    }
}

#[test]
fn the_keyword_stands_wherever_an_expression_does() {
    assert_eq!(converse(positions(), [2, 3, 7, 9]), (vec![1, 2, 3, 4], 9));
    assert_eq!(converse(positions(), [2, 3, 6, 4, 5]), (vec![1, 2, 3, 5, 6], 9));
}

coroutine! {
    fn mixed(log: &Log) yield u32 {
        defer! {
            log.note("deferred");
        }
        yield_from!(twice(1));
        yield 3;
        yield_!(4);
    }
}

coroutine! {
    fn twice(number: u32) yield u32 {
        yield number;
        yield number;
    }
}

#[test]
fn the_other_forms_may_stand_beside_the_keyword() {
    let log = Log::default();
    assert_eq!(mixed(&log).collect::<Vec<_>>(), [1, 1, 3, 4]);
    assert_eq!(log.take(), ["deferred"]);
}

struct Range(u32, u32);

impl Range {
    coroutine! {
        fn numbers(&self) yield u32 {
            let mut number = self.0;
            while number < self.1 {
                yield number;
                number += 1;
            }
        }
    }
}

#[test]
fn a_method() {
    assert_eq!(Range(3, 6).numbers().collect::<Vec<_>>(), [3, 4, 5]);
}

// Closures.

#[test]
fn a_closure_that_yields() {
    let mut numbers = coroutine!(|| {
        yield 1;
        yield 2;
        "end"
    });
    assert_eq!(numbers.status(), Status::Unresumed);
    assert_eq!(numbers.start(), Yielded(1));
    assert_eq!(numbers.send(()), Yielded(2));
    assert_eq!(numbers.send(()), Complete("end"));
}

#[test]
fn a_closure_that_only_yields_is_an_iterator() {
    let numbers = coroutine!(|| {
        for number in 0..3 {
            yield number * 2;
        }
    });
    assert_eq!(numbers.collect::<Vec<i32>>(), [0, 2, 4]);
}

#[test]
fn a_closure_whose_first_value_is_its_argument() {
    let mut adder = coroutine!(|first: u32| {
        let second = yield first + 1;
        let third = yield second + 2;
        third + 3
    });
    assert_eq!(adder.send(10), Yielded(11));
    assert_eq!(adder.send(20), Yielded(22));
    assert_eq!(adder.send(30), Complete(33));
}

#[test]
fn the_type_of_what_is_sent_is_inferred() {
    let mut lengths = coroutine!(|first| {
        let mut text = first;
        loop {
            text = yield String::len(&text);
        }
    });
    assert_eq!(lengths.send(String::from("abc")), Yielded(3));
    assert_eq!(lengths.send(String::from("de")), Yielded(2));
    lengths.close();
}

#[test]
fn a_pattern_takes_the_first_value_apart() {
    let mut coroutine = coroutine!(|(mut a, b): (i32, i32)| {
        a += 1;
        let (c, _) = yield a + b;
        a * c
    });
    assert_eq!(coroutine.send((1, 2)), Yielded(4));
    assert_eq!(coroutine.send((5, 0)), Complete(10));
}

#[test]
fn captures_are_borrowed_without_move() {
    let log = Log::default();
    let names = vec![String::from("a"), String::from("bc")];
    let mut seen = 0;
    let lengths = coroutine!(|| {
        for name in &names {
            seen += 1;
            log.note(name);
            yield name.len();
        }
    });
    assert_eq!(lengths.collect::<Vec<_>>(), [1, 2]);
    assert_eq!(seen, 2);
    assert_eq!(log.take(), names);
}

#[test]
fn captures_are_owned_with_move() {
    fn words(text: String) -> impl Iterator<Item = String> {
        coroutine!(move || {
            for index in 0..text.split(' ').count() {
                let word = text.split(' ').nth(index).unwrap_or("").to_uppercase();
                yield word;
            }
        })
    }
    assert_eq!(words(String::from("a b")).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn a_captured_value_is_dropped_with_the_coroutine() {
    let log = Log::default();
    let guard = log.guard("captured");
    let mut coroutine = coroutine!(move || {
        yield guard.len();
        yield guard.len();
    });
    assert_eq!(coroutine.next(), Some(8));
    assert_eq!(log.take(), [""; 0]);
    drop(coroutine);
    assert_eq!(log.take(), ["drop captured"]);
}

#[test]
fn a_captured_value_can_be_consumed() {
    let log = Log::default();
    let guard = log.guard("captured");
    let mut coroutine = coroutine!(move || {
        yield 1;
        drop(guard);
        yield 2;
    });
    assert_eq!(coroutine.next(), Some(1));
    assert_eq!(log.take(), [""; 0]);
    assert_eq!(coroutine.next(), Some(2));
    assert_eq!(log.take(), ["drop captured"]);
}

#[test]
fn a_closure_returns_early_and_by_question_mark() {
    let parse = |text: &'static str| {
        coroutine!(move || -> Result<u32, std::num::ParseIntError> {
            let number: u32 = text.parse()?;
            if number == 0 {
                return Ok(0);
            }
            yield number;
            Ok(number + 1)
        })
    };
    assert_eq!(converse(parse("5"), [()]), (vec![5], Ok(6)));
    assert_eq!(parse("0").start(), Complete(Ok(0)));
    assert!(matches!(parse("x").start(), Complete(Err(_))));
}

#[test]
fn closures_of_one_place_share_a_list() {
    let list: Vec<_> = (0..3)
        .map(|number| {
            coroutine!(move || {
                yield number;
                yield number * 10;
            })
        })
        .collect();
    assert_eq!(list.into_iter().flatten().collect::<Vec<_>>(), [0, 0, 1, 10, 2, 20]);
}
