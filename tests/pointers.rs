//! What points to a coroutine is one.

mod support;

use std::pin::{Pin, pin};

use coro_core::{Complete, Coroutine, CoroutineState, Resume, Status, Yielded};
use support::{Log, converse};

#[coro_core::coroutine(yield = u32, send = u32)]
fn total(first: u32) -> u32 {
    let mut total = first;
    while total < 100 {
        total += yield_!(total);
    }
    total
}

type Total = dyn Coroutine<u32, Yield = u32, Return = u32>;

/// All the methods, through whatever it is given.
fn use_it<C>(mut coroutine: C)
where
    C: Coroutine<u32, Yield = u32, Return = u32> + Unpin,
{
    assert_eq!(coroutine.status(), Status::Unresumed);
    assert_eq!(coroutine.start(), Yielded(1));
    assert_eq!(coroutine.send(2), Yielded(3));
    assert_eq!(coroutine.resume_point().variant, "Suspend0");
    coroutine.close();
    assert_eq!(coroutine.status(), Status::Returned);
}

#[test]
fn a_mutable_reference() {
    let mut coroutine = total(1);
    use_it(&mut coroutine);
    assert_eq!(coroutine.status(), Status::Returned);
}

#[test]
fn a_mutable_reference_to_a_mutable_reference() {
    let mut coroutine = total(1);
    use_it(&mut &mut coroutine);
    assert_eq!(coroutine.status(), Status::Returned);
}

#[test]
fn a_box() {
    use_it(Box::new(total(1)));
}

#[test]
fn a_pinned_reference() {
    let mut coroutine = pin!(total(1));
    use_it(coroutine.as_mut());
    assert_eq!(coroutine.status(), Status::Returned);
}

#[test]
fn a_pinned_box() {
    use_it(Box::pin(total(1)));
}

#[test]
fn a_coroutine_without_its_type() {
    use_it(Box::pin(total(1)) as Pin<Box<Total>>);
    use_it(Box::new(total(1)) as Box<dyn Coroutine<u32, Yield = u32, Return = u32> + Unpin>);
    let mut coroutine = total(1);
    use_it(&mut coroutine as &mut (dyn Coroutine<u32, Yield = u32, Return = u32> + Unpin));
    use_it(Pin::new(&mut total(1)) as Pin<&mut Total>);
}

#[test]
fn coroutines_of_several_types_stand_in_one_list() {
    #[coro_core::coroutine(yield = u32, send = u32)]
    fn last() -> u32 {
        yield_!(7)
    }

    let list: Vec<Pin<Box<Total>>> = vec![Box::pin(total(99)), Box::pin(last())];
    let ended: Vec<_> = list.into_iter().map(|coroutine| converse(coroutine, [5])).collect();
    assert_eq!(ended, [(vec![99], 104), (vec![7], 5)]);
}

#[test]
fn the_raw_resume_works_on_a_pinned_one() {
    let mut coroutine = pin!(total(1));
    assert_eq!(coroutine.as_mut().resume(Resume::Start), Yielded(1));
    assert_eq!(coroutine.as_mut().resume(Resume::Send(99)), Complete(100));
}

#[test]
fn a_throw_passes_through_pointers() {
    #[coro_core::coroutine(yield = u32, throw = String)]
    fn catching() -> String {
        match yield_!(1) {
            Ok(()) => String::new(),
            Err(message) => message,
        }
    }

    let mut coroutine: Pin<Box<dyn Coroutine<(), String, Yield = u32, Return = String>>> =
        Box::pin(catching());
    let _ = coroutine.start();
    let state = coroutine.throw(String::from("hello"));
    assert_eq!(state, Ok(CoroutineState::Complete(String::from("hello"))));
    assert_eq!(coroutine.throw(String::from("again")), Err(String::from("again")));
}

#[test]
fn dropping_a_box_closes_and_dropping_a_reference_does_not() {
    #[coro_core::coroutine(yield = u32)]
    fn guarded(log: &Log) {
        let _guard = log.guard("guard");
        yield_!(1);
    }

    let log = Log::default();
    let mut boxed: Pin<Box<dyn Coroutine<Yield = u32, Return = ()> + '_>> = Box::pin(guarded(&log));
    let _ = boxed.start();
    drop(boxed);
    assert_eq!(log.take(), ["drop guard"]);

    let mut coroutine = guarded(&log);
    let lent = &mut coroutine;
    let _ = lent.start();
    let _ = lent;
    assert_eq!(log.take(), [""; 0]);
    assert_eq!(coroutine.status(), Status::Suspended);
}
