//! The driver itself: it has to see every kind of difference, and none where there is none.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]

use coro_differential::compare::{Difference, compare};
use coro_differential::machine::Native;
use coro_differential::prelude::*;

/// What the driver says of two bodies that send and yield numbers.
macro_rules! compared {
    ({ $($left:tt)* } { $($right:tt)* }) => {{
        #[allow(unused)]
        let outcome: Result<(), Difference> = compare::<i64, _, _>(
            false,
            || Native::new(#[coroutine] static |_: i64| { $($left)* }),
            || Native::new(#[coroutine] static |_: i64| { $($right)* }),
        );
        outcome.err().map(|difference| difference.to_string())
    }};
}

#[test]
fn equal_bodies() {
    let report = compared!({ yield_!(1) + yield_!(2) } { let n = yield_!(1); n + yield_!(2) });
    assert_eq!(report, None);
}

#[test]
fn another_yield() {
    let report = compared!({ yield_!(1); } { yield_!(2); }).unwrap();
    assert!(report.contains("! yield 1"), "{report}");
}

#[test]
fn another_return_value() {
    let report = compared!({ yield_!(1) } { yield_!(1) + 1 }).unwrap();
    assert!(report.contains("after 2 resumes"), "{report}");
}

#[test]
fn another_order_of_drops() {
    let report = compared!(
        { let (a, b) = (Noisy::new("a"), Noisy::new("b")); yield_!(1); }
        { let (b, a) = { let a = Noisy::new("a"); (Noisy::new("b"), a) }; yield_!(1); }
    );
    let report = report.unwrap();
    assert!(report.contains("dropped after 1 resumes"), "{report}");
    assert!(report.contains("! drop b"), "{report}");
}

#[test]
fn an_earlier_drop() {
    let report = compared!(
        { let a = Noisy::new("a"); yield_!(1); }
        { let a = Noisy::new("a"); drop(a); yield_!(1); }
    );
    assert!(report.unwrap().contains("| drop a"));
}

#[test]
fn a_value_that_is_never_dropped() {
    let report = compared!(
        { let a = Noisy::new("a"); yield_!(1); }
        { std::mem::forget(Noisy::new("a")); yield_!(1); }
    );
    assert!(report.is_some());
}

#[test]
fn another_panic() {
    let report = compared!({ yield_!(1); panic!("this") } { yield_!(1); panic!("that") });
    assert!(report.unwrap().contains("this"));
    let report = compared!({ yield_!(1); panic!("this") } { yield_!(1); });
    assert!(report.unwrap().contains("return ()"));
}

#[test]
fn the_same_panic_elsewhere() {
    let report = compared!(
        { yield_!(1); panic!("this") }
        { yield_!(1); panic!("this") }
    );
    assert!(report.unwrap().contains("panic at line"));
}
