//! Locals that are borrowed across a suspension.

mod support;

use std::cell::RefCell;
use std::pin::pin;

use coro_core::{Complete, Coroutine, Yielded};
use support::collect;

#[coro_core::coroutine(yield = String)]
fn shout(text: &str) -> usize {
    let words: Vec<_> = text.split(' ').collect();
    let mut longest = 0;
    for word in words.iter() {
        yield_!(word.to_uppercase());
        longest = longest.max(word.len());
    }
    longest
}

#[test]
fn a_loop_over_a_local() {
    let (words, longest) = collect(shout("a bb ccc d"));
    assert_eq!(words, ["A", "BB", "CCC", "D"]);
    assert_eq!(longest, 3);
}

#[coro_core::coroutine(yield = usize)]
fn through_a_reference() -> Vec<i32> {
    let mut buffer = Vec::new();
    let reference = &mut buffer;
    yield_!(1);
    reference.push(2);
    yield_!(reference.len());
    reference.push(3);
    buffer
}

#[test]
fn a_mutable_reference_and_then_the_local_itself() {
    assert_eq!(collect(through_a_reference()), (vec![1, 1], vec![2, 3]));
}

#[coro_core::coroutine(yield = usize)]
fn a_guard() -> usize {
    let cell = RefCell::new(vec![1]);
    {
        let mut guard = cell.borrow_mut();
        yield_!(cell.try_borrow().is_err() as usize);
        guard.push(2);
        yield_!(guard.len());
    }
    yield_!(cell.borrow().len());
    cell.into_inner().len()
}

#[test]
fn a_guard_of_a_local_cell() {
    assert_eq!(collect(a_guard()), (vec![1, 2, 2], 2));
}

#[coro_core::coroutine(yield = i32)]
fn drained() {
    let mut items = vec![1, 2, 3, 4];
    for item in items.drain(1..3) {
        yield_!(item);
    }
    for item in &items {
        yield_!(*item);
    }
}

#[test]
fn a_drain_of_a_local() {
    assert_eq!(collect(drained()).0, [2, 3, 1, 4]);
}

#[coro_core::coroutine(yield = i32)]
fn generic<T: Clone + Into<i32>>(items: Vec<T>, more: &[T]) {
    for item in items.iter().chain(more.iter()) {
        yield_!(item.clone().into());
    }
}

#[test]
fn a_generic_argument() {
    assert_eq!(collect(generic(vec![1i16, 2], &[3])).0, [1, 2, 3]);
}

struct Counter {
    values: Vec<u32>,
    seen: u32,
}

impl Counter {
    #[coro_core::coroutine(yield = u32)]
    fn each(&mut self, factor: &u32) {
        for value in self.values.iter_mut() {
            *value *= factor;
            self.seen += 1;
            yield_!(*value);
        }
        yield_!(self.seen);
    }
}

#[test]
fn a_reborrow_of_self() {
    let mut counter = Counter { values: vec![1, 2, 3], seen: 0 };
    assert_eq!(collect(counter.each(&2)).0, [2, 4, 6, 3]);
    assert_eq!(counter.values, [2, 4, 6]);
}

#[coro_core::coroutine(yield = i32)]
fn closures(offset: i32) {
    let base = vec![10, 20];
    let add = |x: i32| base[x as usize] + offset;
    yield_!(add(0));
    yield_!(add(1));
    let scaled = base.iter().map(|x| x * offset);
    for x in scaled {
        yield_!(x);
    }
}

#[test]
fn closures_that_borrow() {
    assert_eq!(collect(closures(1)).0, [11, 21, 10, 20]);
}

#[coro_core::coroutine(yield = usize)]
fn chain_of_three() {
    let text = String::from("one two");
    let words: Vec<&str> = text.split(' ').collect();
    let first = &words[0];
    let letters = first.chars();
    for letter in letters {
        yield_!(letter.len_utf8());
    }
    yield_!(words.len() + text.len());
}

#[test]
fn borrows_of_borrows() {
    assert_eq!(collect(chain_of_three()).0, [1, 1, 1, 9]);
}

fn make() -> String {
    String::from("x y z")
}

#[coro_core::coroutine(yield = String)]
fn temporaries() {
    for word in make().split(' ') {
        yield_!(word.to_string());
    }
    let kept = &make();
    yield_!(kept.clone());
    match make().split_once(' ') {
        Some((a, b)) => {
            yield_!(a.to_string());
            yield_!(b.to_string());
        }
        None => {}
    }
}

#[test]
fn borrowed_temporaries() {
    assert_eq!(collect(temporaries()).0, ["x", "y", "z", "x y z", "x", "y z"]);
}

#[coro_core::coroutine(yield = String)]
fn delegates() -> usize {
    let text = String::from("a bb");
    let longest = yield_from!(pin!(shout(&text)));
    let mut child = pin!(shout("ccc"));
    yield_!(child.start().yielded().unwrap_or_default());
    yield_!(text);
    longest + yield_from!(child)
}

#[test]
fn a_child_that_is_pinned() {
    let (yielded, longest) = collect(delegates());
    assert_eq!(yielded, ["A", "BB", "CCC", "a bb"]);
    assert_eq!(longest, 5);
}

#[test]
fn a_closure_that_borrows_its_own_locals() {
    use coro_core::keyword::coroutine;
    let machine = String::from("a bb");
    let words = coroutine!(move || {
        let lengths: Vec<usize> = machine.split(' ').map(str::len).collect();
        for length in lengths.iter() {
            yield *length;
        }
    });
    assert_eq!(collect(words).0, [1, 2]);
    let mut total = 0;
    let mut sum = pin!(coroutine!(|first: usize| {
        let mut parts = vec![first];
        let last = &mut parts;
        let next = yield last.len();
        last.push(next);
        total += parts.iter().sum::<usize>();
    }));
    assert_eq!(sum.send(3), Yielded(1));
    assert_eq!(sum.send(4), Complete(()));
    assert_eq!(total, 7);
}

struct Tree {
    left: Option<Box<Tree>>,
    value: u32,
}

type Values<'a> = std::pin::Pin<Box<dyn Coroutine<Yield = &'a mut u32, Return = ()> + 'a>>;

impl Tree {
    #[coro_core::coroutine(yield = &'a mut u32)]
    fn values<'a>(&'a mut self) {
        if let Some(left) = &mut self.left {
            let child: Values<'a> = Box::pin(left.values());
            yield_from!(child);
        }
        yield_!(&mut self.value);
    }
}

#[test]
fn a_method_hands_out_what_it_borrows_of_itself() {
    let mut tree = Tree { left: Some(Box::new(Tree { left: None, value: 1 })), value: 2 };
    for value in pin!(tree.values()).iter() {
        *value *= 10;
    }
    assert_eq!((tree.left.unwrap().value, tree.value), (10, 20));
}

type Lists<'a> = std::pin::Pin<Box<dyn Coroutine<Yield = Vec<u32>, Return = ()> + 'a>>;

#[coro_core::coroutine(yield = Vec<u32>)]
fn subsets(n: u32, chosen: &mut Vec<u32>) {
    if n == 0 {
        yield_!(chosen.clone());
        return;
    }
    yield_from!(boxed_subsets(n - 1, chosen));
    chosen.push(n);
    yield_from!(boxed_subsets(n - 1, chosen));
    chosen.pop();
}

fn boxed_subsets(n: u32, chosen: &mut Vec<u32>) -> Lists<'_> {
    Box::pin(subsets(n, chosen))
}

#[test]
fn a_reference_is_lent_to_one_child_after_another() {
    let (subsets, ()) = collect(subsets(2, &mut Vec::new()));
    assert_eq!(subsets, [vec![], vec![1], vec![2], vec![2, 1]]);
}

#[coro_core::coroutine(yield = usize)]
fn polled(state: &std::cell::Cell<usize>) {
    fn next<'i>(items: std::pin::Pin<&mut (dyn Iterator<Item = usize> + Unpin + 'i)>) -> Option<usize> {
        std::pin::Pin::into_inner(items).next()
    }
    state.set(
        next(pin!([1, 2].into_iter())).unwrap() + {
            yield_!(next(pin!([3].into_iter())).unwrap());
            1
        },
    );
}

#[test]
fn what_is_pinned_in_an_argument_may_become_a_trait_object() {
    let state = std::cell::Cell::new(0);
    let mut polled = pin!(polled(&state));
    assert_eq!(polled.start(), Yielded(3));
}
