//! `sleep`, `call_later`, `call_at`: order, cancelling, many of them.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use coro_core::event_loop::{call_at, call_later};
use coro_core::time::{sleep_until, yield_now};
use coro_core::{run, sleep, spawn};

use crate::support::{Log, Turns, ms};

#[test]
fn they_fire_in_the_order_of_their_deadlines() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let now = Instant::now();
        for delay in [9, 3, 6] {
            let it = it.clone();
            call_at(now + ms(delay), move || it.push(delay));
        }
        sleep_until(now + ms(12)).await;
    })
    .unwrap();
    assert_eq!(log.take(), ["3", "6", "9"]);
}

#[test]
fn equal_deadlines_fire_in_the_order_of_their_making() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let when = Instant::now() + ms(2);
        for n in 0..5 {
            let it = it.clone();
            call_at(when, move || it.push(n));
        }
        sleep(ms(4)).await;
    })
    .unwrap();
    assert_eq!(log.take(), ["0", "1", "2", "3", "4"]);
}

#[test]
fn what_is_ready_does_not_wait_for_a_timer() {
    let start = Instant::now();
    run(async {
        spawn(sleep(Duration::from_secs(60)));
        for _ in 0..100 {
            yield_now().await;
        }
    })
    .unwrap();
    assert!(start.elapsed() < Duration::from_secs(10));
}

/// 13.
#[test]
fn sleep_of_nothing_is_one_turn() {
    run(async {
        let turns = Turns::count();
        sleep(Duration::ZERO).await;
        assert_eq!(turns.so_far(), 1);
    })
    .unwrap();
}

#[test]
fn a_deadline_that_has_passed_suspends_once() {
    run(async {
        let other = spawn(async {});
        sleep_until(Instant::now() - ms(1)).await;
        assert!(other.is_finished());
    })
    .unwrap();
}

#[test]
fn a_delay_beyond_the_clock_is_a_long_one() {
    run(async {
        let task = spawn(sleep(Duration::MAX));
        yield_now().await;
        assert!(!task.is_finished());
    })
    .unwrap();
}

#[test]
fn cancelled_timers_do_not_fire() {
    run(async {
        let timer = call_later(ms(1), || unreachable!());
        assert!(timer.is_pending());
        timer.cancel();
        assert!(!timer.is_pending());
        sleep(ms(5)).await;
    })
    .unwrap();
}

#[test]
fn hundreds_of_thousands_most_of_them_cancelled() {
    const MANY: usize = 200_000;
    let fired = Rc::new(Cell::new(0));
    let it = fired.clone();
    run(async move {
        let timers: Vec<_> = (0..MANY)
            .map(|n| {
                let it = it.clone();
                call_later(ms(20) + Duration::from_nanos(n as u64 * 7 % 1000), move || it.set(it.get() + 1))
            })
            .collect();
        for (n, timer) in timers.iter().enumerate() {
            if n % 10 != 0 {
                timer.cancel();
            }
        }
        sleep(ms(100)).await;
    })
    .unwrap();
    assert_eq!(fired.get(), MANY / 10);
}
