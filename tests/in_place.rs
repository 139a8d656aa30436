//! A large local stays where it is: it costs its own size once, and nothing at each step.

mod support;

use std::ops::Range;

use coro_core::{Coroutine, Yielded};
use support::{Guard, Log};

const SIZE: usize = 65536;

/// The machine's own bookkeeping: small beside the buffer.
const SLACK: usize = 128;

fn require_unpin<T: Unpin>(_: &T) {}

fn bytes_of<T>(value: &T) -> Range<usize> {
    let start = std::ptr::from_ref(value).addr();
    start..start + size_of::<T>()
}

#[coro_core::coroutine(yield = u64)]
fn sums() {
    let mut buffer = [0u8; 65536];
    for step in 0..buffer.len() {
        buffer[step] = step as u8;
        yield_!(buffer.iter().map(|byte| u64::from(*byte)).sum());
    }
}

#[test]
fn a_buffer_is_stored_once() {
    let machine = sums();
    let size = size_of_val(&machine);
    assert!((SIZE..SIZE + SLACK).contains(&size), "{size} bytes");
}

#[test]
fn the_machine_is_unpin_and_keeps_the_buffer_when_it_moves() {
    let mut machine = sums();
    require_unpin(&machine);
    assert_eq!(machine.nth(3), Some(1 + 2 + 3));
    let mut moved = Box::new(machine);
    assert_eq!(moved.next(), Some(1 + 2 + 3 + 4));
    let mut moved = *moved;
    assert_eq!(moved.next(), Some(1 + 2 + 3 + 4 + 5));
}

#[coro_core::coroutine(yield = usize)]
fn address() {
    let buffer = [0u8; SIZE];
    loop {
        yield_!(buffer.as_ptr().addr());
    }
}

#[test]
fn the_buffer_lies_in_the_machine_and_stays_there() {
    let mut machine = address();
    let first = machine.next().expect("it never ends");
    assert!(bytes_of(&machine).contains(&first));
    assert_eq!(machine.next(), Some(first));
    assert_eq!(machine.next(), Some(first));

    // The place is the machine's, so it moves with the machine.
    let mut moved = Box::new(machine);
    let second = moved.next().expect("it never ends");
    assert!(bytes_of(&*moved).contains(&second));
}

#[coro_core::coroutine(yield = usize)]
fn annotated() {
    let mut buffer: [u32; SIZE / 4] = [1; SIZE / 4];
    for step in 0..3 {
        buffer[step] += 1;
        yield_!(buffer.iter().sum::<u32>() as usize);
    }
}

#[test]
fn a_buffer_whose_type_is_written_out() {
    let machine = annotated();
    let size = size_of_val(&machine);
    assert!((SIZE..SIZE + SLACK).contains(&size), "{size} bytes");
    let full = SIZE / 4;
    assert_eq!(machine.collect::<Vec<_>>(), [full + 1, full + 2, full + 3]);
}

#[coro_core::coroutine(yield = u8, send = u8)]
fn conditional(wanted: bool) -> u8 {
    let mut buffer;
    if wanted {
        buffer = [7u8; SIZE];
        buffer[1] = yield_!(buffer[0]);
        buffer[1]
    } else {
        yield_!(0)
    }
}

#[test]
fn a_buffer_that_is_initialised_later() {
    assert_eq!(support::converse(conditional(true), [5]), (vec![7], 5));
    assert_eq!(support::converse(conditional(false), [6]), (vec![0], 6));
}

#[coro_core::coroutine(yield = usize)]
fn guards<'log>(log: &'log Log) {
    let _before = log.guard("before");
    let mut many: [Option<Guard<'log>>; 4096] = [const { None }; 4096];
    many[4000] = Some(log.guard("second"));
    many[17] = Some(log.guard("first"));
    let _after = log.guard("after");
    yield_!(many.iter().flatten().count());
    many[17] = None;
    yield_!(many.iter().flatten().count());
}

#[test]
fn what_lies_in_place_is_dropped_once_and_in_its_turn() {
    let log = Log::default();
    let mut machine = guards(&log);
    assert_eq!(machine.start(), Yielded(2));
    assert_eq!(log.take(), [""; 0]);
    drop(machine);
    assert_eq!(log.take(), ["drop after", "drop first", "drop second", "drop before"]);

    let mut machine = guards(&log);
    let _ = machine.start();
    let _ = machine.send(());
    assert_eq!(log.take(), ["drop first"]);
    let _ = machine.send(());
    assert_eq!(log.take(), ["drop after", "drop second", "drop before"]);
    drop(machine);
    assert_eq!(log.take(), [""; 0]);

    drop(guards(&log));
    assert_eq!(log.take(), [""; 0]);
}

#[coro_core::coroutine(yield = u8)]
fn given_away() {
    let buffer = [3u8; SIZE];
    yield_!(buffer[0]);
    let boxed = Box::new(buffer);
    yield_!(boxed[1]);
}

#[test]
fn a_buffer_that_is_moved_out_of_its_place() {
    assert_eq!(given_away().collect::<Vec<_>>(), [3, 3]);
}

#[coro_core::coroutine(yield = usize)]
fn one_after_the_other() {
    {
        let first = [1u8; SIZE];
        yield_!(first.iter().map(|byte| usize::from(*byte)).sum());
    }
    let second = [2u8; SIZE];
    yield_!(second.iter().map(|byte| usize::from(*byte)).sum());
}

#[test]
fn two_buffers_that_are_not_alive_together_both_work() {
    assert_eq!(one_after_the_other().collect::<Vec<_>>(), [SIZE, 2 * SIZE]);
}
