//! Coroutines that delegate to themselves: `yield_from!(walk(left))` in the body of `walk`.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::Rc;

use coro_core::{Complete, Coroutine, CoroutineState, Status, Yielded};

/// What happened, in order.
#[derive(Clone, Default)]
struct Trace(Rc<RefCell<Vec<String>>>);

impl Trace {
    fn note(&self, what: impl Into<String>) {
        self.0.borrow_mut().push(what.into());
    }

    fn guard(&self, name: String) -> Guard {
        Guard { trace: self.clone(), name }
    }

    fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

/// Notes that it is dropped.
struct Guard {
    trace: Trace,
    name: String,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.trace.note(format!("drop {}", self.name));
    }
}

struct Node {
    value: u32,
    left: Option<Box<Node>>,
    right: Option<Box<Node>>,
}

fn balanced(first: u32, nodes: u32) -> Option<Box<Node>> {
    let half = nodes.checked_sub(1)? / 2;
    let left = balanced(first, half);
    let right = balanced(first + half + 1, nodes - 1 - half);
    Some(Box::new(Node { value: first + half, left, right }))
}

#[coro_core::coroutine(yield = u32, derive(Clone, Debug))]
fn walk(node: &Node) {
    if let Some(left) = &node.left {
        yield_from!(walk(left));
    }
    yield_!(node.value);
    if let Some(right) = &node.right {
        yield_from!(walk(right));
    }
}

impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.value)
    }
}

#[test]
fn a_tree_is_walked_in_order() {
    let tree = balanced(0, 1000).expect("there are nodes");
    assert!(walk(&tree).eq(0..1000));
}

#[test]
fn a_walk_is_cloned_in_the_middle_of_a_call() {
    let tree = balanced(0, 100).expect("there are nodes");
    let mut first = walk(&tree);
    assert_eq!(first.by_ref().take(40).count(), 40);
    let second = first.clone();
    assert!(first.eq(40..100));
    assert!(second.eq(40..100));
}

#[test]
fn the_machine_has_the_size_of_one_state_and_a_pointer() {
    let tree = balanced(0, 1).expect("there is a node");
    assert_eq!(size_of_val(&walk(&tree)), 3 * size_of::<usize>());
}

#[test]
fn what_is_returned_comes_back_to_the_caller() {
    #[coro_core::coroutine(yield = String)]
    fn hanoi(discs: u32, from: char, to: char, by: char) -> u32 {
        if discs == 0 {
            return 0;
        }
        let before = yield_from!(hanoi(discs - 1, from, by, to));
        yield_!(format!("{from}{to}"));
        before + 1 + yield_from!(hanoi(discs - 1, by, to, from))
    }
    let mut hanoi = hanoi(3, 'a', 'c', 'b');
    let mut moves = Vec::new();
    let mut state = hanoi.start();
    while let Yielded(discs) = state {
        moves.push(discs);
        state = hanoi.send(());
    }
    assert_eq!(moves, ["ac", "ab", "cb", "ac", "ba", "bc", "ac"]);
    assert_eq!(state, Complete(7));
}

#[test]
fn a_million_calls_deep() {
    #[coro_core::coroutine(yield = u64)]
    fn sum(to: u64) -> u64 {
        if to == 0 {
            yield_!(0);
            return 0;
        }
        to + yield_from!(sum(to - 1))
    }
    let mut deep = sum(1_000_000);
    assert_eq!(deep.start(), Yielded(0));
    assert_eq!(deep.send(()), Complete(500_000_500_000));
    // No stack is needed to drop the callers either.
    let mut dropped = sum(1_000_000);
    assert_eq!(dropped.start(), Yielded(0));
}

#[test]
fn a_call_with_nothing_behind_it_takes_its_callers_place() {
    #[coro_core::coroutine(yield = u64, derive(Debug))]
    fn collatz(n: u64, steps: u64) -> u64 {
        yield_!(n);
        match n {
            1 => steps,
            n if n % 2 == 0 => yield_from!(collatz(n / 2, steps + 1)),
            n => {
                let steps = yield_from!(collatz(3 * n + 1, steps + 1));
                return steps;
            }
        }
    }
    let mut collatz = collatz(27, 0);
    let mut state = collatz.start();
    while let Yielded(n) = state {
        let shown = format!("{collatz:?}");
        assert!(shown.contains("callers: Callers(None)"), "{n}: {shown}");
        state = collatz.send(());
    }
    assert_eq!(state, Complete(111));
}

type Boxed = Pin<Box<dyn Coroutine<u32, String, Yield = u32, Return = Result<u32, String>>>>;

/// A body that calls `$next`: itself, or what puts itself in a box. Its guards are made of `$owner`.
macro_rules! deep {
    ($name:ident, $next:ident, $trace:ident, $owner:expr) => {
        #[coro_core::coroutine(yield = u32, send = u32, throw = String)]
        fn $name($trace: Trace, n: u32) -> Result<u32, String> {
            let _first = guard($owner, format!("first {n}"));
            let deferred = $trace.clone();
            defer! { deferred.note(format!("defer {n}")); }
            let got = yield_!(n)?;
            $trace.note(format!("{n} got {got}"));
            if got == 99 {
                panic!("{n} panics");
            }
            if n == 0 {
                return Ok(got);
            }
            let second = guard($owner, format!("second {n}"));
            let result = match yield_from!($next($trace.clone(), n - 1)) {
                Ok(value) if n == 3 => yield_from!($next($trace.clone(), 0)).map(|last| last + value),
                Err(error) if n == 2 => {
                    $trace.note(format!("{n} caught {error}"));
                    Ok(yield_!(100)?)
                }
                other => other,
            };
            drop(second);
            $trace.note(format!("{n} returns"));
            result
        }
    };
}

fn guard(trace: impl std::borrow::Borrow<Trace>, name: String) -> Guard {
    trace.borrow().guard(name)
}

deep!(moved, moved, trace, trace.clone());
deep!(pinned, pinned, trace, &trace);
deep!(body_in_a_box, in_a_box, trace, trace.clone());

fn in_a_box(trace: Trace, n: u32) -> Boxed {
    Box::pin(body_in_a_box(trace, n))
}

/// Drives a machine: sends `1, 2, ..`, and does something else at the resume of the number given.
fn drive(
    trace: &Trace,
    mut machine: Pin<&mut dyn Coroutine<u32, String, Yield = u32, Return = Result<u32, String>>>,
    at: u32,
    other: &str,
) {
    let mut state = machine.start();
    let mut resumes = 0;
    while let Yielded(value) = state {
        resumes += 1;
        trace.note(format!("yielded {value}"));
        let mut thrown = None;
        let outcome = catch_unwind(AssertUnwindSafe(|| match other {
            "close" if resumes == at => {
                machine.close();
                None
            }
            "throw" if resumes == at => {
                let thrown_in = machine.throw("thrown".to_owned());
                Some(thrown_in.unwrap_or_else(|error| {
                    thrown = Some(error);
                    Complete(Err(String::new()))
                }))
            }
            "panic" if resumes == at => Some(machine.send(99)),
            "leave" if resumes == at => None,
            _ => Some(machine.send(resumes)),
        }));
        state = match outcome {
            Ok(Some(state)) => state,
            Ok(None) => break,
            Err(_) => {
                trace.note("panicked");
                break;
            }
        };
    }
    trace.note(format!("{:?} {:?}", machine.status(), matches!(state, CoroutineState::Complete(_))));
    if let Complete(result) = state {
        trace.note(format!("{result:?}"));
    }
}

#[test]
fn a_call_does_what_a_child_in_a_box_does() {
    for other in ["send", "close", "throw", "panic", "leave"] {
        for at in 1..12 {
            let trace = Trace::default();
            drive(&trace, in_a_box(trace.clone(), 4).as_mut(), at, other);
            let expected = trace.take();
            drive(&trace, pin!(moved(trace.clone(), 4)), at, other);
            assert_eq!(trace.take(), expected, "{other} at {at}");
            drive(&trace, pin!(pinned(trace.clone(), 4)), at, other);
            assert_eq!(trace.take(), expected, "with borrows, {other} at {at}");
        }
    }
}

#[test]
fn the_innermost_call_says_where_the_coroutine_stands() {
    let mut machine = moved(Trace::default(), 2);
    assert_eq!(machine.status(), Status::Unresumed);
    assert_eq!(machine.start(), Yielded(2));
    assert_eq!(machine.send(1), Yielded(1));
    let point = machine.resume_point();
    assert_eq!(point.variant, "Suspend0");
    assert_eq!(point.saved, ["trace", "n", "_first", "deferred"]);
    assert_eq!(machine.status(), Status::Suspended);
    machine.close();
    assert_eq!(machine.status(), Status::Returned);
}

#[test]
fn a_coroutine_that_has_returned_stays_so() {
    #[coro_core::coroutine(yield = u32)]
    fn once(again: bool) {
        yield_!(1);
        if again {
            yield_from!(once(false));
            yield_!(2);
        }
    }
    let mut once = once(true);
    assert_eq!(once.by_ref().collect::<Vec<_>>(), [1, 1, 2]);
    assert!(catch_unwind(AssertUnwindSafe(|| once.send(()))).is_err());
    assert_eq!(once.status(), Status::Returned);
    assert_eq!(once.next(), None);
}

#[test]
fn a_mutable_reference_is_lent_to_each_call() {
    #[coro_core::coroutine(yield = Vec<usize>)]
    fn queens(n: usize, columns: &mut Vec<usize>) {
        let row = columns.len();
        if row == n {
            yield_!(columns.clone());
            return;
        }
        for column in 0..n {
            if columns.iter().enumerate().all(|(r, &c)| c != column && c.abs_diff(column) != row - r) {
                columns.push(column);
                yield_from!(queens(n, columns));
                columns.pop();
            }
        }
    }
    let mut columns = Vec::new();
    let mut found = pin!(queens(6, &mut columns));
    let solutions: Vec<_> = found.as_mut().iter().collect();
    let expected = [[1, 3, 5, 0, 2, 4], [2, 5, 1, 4, 0, 3], [3, 0, 4, 1, 5, 2], [4, 2, 0, 5, 3, 1]];
    assert_eq!(solutions, expected);
}

#[test]
fn a_call_borrows_what_its_caller_owns() {
    #[coro_core::coroutine(yield = String)]
    fn paths(depth: u32, parent: &str) -> usize {
        let own = format!("{parent}/{depth}");
        yield_!(own.clone());
        let mut longest = own.len();
        for _ in 0..depth {
            longest = longest.max(yield_from!(paths(depth - 1, &own)));
        }
        longest
    }
    /// The same by a plain recursion.
    fn plain(depth: u32, parent: &str, found: &mut Vec<String>) -> usize {
        let own = format!("{parent}/{depth}");
        found.push(own.clone());
        let children = (0..depth).map(|_| plain(depth - 1, &own, found)).max();
        own.len().max(children.unwrap_or_default())
    }
    let mut expected = Vec::new();
    let longest = plain(5, "", &mut expected);
    let mut machine = pin!(paths(5, ""));
    let mut found = Vec::new();
    let mut state = machine.start();
    while let Yielded(path) = state {
        found.push(path);
        state = machine.send(());
    }
    assert_eq!(found, expected);
    assert_eq!(state, Complete(longest));
}

#[test]
fn borrowed_locals_are_dropped_from_the_innermost_call_outwards() {
    #[coro_core::coroutine(yield = u32)]
    fn nested(trace: &Trace, n: u32, outer: &str) {
        let guard = trace.guard(format!("{outer}{n}"));
        let name = &guard.name;
        yield_!(n);
        if n > 0 {
            yield_from!(nested(trace, n - 1, name));
        }
        assert!(name.ends_with(&n.to_string()));
    }
    let trace = Trace::default();
    {
        let mut machine = pin!(nested(&trace, 20, ""));
        for n in (8..=20).rev() {
            assert_eq!(machine.as_mut().iter().next(), Some(n));
        }
    }
    let dropped = trace.take();
    assert_eq!(dropped.len(), 13);
    assert!(dropped.is_sorted_by(|one, next| one.len() > next.len()), "{dropped:?}");
    let mut machine = pin!(nested(&trace, 20, ""));
    assert_eq!(machine.as_mut().iter().count(), 21);
    assert_eq!(trace.take().len(), 21);
}

#[test]
fn a_destructor_that_panics_lets_the_callers_be_dropped() {
    struct Loud(Trace, u32);
    impl Drop for Loud {
        fn drop(&mut self) {
            self.0.note(format!("drop {}", self.1));
            assert!(self.1 != 1, "it panics");
        }
    }
    #[coro_core::coroutine(yield = u32)]
    fn moved(trace: Trace, n: u32) {
        let _loud = Loud(trace.clone(), n);
        yield_!(n);
        if n > 0 {
            yield_from!(moved(trace, n - 1));
            yield_!(100);
        }
    }
    #[coro_core::coroutine(yield = u32)]
    fn borrowed(trace: &Trace, n: u32) {
        let loud = Loud(trace.clone(), n);
        let kept = &loud;
        yield_!(n);
        if n > 0 {
            yield_from!(borrowed(trace, n - 1));
            yield_!(kept.1);
        }
    }
    let trace = Trace::default();
    let mut machine = moved(trace.clone(), 3);
    assert_eq!(machine.by_ref().take(4).count(), 4);
    assert!(catch_unwind(AssertUnwindSafe(|| machine.close())).is_err());
    assert_eq!(trace.take(), ["drop 0", "drop 1", "drop 2", "drop 3"]);
    assert_eq!(machine.status(), Status::Returned);
    let mut machine = pin!(borrowed(&trace, 3));
    assert_eq!(machine.as_mut().iter().take(4).count(), 4);
    assert!(catch_unwind(AssertUnwindSafe(|| machine.close())).is_err());
    assert_eq!(trace.take(), ["drop 0", "drop 1", "drop 2", "drop 3"]);
    assert_eq!(machine.status(), Status::Returned);
}

struct Tree {
    name: &'static str,
    children: Vec<Tree>,
}

impl Tree {
    #[coro_core::coroutine(yield = (usize, &'static str))]
    fn visit(&self, depth: usize) {
        yield_!((depth, self.name));
        for child in &self.children {
            yield_from!(Self::visit(child, depth + 1));
        }
    }

    #[coro_core::coroutine(yield = &'static str)]
    fn leaves<P: Fn(&Tree) -> bool + Copy>(tree: &Tree, wanted: P) {
        if tree.children.is_empty() {
            yield_!(tree.name);
        }
        for child in tree.children.iter().filter(move |tree| wanted(tree)) {
            yield_from!(Self::leaves(child, wanted));
        }
    }
}

#[test]
fn methods_and_generic_functions_call_themselves_by_their_path() {
    let leaf = |name| Tree { name, children: Vec::new() };
    let inner = Tree { name: "inner", children: vec![leaf("a"), leaf("b")] };
    let tree = Tree { name: "root", children: vec![inner, leaf("c")] };
    let visited: Vec<_> = tree.visit(0).collect();
    assert_eq!(visited, [(0, "root"), (1, "inner"), (2, "a"), (2, "b"), (1, "c")]);
    let leaves: Vec<_> = Tree::leaves(&tree, |tree| tree.name != "a").collect();
    assert_eq!(leaves, ["b", "c"]);
}

#[test]
fn a_function_of_the_body_that_has_the_same_name_is_another_one() {
    #[coro_core::coroutine(yield = u32)]
    fn count(to: u32) {
        fn count(to: u32) -> impl Coroutine<Yield = u32, Return = ()> + Unpin {
            coro_core::keyword::coroutine!(move || {
                yield to;
            })
        }
        yield_from!(count(to));
        yield_!(to + 1);
    }
    assert_eq!(count(1).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn calls_and_children_in_one_function() {
    #[coro_core::coroutine(yield = u32)]
    fn digits(n: u32) -> u32 {
        #[coro_core::coroutine(yield = u32)]
        fn last(n: u32) -> u32 {
            yield_!(n % 10);
            1
        }
        let before = if n >= 10 { yield_from!(digits(n / 10)) } else { 0 };
        before + yield_from!(last(n))
    }
    let mut machine = digits(407);
    assert_eq!(machine.start(), Yielded(4));
    assert_eq!(machine.send(()), Yielded(0));
    assert_eq!(machine.send(()), Yielded(7));
    assert_eq!(machine.send(()), Complete(3));
}

#[test]
fn a_large_local_in_a_called_machine() {
    #[coro_core::coroutine(yield = u64)]
    fn filled(depth: u8) -> u64 {
        let mut buffer = [depth; 4096];
        buffer[0] = 1;
        yield_!(u64::from(buffer[1]));
        let below = if depth > 0 { yield_from!(filled(depth - 1)) } else { 0 };
        below + u64::from(buffer[4095]) + u64::from(buffer[0])
    }
    let mut machine = filled(3);
    assert_eq!(machine.start(), Yielded(3));
    for depth in [2, 1, 0] {
        assert_eq!(machine.send(()), Yielded(depth));
    }
    assert_eq!(machine.send(()), Complete(10));
}

#[test]
fn the_machine_is_send_when_its_locals_are() {
    fn is_send<T: Send>(_: &T) {}
    let tree = balanced(0, 3).expect("there are nodes");
    is_send(&walk(&tree));
}
