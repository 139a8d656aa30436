//! A coroutine that is sent nothing and returns nothing is an iterator.

mod support;

use coro_core::{Coroutine, Status, Yielded};
use support::{Log, panic_message};

#[coro_core::coroutine(yield = u32)]
fn count(limit: u32) {
    for number in 0..limit {
        yield_!(number);
    }
}

#[coro_core::coroutine(yield = u64)]
fn fib() {
    let (mut a, mut b) = (0, 1);
    loop {
        yield_!(a);
        (a, b) = (b, a + b);
    }
}

#[test]
fn a_for_loop_takes_it() {
    let mut seen = Vec::new();
    for number in count(3) {
        seen.push(number);
    }
    assert_eq!(seen, [0, 1, 2]);
}

#[test]
fn adapters_take_it() {
    let even: Vec<u64> = fib().filter(|n| n % 2 == 0).take_while(|n| *n < 100).collect();
    assert_eq!(even, [0, 2, 8, 34]);
    assert_eq!(count(4).zip(count(5).skip(2)).last(), Some((2, 4)));
    assert_eq!(count(5).sum::<u32>(), 10);
    assert_eq!(count(0).next(), None);
}

#[test]
fn it_can_be_taken_by_reference_and_goes_on() {
    let mut numbers = fib();
    assert_eq!(numbers.by_ref().take(3).collect::<Vec<_>>(), [0, 1, 1]);
    assert_eq!(numbers.next(), Some(2));
    let mut rest = numbers.peekable();
    assert_eq!(rest.peek(), Some(&3));
    assert_eq!(rest.next(), Some(3));
}

#[test]
fn it_is_fused() {
    let mut numbers = count(1);
    assert_eq!(numbers.next(), Some(0));
    for _ in 0..3 {
        assert_eq!(numbers.next(), None);
    }
}

#[test]
fn it_is_exhausted_when_it_was_closed() {
    let mut numbers = count(3);
    assert_eq!(numbers.next(), Some(0));
    numbers.close();
    assert_eq!(numbers.next(), None);

    let mut unstarted = count(3);
    unstarted.close();
    assert_eq!(unstarted.next(), None);
}

#[test]
fn it_goes_on_where_the_coroutine_stands() {
    let mut numbers = count(3);
    assert_eq!(numbers.start(), Yielded(0));
    assert_eq!(numbers.send(()), Yielded(1));
    assert_eq!(numbers.collect::<Vec<_>>(), [2]);
}

#[test]
fn it_panics_again_after_a_panic() {
    #[coro_core::coroutine(yield = u32)]
    fn faulty() {
        yield_!(1);
        panic!("no more");
    }

    let mut numbers = faulty();
    assert_eq!(numbers.next(), Some(1));
    assert_eq!(panic_message(|| numbers.next()), "no more");
    assert_eq!(numbers.status(), Status::Panicked);
    let message = panic_message(|| numbers.next());
    assert!(message.contains("panick"), "{message}");
}

#[test]
fn an_early_return_ends_it() {
    #[coro_core::coroutine(yield = u32)]
    fn until(limit: u32) {
        for number in 0.. {
            if number == limit {
                return;
            }
            yield_!(number);
        }
    }
    assert_eq!(until(2).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn it_is_lazy_and_drops_its_locals_when_a_loop_breaks() {
    #[coro_core::coroutine(yield = u32)]
    fn guarded(log: &Log) {
        let _guard = log.guard("guard");
        for number in 0..10 {
            log.note(format!("make {number}"));
            yield_!(number);
        }
    }

    let log = Log::default();
    let numbers = guarded(&log);
    assert_eq!(log.take(), [""; 0]);
    for number in numbers {
        if number == 1 {
            break;
        }
    }
    assert_eq!(log.take(), ["make 0", "make 1", "drop guard"]);
}

#[test]
fn a_boxed_one_is_an_iterator() {
    let generators: Vec<Box<dyn Iterator<Item = u32>>> = vec![Box::new(count(2)), Box::new(count(1))];
    assert_eq!(generators.into_iter().flatten().collect::<Vec<_>>(), [0, 1, 0]);
}

#[test]
fn the_unit_types_may_be_written_out() {
    #[coro_core::coroutine(yield = u32, send = ())]
    fn spelled() -> () {
        let () = yield_!(1);
    }
    assert_eq!(spelled().collect::<Vec<_>>(), [1]);
}
