//! A coroutine says where it stands.

mod support;

use coro_core::{Complete, Coroutine, ResumePoint, Status, Yielded};
use support::panic_message;

const FIRST_LINE: u32 = line!() + 5;

#[coro_core::coroutine(yield = u32, send = u32)]
fn three(limit: u32) -> u32 {
    let offset = limit + 1;
    let sent = yield_!(0);
    {
        let inner = sent + offset;
        yield_!(1);
        assert!(inner > offset);
    }
    if sent > limit {
        let late = yield_!(2);
        assert!(late > sent && late > limit);
    }
    offset
}

#[test]
fn the_status_follows_its_life() {
    let mut coroutine = three(5);
    assert_eq!(coroutine.status(), Status::Unresumed);
    assert_eq!(coroutine.start(), Yielded(0));
    assert_eq!(coroutine.status(), Status::Suspended);
    assert_eq!(coroutine.send(6), Yielded(1));
    assert_eq!(coroutine.status(), Status::Suspended);
    assert_eq!(coroutine.send(0), Yielded(2));
    assert_eq!(coroutine.status(), Status::Suspended);
    assert_eq!(coroutine.send(7), Complete(6));
    assert_eq!(coroutine.status(), Status::Returned);
}

#[test]
fn closing_is_returning() {
    let mut coroutine = three(5);
    let _ = coroutine.start();
    coroutine.close();
    assert_eq!(coroutine.status(), Status::Returned);
    assert_eq!(coroutine.resume_point().variant, "Returned");
}

#[test]
fn each_state_has_a_name() {
    let mut coroutine = three(5);
    let mut names = vec![coroutine.resume_point().variant];
    let _ = coroutine.start();
    for sent in [6, 0, 7] {
        names.push(coroutine.resume_point().variant);
        let _ = coroutine.send(sent);
    }
    names.push(coroutine.resume_point().variant);
    assert_eq!(names, ["Unresumed", "Suspend0", "Suspend1", "Suspend2", "Returned"]);
}

#[test]
fn a_suspension_that_was_passed_over_keeps_its_number() {
    #[coro_core::coroutine(yield = u32)]
    fn either(first: bool) {
        if first {
            yield_!(0);
        } else {
            yield_!(1);
        }
    }

    let mut coroutine = either(false);
    let _ = coroutine.start();
    assert_eq!(coroutine.resume_point().variant, "Suspend1");
}

#[test]
fn a_resume_point_has_the_place_of_its_yield() {
    let mut coroutine = three(5);
    let _ = coroutine.start();
    let ResumePoint { file, line, column, .. } = coroutine.resume_point();
    assert_eq!((file, line, column), (file!(), FIRST_LINE, 16));

    let _ = coroutine.send(6);
    let ResumePoint { line, column, .. } = coroutine.resume_point();
    assert_eq!((line, column), (FIRST_LINE + 3, 9));
}

#[test]
#[rustfmt::skip]
fn two_yields_of_a_line_have_columns_of_their_own() {
    #[coro_core::coroutine(yield = u32)]
    fn twice() { yield_!(1); yield_!(2); }

    let mut coroutine = twice();
    let _ = coroutine.start();
    let first = coroutine.resume_point();
    let _ = coroutine.send(());
    let second = coroutine.resume_point();
    assert_eq!((first.line, first.column), (second.line, 18));
    assert_eq!(second.column, 30);
}

#[test]
fn a_resume_point_shows_as_a_place() {
    let mut coroutine = three(5);
    let _ = coroutine.start();
    assert_eq!(coroutine.resume_point().to_string(), format!("Suspend0 at {}:{FIRST_LINE}:16", file!()));
}

#[test]
fn a_resume_point_names_the_saved_locals_in_the_order_of_their_declarations() {
    let mut coroutine = three(5);
    assert_eq!(coroutine.resume_point().saved, ["limit"]);
    let _ = coroutine.start();
    assert_eq!(coroutine.resume_point().saved, ["limit", "offset"]);
    let _ = coroutine.send(6);
    assert_eq!(coroutine.resume_point().saved, ["limit", "offset", "sent", "inner"]);
    let _ = coroutine.send(0);
    assert_eq!(coroutine.resume_point().saved, ["limit", "offset", "sent"]);
    let _ = coroutine.send(7);
    assert_eq!(coroutine.resume_point().saved, [""; 0]);
}

#[test]
fn a_delegating_coroutine_stands_at_its_delegation() {
    const LINE: u32 = line!() + 3;
    #[coro_core::coroutine(yield = u32, send = u32)]
    fn outer() -> u32 {
        yield_from!(three(1))
    }

    let mut coroutine = outer();
    let _ = coroutine.start();
    assert_eq!(coroutine.status(), Status::Suspended);
    assert_eq!(coroutine.resume_point().line, LINE);
    let _ = coroutine.send(0);
    assert_eq!(coroutine.resume_point().line, LINE);
}

#[coro_core::coroutine(yield = u32)]
fn faulty() {
    yield_!(1);
    panic!("a fault");
}

#[test]
fn after_a_panic_it_says_so_and_cannot_be_resumed() {
    let mut coroutine = faulty();
    let _ = coroutine.start();
    panic_message(|| coroutine.send(()));
    assert_eq!(coroutine.status(), Status::Panicked);
    assert_eq!(coroutine.resume_point().variant, "Panicked");
    let message = panic_message(|| coroutine.send(()));
    assert!(message.contains("after panicking"), "{message}");
    coroutine.close();
    assert_eq!(coroutine.status(), Status::Panicked);
}

#[test]
fn after_its_end_it_cannot_be_resumed() {
    let mut coroutine = three(5);
    let _ = coroutine.start();
    let _ = coroutine.send(1);
    let _ = coroutine.send(1);
    let message = panic_message(|| coroutine.send(1));
    assert!(message.contains("after completion"), "{message}");
    assert_eq!(coroutine.status(), Status::Returned);
}

#[coro_core::coroutine(yield = usize)]
fn renamed(text: &str) {
    let words = text.len();
    {
        let words = loop {
            break text.to_owned();
        };
        let first = words.as_str();
        yield_!(first.len());
    }
    yield_!(words);
}

#[test]
fn what_is_kept_has_the_name_that_the_source_gave_it() {
    let mut coroutine = std::pin::pin!(renamed("text"));
    let _ = coroutine.as_mut().start();
    assert_eq!(coroutine.resume_point().saved, ["words", "words", "first"]);
}
