//! A machine is `Send` and `Sync` exactly when its saved locals are, and it is always `Unpin`. That it is not more than
//! that is shown in `tests/ui/rustc/not_send.rs` and its neighbours.

use std::cell::Cell;
use std::marker::PhantomPinned;
use std::rc::Rc;
use std::sync::Arc;

fn require_send<T: Send>(_: T) {}
fn require_sync<T: Sync>(_: T) {}
fn require_unpin<T: Unpin>(_: T) {}
fn require_static<T: 'static>(_: T) {}

#[coro_core::coroutine(yield = usize)]
fn plain(text: String, shared: Arc<[u8]>) {
    let words: Vec<String> = text.split(' ').map(String::from).collect();
    for word in words {
        yield_!(word.len() + shared.len());
    }
}

#[test]
fn it_is_send_and_sync_when_its_locals_are() {
    require_send(plain(String::new(), Arc::new([])));
    require_sync(plain(String::new(), Arc::new([])));
    require_static(plain(String::new(), Arc::new([])));
}

#[test]
fn it_moves_to_another_thread_while_suspended() {
    let mut coroutine = plain(String::from("a bcd"), Arc::new([]));
    assert_eq!(coroutine.next(), Some(1));
    let rest = std::thread::spawn(move || coroutine.collect::<Vec<_>>());
    assert_eq!(rest.join().expect("the thread should not panic"), [3]);
}

#[coro_core::coroutine(yield = u32)]
fn scoped() {
    {
        let local = Rc::new(1);
        assert_eq!(Rc::strong_count(&local), 1);
    }
    yield_!(1);
    {
        let local = Rc::new(2);
        assert_eq!(Rc::strong_count(&local), 1);
    }
}

#[test]
fn a_local_whose_scope_ends_before_the_suspension_does_not_matter() {
    require_send(scoped());
    require_sync(scoped());
}

#[coro_core::coroutine(yield = u32)]
fn moved_away() {
    let dropped = Rc::new(1);
    drop(dropped);
    let unwrapped = Rc::new(2);
    let number = Rc::try_unwrap(unwrapped).unwrap_or(0);
    let renamed = Rc::new(3);
    let last = renamed;
    drop(last);
    yield_!(number);
    yield_!(number);
}

#[test]
fn a_local_that_was_moved_away_does_not_matter() {
    require_send(moved_away());
    require_sync(moved_away());
}

#[coro_core::coroutine(yield = u32)]
fn temporary() {
    let count = Rc::strong_count(&Rc::new(1)) as u32;
    yield_!(count);
    yield_!({
        let local = Rc::new(2);
        *local
    });
}

#[test]
fn a_temporary_that_is_gone_before_the_suspension_does_not_matter() {
    require_send(temporary());
    require_sync(temporary());
}

#[coro_core::coroutine(yield = Rc<u32>, send = Rc<u32>)]
fn passing() -> Rc<u32> {
    let number = *yield_!(Rc::new(1));
    let sum = number + *yield_!(Rc::new(number));
    Rc::new(sum)
}

#[test]
fn what_goes_in_and_out_does_not_matter() {
    require_send(passing());
    require_sync(passing());
}

#[coro_core::coroutine(yield = u32)]
fn with_cell() {
    let cell = Cell::new(1);
    yield_!(cell.get());
    cell.set(2);
    yield_!(cell.get());
}

#[test]
fn a_cell_makes_it_send_though_not_sync() {
    require_send(with_cell());
}

#[coro_core::coroutine(yield = usize)]
fn generic<T>(value: T) {
    yield_!(size_of_val(&value));
    drop(value);
}

#[test]
fn a_type_parameter_decides() {
    fn both<T: Send + Sync>(value: T) {
        require_send(generic(value));
    }
    both(1);
    require_sync(generic(String::new()));
    require_send(generic(Cell::new(1)));
}

#[coro_core::coroutine(yield = u32)]
fn delegating() {
    yield_from!(scoped());
    yield_from!(moved_away());
}

#[test]
fn a_child_decides() {
    require_send(delegating());
    require_sync(delegating());
}

#[coro_core::coroutine(yield = u32)]
fn with_pinned_local() {
    let local = PhantomPinned;
    yield_!(1);
    let _ = local;
}

#[test]
fn it_is_unpin_whatever_it_holds() {
    require_unpin(plain(String::new(), Arc::new([])));
    require_unpin(with_pinned_local());
    require_unpin(generic(PhantomPinned));
}

struct Probe<T>(std::marker::PhantomData<T>);

fn probe<T>(_: &T) -> Probe<T> {
    Probe(std::marker::PhantomData)
}

impl<T: Send> Probe<T> {
    fn is_send(&self) -> bool {
        true
    }
}

/// Found where the method above is not there.
trait NotSend {
    fn is_send(&self) -> bool {
        false
    }
}

impl<T> NotSend for Probe<T> {}

#[coro_core::coroutine(yield = usize)]
fn with_counted_in_slot() {
    let counted = Rc::new(String::from("text"));
    let slice = counted.as_str();
    yield_!(slice.len());
    yield_!(slice.len());
}

/// rustc's message would name std's sources, where they are installed.
#[test]
fn a_counted_reference_in_a_slot_stays_on_its_thread() {
    assert!(!probe(&with_counted_in_slot()).is_send());
    assert!(probe(&plain(String::new(), Arc::new([]))).is_send());
}
