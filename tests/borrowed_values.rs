//! Locals that are borrowed across a suspension, and what would dangle if one of them left its slot too early.

mod support;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use support::collect;

#[coro_core::coroutine(yield = usize)]
fn wildcards() {
    let text = String::from("text");
    let pair = (String::from("left"), String::from("rights"));
    let (slice, left) = (text.as_str(), &pair.0);
    yield_!(slice.len());
    _ = text;
    let _ = pair;
    (_, _) = pair;
    yield_!(slice.len() + left.len());
}

#[test]
fn a_wildcard_takes_nothing() {
    assert_eq!(collect(wildcards()).0, [4, 8]);
}

#[coro_core::coroutine(yield = usize)]
fn unboxed() {
    let boxed = Box::new(7);
    let reference = &*boxed;
    yield_!(*reference);
    let copy: usize = *boxed;
    yield_!(copy + *reference);
}

#[test]
fn a_number_is_copied_out_of_its_box() {
    assert_eq!(collect(unboxed()).0, [7, 14]);
}

#[coro_core::coroutine(yield = i32)]
fn last_of_a_slice() {
    let items = vec![1, 2, 3];
    let mut iter = items.iter();
    yield_!(*iter.next().unwrap());
    let last = *items.last().unwrap();
    for item in iter {
        yield_!(item + last);
    }
}

#[test]
fn a_method_of_two_receivers_borrows() {
    assert_eq!(collect(last_of_a_slice()).0, [1, 5, 6]);
}

#[derive(Clone, Copy)]
struct Numbers([usize; 4]);

fn first(numbers: Numbers) -> usize {
    numbers.0[0]
}

#[coro_core::coroutine(yield = usize)]
fn copied() {
    let numbers = std::convert::identity(Numbers([2; 4]));
    let reference = &numbers;
    yield_!(reference.0[1]);
    let copy = first(numbers);
    {
        let others = std::convert::identity(Numbers([7; 4]));
        let other = &others;
        yield_!(other.0[2]);
        yield_!(reference.0[2] + other.0[2]);
    }
    yield_!(copy + reference.0[3]);
}

#[test]
fn a_copy_does_not_end_a_borrow() {
    assert_eq!(collect(copied()).0, [2, 7, 9, 4]);
}

#[coro_core::coroutine(yield = usize)]
fn addressed() {
    let mut text = String::from("text");
    let address = std::ptr::addr_of_mut!(text);
    yield_!(1);
    // SAFETY: the local is there, and nothing else borrows it.
    unsafe { (*address).push('!') };
    yield_!(text.len());
}

#[test]
fn an_address_is_a_borrow() {
    assert_eq!(collect(addressed()).0, [1, 5]);
}

#[coro_core::coroutine(yield = usize)]
fn future() -> impl Future<Output = usize> {
    let text = String::from("text");
    {
        let slice = text.as_str();
        yield_!(slice.len());
        yield_!(slice.len());
    }
    async move { text.len() }
}

#[test]
fn a_block_takes_its_captures_along() {
    let (_, future) = collect(future());
    assert_eq!(pin!(future).poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(4));
}

struct Text(String);

impl Text {
    fn len(&self) -> usize {
        self.0.len()
    }

    #[coro_core::coroutine(yield = usize)]
    fn captured(self, mut items: Vec<usize>) -> Box<dyn FnMut() -> usize> {
        let this = String::from("this");
        {
            let all = (&self, &items, &this);
            yield_!(all.0.len() + all.1.len());
            yield_!(all.2.len());
        }
        let mut push = move || {
            items.push(items.len());
            self.len() + items.len()
        };
        yield_!(push() + this.len());
        Box::new(push)
    }
}

#[test]
fn a_closure_takes_its_captures_along() {
    let (yielded, mut push) = collect(Text(String::from("text")).captured(vec![1]));
    assert_eq!(yielded, [5, 4, 10]);
    assert_eq!([push(), push()], [7, 8]);
}

#[repr(C, packed)]
struct Header {
    kind: u8,
    length: u32,
}

#[coro_core::coroutine(yield = usize)]
fn unaligned() {
    let header = Header { kind: 3, length: 70_000 };
    let kind = &header.kind;
    yield_!(header.length as usize);
    yield_!(usize::from(*kind));
}

#[test]
fn a_field_that_is_not_aligned_is_copied() {
    assert_eq!(collect(unaligned()).0, [70_000, 3]);
}
