//! Every kind of function signature can be annotated, and keeps what it had.

mod support;

use std::fmt::{Debug, Display};
use std::io::{self, BufRead};
use std::pin::Pin;
use std::rc::Rc;

use coro_core::{Complete, Coroutine, CoroutineState, Resume, Status, Yielded};
use support::converse;

// Generics.

#[coro_core::coroutine(yield = T)]
fn pair<T>(first: T, second: T) {
    yield_!(first);
    yield_!(second);
}

#[test]
fn a_type_parameter() {
    assert_eq!(pair(1, 2).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(pair(String::from("a"), String::from("b")).collect::<Vec<_>>(), ["a", "b"]);
}

#[coro_core::coroutine(yield = String)]
fn describe<T, const N: usize>(values: [T; N])
where
    T: Display + Default + PartialEq,
{
    for value in values {
        let mark = if value == T::default() { '=' } else { '>' };
        yield_!(format!("{value}{mark}{N}"));
    }
}

#[test]
fn where_clauses_and_const_generics() {
    assert_eq!(describe([0, 2]).collect::<Vec<_>>(), ["0=2", "2>2"]);
    assert_eq!(describe(["x"]).collect::<Vec<_>>(), ["x>1"]);
}

#[coro_core::coroutine(yield = T::Item)]
fn every_other<T>(values: T)
where
    T: IntoIterator,
    T::IntoIter: Clone,
{
    let values = values.into_iter();
    for value in values.clone().step_by(2) {
        yield_!(value);
    }
    drop(values);
}

#[test]
fn an_associated_type_is_yielded() {
    assert_eq!(every_other([1, 2, 3]).collect::<Vec<_>>(), [1, 3]);
}

#[coro_core::coroutine(yield = u32)]
fn defaulted<const STEP: u32>() {
    let mut count = 0;
    loop {
        count += STEP;
        yield_!(count);
    }
}

#[test]
fn a_const_parameter_that_only_the_caller_knows() {
    assert_eq!(defaulted::<5>().take(3).collect::<Vec<_>>(), [5, 10, 15]);
}

// Lifetimes.

#[coro_core::coroutine(yield = &'text str)]
fn words_but<'text>(text: &'text str, but: &str) {
    for word in text.split(' ') {
        if word != but {
            yield_!(word);
        }
    }
}

#[test]
fn named_lifetimes_outlive_the_coroutine() {
    let text = String::from("a b c");
    let words: Vec<&str> = {
        let but = String::from("b");
        words_but(&text, &but).collect()
    };
    assert_eq!(words, ["a", "c"]);
}

#[coro_core::coroutine(yield = &str)]
fn words(text: &str) {
    for word in text.split(' ') {
        yield_!(word);
    }
}

#[test]
fn an_elided_lifetime_that_is_yielded_is_that_of_the_argument() {
    let text = String::from("a b");
    let words: Vec<&str> = words(&text).collect();
    assert_eq!(words, ["a", "b"]);
}

#[coro_core::coroutine(yield = usize)]
fn lengths(first: &str, second: &[&str]) {
    yield_!(first.len());
    for text in second {
        yield_!(text.len());
    }
}

#[test]
fn elided_lifetimes() {
    let text = String::from("abc");
    assert_eq!(lengths(&text, &["d", &text]).collect::<Vec<_>>(), [3, 1, 3]);
}

struct Parser<'input> {
    input: &'input str,
}

impl<'input> Parser<'input> {
    #[coro_core::coroutine(yield = &'input str)]
    fn lines(&self) {
        for line in self.input.lines() {
            yield_!(line);
        }
    }
}

#[test]
fn a_lifetime_of_the_impl_block() {
    let input = String::from("x\ny");
    let lines: Vec<&str> = {
        let parser = Parser { input: &input };
        parser.lines().collect()
    };
    assert_eq!(lines, ["x", "y"]);
}

#[coro_core::coroutine(yield = u32)]
fn higher_ranked<F>(texts: Vec<String>, measure: F)
where
    F: for<'a> Fn(&'a str) -> u32,
{
    for text in texts {
        yield_!(measure(&text));
    }
}

#[test]
fn a_higher_ranked_bound() {
    let coroutine = higher_ranked(vec!["ab".into(), "c".into()], |text| text.len() as u32);
    assert_eq!(coroutine.collect::<Vec<_>>(), [2, 1]);
}

// Arguments.

#[coro_core::coroutine(yield = u32)]
fn mapped(values: impl IntoIterator<Item = u32>, f: impl Fn(u32) -> u32) {
    for value in values {
        yield_!(f(value));
    }
}

#[test]
fn impl_trait_arguments() {
    let factor = 10;
    assert_eq!(mapped([1, 2], |n| n * factor).collect::<Vec<_>>(), [10, 20]);
}

struct Point {
    x: i32,
    y: i32,
}

#[coro_core::coroutine(yield = i32)]
fn patterns((a, b): (i32, i32), Point { x, y: vertical }: Point, [first, .., last]: [i32; 3], &r: &i32) {
    for number in [a, b, x, vertical, first, last, r] {
        yield_!(number);
    }
}

#[test]
fn argument_patterns() {
    let coroutine = patterns((1, 2), Point { x: 3, y: 4 }, [5, 0, 6], &7);
    assert_eq!(coroutine.collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
}

#[coro_core::coroutine(yield = u32)]
fn countdown(mut from: u32, (mut step, _): (u32, ())) {
    while from > 0 {
        yield_!(from);
        from = from.saturating_sub(step);
        step += 1;
    }
}

#[test]
fn mutable_arguments() {
    assert_eq!(countdown(10, (1, ())).collect::<Vec<_>>(), [10, 9, 7, 4]);
}

#[coro_core::coroutine(yield = u32)]
fn unused(_: u32, _second: u32) {
    yield_!(1);
}

#[test]
fn arguments_without_a_use() {
    assert_eq!(unused(0, 0).collect::<Vec<_>>(), [1]);
}

#[coro_core::coroutine(yield = usize)]
fn trait_objects(shown: &dyn Display, boxed: Box<dyn Fn(usize) -> usize>, call: fn(usize) -> usize) {
    yield_!(shown.to_string().len());
    yield_!(boxed(1));
    yield_!(call(1));
}

#[test]
fn trait_objects_and_function_pointers() {
    let offset = 4;
    let coroutine = trait_objects(&"abc", Box::new(move |n| n + offset), |n| n * 2);
    assert_eq!(coroutine.collect::<Vec<_>>(), [3, 5, 2]);
}

// Visibility.

mod inner {

    #[coro_core::coroutine(yield = u32)]
    pub fn public() {
        yield_!(1);
    }

    #[coro_core::coroutine(yield = u32)]
    pub(crate) fn of_the_crate() {
        yield_!(2);
    }

    #[coro_core::coroutine(yield = u32)]
    pub(super) fn of_the_parent() {
        yield_!(3);
    }

    #[coro_core::coroutine(yield = u32)]
    pub(in crate::inner) fn of_a_path() {
        yield_!(4);
    }

    #[coro_core::coroutine(yield = u32)]
    fn private() {
        yield_!(5);
    }

    pub fn hidden() -> Vec<u32> {
        of_a_path().chain(private()).collect()
    }
}

#[test]
fn every_visibility() {
    let seen: Vec<u32> = inner::public().chain(inner::of_the_crate()).chain(inner::of_the_parent()).collect();
    assert_eq!(seen, [1, 2, 3]);
    assert_eq!(inner::hidden(), [4, 5]);
}

// Methods.

#[derive(Clone, Debug, PartialEq)]
struct Counter {
    count: u32,
}

impl Counter {
    #[coro_core::coroutine(yield = u32)]
    fn by_value(self) -> Self {
        yield_!(self.count);
        self
    }

    #[coro_core::coroutine(yield = u32)]
    fn by_mutable_value(mut self) -> Self {
        self.count += 1;
        yield_!(self.count);
        self.count += 1;
        self
    }

    #[coro_core::coroutine(yield = &u32)]
    fn by_reference(&self) {
        yield_!(&self.count);
    }

    #[coro_core::coroutine(yield = u32)]
    fn by_mutable_reference(&mut self, limit: u32) {
        while self.count < limit {
            self.count += 1;
            yield_!(self.count);
        }
    }

    #[coro_core::coroutine(yield = u32)]
    fn by_box(self: Box<Self>) -> Box<Self> {
        yield_!(self.count);
        self
    }

    #[coro_core::coroutine(yield = u32)]
    fn by_shared_pointer(self: Rc<Self>) {
        yield_!(self.count);
    }

    #[coro_core::coroutine(yield = u32)]
    fn by_pin(self: Pin<&mut Self>) {
        let this = self.get_mut();
        this.count += 1;
        yield_!(this.count);
        this.count += 1;
    }

    #[coro_core::coroutine(yield = u32)]
    fn through_another_method(&self) {
        yield_!(self.doubled());
        yield_!(Self::constant());
    }

    fn doubled(&self) -> u32 {
        self.count * 2
    }

    fn constant() -> u32 {
        99
    }
}

#[test]
fn self_by_value() {
    let mut coroutine = Counter { count: 1 }.by_value();
    assert_eq!(coroutine.start(), Yielded(1));
    assert_eq!(coroutine.send(()), Complete(Counter { count: 1 }));

    let mut coroutine = Counter { count: 1 }.by_mutable_value();
    assert_eq!(coroutine.start(), Yielded(2));
    assert_eq!(coroutine.send(()), Complete(Counter { count: 3 }));
}

#[test]
fn self_by_reference() {
    let counter = Counter { count: 5 };
    let mut coroutine = counter.by_reference();
    assert_eq!(coroutine.next(), Some(&5));
    assert_eq!(coroutine.next(), None);
}

#[test]
fn self_by_mutable_reference() {
    let mut counter = Counter { count: 0 };
    assert_eq!(counter.by_mutable_reference(2).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(counter.count, 2);
}

#[test]
fn self_behind_pointers() {
    let mut coroutine = Box::new(Counter { count: 1 }).by_box();
    assert_eq!(coroutine.start(), Yielded(1));
    assert_eq!(coroutine.send(()), Complete(Box::new(Counter { count: 1 })));

    let counter = Rc::new(Counter { count: 2 });
    assert_eq!(Rc::clone(&counter).by_shared_pointer().collect::<Vec<_>>(), [2]);
    assert_eq!(Rc::strong_count(&counter), 1);

    let mut counter = Counter { count: 3 };
    assert_eq!(Pin::new(&mut counter).by_pin().collect::<Vec<_>>(), [4]);
    assert_eq!(counter.count, 5);
}

#[test]
fn a_method_calls_others_and_names_self() {
    let counter = Counter { count: 4 };
    assert_eq!(counter.through_another_method().collect::<Vec<_>>(), [8, 99]);
}

trait Walk {
    type Item;

    fn walk(&self) -> impl Coroutine<Yield = Self::Item, Return = ()>;

    /// One with a body of its own.
    #[coro_core::coroutine(yield = u32)]
    fn twice(&self)
    where
        Self: Walk<Item = u32>,
    {
        yield_!(1);
        yield_!(2);
    }
}

impl<T: Copy> Walk for [T] {
    type Item = T;

    #[coro_core::coroutine(yield = T)]
    fn walk(&self) {
        for item in self {
            yield_!(*item);
        }
    }
}

impl Walk for Counter {
    type Item = u32;

    #[coro_core::coroutine(yield = Self::Item)]
    fn walk(&self) {
        for number in 0..self.count {
            yield_!(number);
        }
    }
}

fn walked<W: Walk + ?Sized>(walk: &W) -> Vec<W::Item> {
    let mut coroutine = Box::pin(walk.walk());
    let mut seen = Vec::new();
    while let Yielded(item) = coroutine.as_mut().resume(Resume::Send(())) {
        seen.push(item);
    }
    seen
}

#[test]
fn a_method_of_a_trait() {
    assert_eq!(walked(&[7, 8][..]), [7, 8]);
    assert_eq!(walked(&Counter { count: 3 }), [0, 1, 2]);
    assert_eq!(Counter { count: 0 }.twice().collect::<Vec<_>>(), [1, 2]);
}

struct Grid<T, const N: usize>([[T; N]; N]);

impl<T: Debug, const N: usize> Grid<T, N>
where
    T: Clone,
{
    #[coro_core::coroutine(yield = (usize, U))]
    fn diagonal<U>(&self, convert: impl Fn(&T) -> U) {
        for index in 0..N {
            yield_!((index, convert(&self.0[index][index])));
        }
    }
}

#[test]
fn a_generic_method_of_a_generic_type() {
    let grid = Grid([[1, 2], [3, 4]]);
    assert_eq!(grid.diagonal(|n| n * 10).collect::<Vec<_>>(), [(0, 10), (1, 40)]);
}

// Recursion.

struct Tree {
    left: Option<Box<Tree>>,
    value: u32,
    right: Option<Box<Tree>>,
}

fn leaf(value: u32) -> Option<Box<Tree>> {
    Some(Box::new(Tree { left: None, value, right: None }))
}

type Numbers<'tree> = Pin<Box<dyn Coroutine<Yield = u32, Return = ()> + 'tree>>;

#[coro_core::coroutine(yield = u32)]
fn in_order(tree: &Tree) {
    if let Some(left) = &tree.left {
        yield_from!(in_order_boxed(left));
    }
    yield_!(tree.value);
    if let Some(right) = &tree.right {
        yield_from!(in_order_boxed(right));
    }
}

fn in_order_boxed(tree: &Tree) -> Numbers<'_> {
    Box::pin(in_order(tree))
}

#[coro_core::coroutine(yield = u32)]
fn countdown_by_recursion(from: u32) -> u32 {
    if from == 0 {
        return 0;
    }
    yield_!(from);
    let rest: Pin<Box<dyn Coroutine<Yield = u32, Return = u32>>> = Box::pin(countdown_by_recursion(from - 1));
    1 + yield_from!(rest)
}

#[test]
fn recursion_through_a_boxed_coroutine() {
    let tree = Tree {
        left: leaf(1),
        value: 2,
        right: Some(Box::new(Tree { left: leaf(3), value: 4, right: None })),
    };
    assert_eq!(in_order(&tree).collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn recursion_with_a_return_value() {
    let (yielded, depth) = converse(countdown_by_recursion(3), [(), (), ()]);
    assert_eq!((yielded, depth), (vec![3, 2, 1], 3));
}

// What stands around the signature.

/// A comment that stays.
#[cfg(any())]
#[coro_core::coroutine(yield = NoSuchType)]
fn left_out() {
    no_such_function();
}

#[coro_core::coroutine(yield = NoSuchType)]
#[cfg(any())]
fn left_out_too() {
    no_such_function();
}

#[allow(non_snake_case)]
#[inline(never)]
#[coro_core::coroutine(yield = u32)]
/// Attributes and comments may stand on both sides.
#[must_use = "a coroutine does nothing until it is resumed"]
fn Odd(#[allow(unused_variables)] argument: u32) {
    yield_!(1);
}

#[test]
fn attributes_are_kept() {
    assert_eq!(Odd(0).collect::<Vec<_>>(), [1]);
}

/// # Safety
///
/// `numbers` must point to `count` numbers for as long as the coroutine is used.
#[coro_core::coroutine(yield = u8)]
unsafe fn read(numbers: *const u8, count: usize) {
    for index in 0..count {
        // SAFETY: the caller promised that there are `count` of them.
        yield_!(unsafe { numbers.add(index).read() });
    }
}

#[test]
fn an_unsafe_function() {
    let numbers = [1, 2, 3];
    // SAFETY: there are three numbers, and they outlive the coroutine.
    let coroutine = unsafe { read(numbers.as_ptr(), numbers.len()) };
    assert_eq!(coroutine.collect::<Vec<_>>(), [1, 2, 3]);
    let _: unsafe fn(*const u8, usize) -> _ = read;
}

#[coro_core::coroutine]
fn bare() -> u32 {
    yield_!();
    yield_!(());
    3
}

#[test]
fn every_option_has_a_default() {
    assert_eq!(converse(bare(), [(), ()]), (vec![(), ()], 3));
}

#[test]
fn a_coroutine_inside_a_function_body() {
    #[coro_core::coroutine(yield = u32)]
    fn local(from: u32) {
        #[coro_core::coroutine(yield = u32)]
        fn nested(number: u32) {
            yield_!(number);
        }
        yield_from!(nested(from));
        yield_from!(nested(from + 1));
    }
    assert_eq!(local(5).collect::<Vec<_>>(), [5, 6]);
}

#[coro_core::coroutine(yield = u32)]
fn r#match(r#type: u32) {
    yield_!(r#type);
}

#[test]
fn raw_identifiers() {
    assert_eq!(r#match(3).collect::<Vec<_>>(), [3]);
}

// Derived bounds.

#[coro_core::coroutine(yield = u32, derive(Debug, Clone))]
fn resumable(start: u32) {
    let mut count = start;
    loop {
        yield_!(count);
        count += 1;
    }
}

#[test]
fn a_derived_clone_goes_on_by_itself() {
    let mut original = resumable(5);
    assert_eq!(original.next(), Some(5));
    let mut copy = original.clone();
    assert_eq!(copy.next(), Some(6));
    assert_eq!(copy.next(), Some(7));
    assert_eq!(original.next(), Some(6));
}

#[test]
fn a_clone_of_an_unstarted_coroutine_starts_by_itself() {
    let mut original = resumable(5);
    let mut copy = original.clone();
    assert_eq!(original.next(), Some(5));
    assert_eq!(copy.status(), Status::Unresumed);
    assert_eq!(copy.next(), Some(5));
}

#[test]
fn a_derived_debug_shows_the_state_and_its_locals() {
    let mut coroutine = resumable(5);
    let shown = format!("{coroutine:?}");
    assert!(shown.contains("Unresumed") && shown.contains("start: 5"), "{shown}");
    coroutine.nth(1);
    let shown = format!("{coroutine:?}");
    assert!(shown.contains("Suspend0") && shown.contains("count: 6"), "{shown}");
}

#[coro_core::coroutine(yield = T, derive(Clone))]
fn forever<T: Clone>(value: T) {
    loop {
        yield_!(value.clone());
    }
}

#[test]
fn a_derived_bound_of_a_generic_coroutine() {
    let mut original = forever(String::from("a"));
    original.next();
    assert_eq!(original.clone().next().as_deref(), Some("a"));
}

// What it returns.

#[derive(Debug, PartialEq)]
enum Failure {
    NoNumber,
    Missing,
}

impl From<std::num::ParseIntError> for Failure {
    fn from(_: std::num::ParseIntError) -> Self {
        Failure::NoNumber
    }
}

#[coro_core::coroutine(yield = i32, send = Option<&'static str>)]
fn sum() -> Result<i32, Failure> {
    let mut sum = 0;
    while sum < 10 {
        sum += yield_!(sum).ok_or(Failure::Missing)?.parse::<i32>()?;
    }
    Ok(sum)
}

#[test]
fn the_question_mark_returns_early_and_converts() {
    assert_eq!(converse(sum(), [Some("7"), Some("8")]), (vec![0, 7], Ok(15)));
    assert_eq!(converse(sum(), [Some("7"), Some("x")]), (vec![0, 7], Err(Failure::NoNumber)));
    assert_eq!(converse(sum(), [None]), (vec![0], Err(Failure::Missing)));
}

#[coro_core::coroutine(yield = u8)]
fn first_letters(words: &[&str]) -> Option<usize> {
    for word in words {
        yield_!(*word.as_bytes().first()?);
    }
    Some(words.len())
}

#[test]
fn the_question_mark_works_on_options() {
    assert_eq!(converse(first_letters(&["a", "b"]), [(), ()]), (vec![b'a', b'b'], Some(2)));
    assert_eq!(converse(first_letters(&["a", ""]), [()]), (vec![b'a'], None));
}

#[coro_core::coroutine(yield = usize, throw = io::Error)]
fn retry() -> io::Result<&'static str> {
    for attempt in 0..3 {
        match yield_!(attempt) {
            Ok(()) => return Ok("done"),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    yield_!(100)?;
    Ok("at last")
}

#[test]
fn thrown_errors_are_matched_or_propagated() {
    let interrupted = || io::Error::from(io::ErrorKind::Interrupted);

    let mut coroutine = retry();
    assert!(matches!(coroutine.start(), Yielded(0)));
    assert!(matches!(coroutine.throw(interrupted()), Ok(Yielded(1))));
    assert!(matches!(coroutine.send(()), Complete(Ok("done"))));

    let mut coroutine = retry();
    let _ = coroutine.start();
    for _ in 0..2 {
        let _ = coroutine.throw(interrupted());
    }
    assert!(matches!(coroutine.throw(interrupted()), Ok(Yielded(100))));
    assert!(matches!(
        coroutine.throw(interrupted()),
        Ok(Complete(Err(error))) if error.kind() == io::ErrorKind::Interrupted
    ));
}

#[coro_core::coroutine(yield = u32)]
fn never(start: u32) -> ! {
    let mut count = start;
    loop {
        yield_!(count);
        count += 1;
    }
}

#[test]
fn a_coroutine_that_never_returns() {
    let mut coroutine = never(1);
    let Yielded(first) = coroutine.start();
    let CoroutineState::Yielded(second) = coroutine.send(());
    assert_eq!((first, second), (1, 2));
}

#[coro_core::coroutine(yield = u32)]
fn returns_a_closure(step: u32) -> impl Fn(u32) -> u32 {
    yield_!(step);
    move |n: u32| n + step
}

#[test]
fn a_return_type_that_has_no_name() {
    let mut coroutine = returns_a_closure(3);
    let _ = coroutine.start();
    assert_eq!(coroutine.send(()).complete().map(|add| add(1)), Some(4));
}

// What is sent.

#[coro_core::coroutine(yield = usize, send = &[u8])]
fn count_lines() {
    let mut lines = 0;
    loop {
        let chunk = yield_!(lines);
        lines += chunk.iter().filter(|byte| **byte == b'\n').count();
    }
}

#[test]
fn a_value_is_lent_for_one_resume() {
    let mut coroutine = count_lines();
    assert_eq!(coroutine.start(), Yielded(0));
    for (chunk, lines) in [("one\n", 1), ("two\nthree\n", 3)] {
        let chunk = chunk.to_uppercase(); // lives for one turn only
        assert_eq!(coroutine.send(chunk.as_bytes()), Yielded(lines));
    }
}

#[coro_core::coroutine(yield = usize, send = &str as first)]
fn count_letters() {
    let mut letters = first.len();
    loop {
        letters += yield_!(letters).len();
    }
}

#[test]
fn a_first_value_is_lent_too() {
    let mut coroutine = count_letters();
    for (text, letters) in [("abc", 3), ("de", 5)] {
        let text = String::from(text);
        assert_eq!(coroutine.send(&text), Yielded(letters));
    }
}

#[coro_core::coroutine(yield = usize, send = &mut Vec<u32>)]
fn fill() {
    let mut next = 0;
    loop {
        let buffer = yield_!(next);
        buffer.extend([next as u32; 2]);
        next += 1;
    }
}

#[test]
fn a_value_is_lent_mutably() {
    let mut coroutine = fill();
    let _ = coroutine.start();
    let mut buffer = Vec::new();
    let _ = coroutine.send(&mut buffer);
    let _ = coroutine.send(&mut buffer);
    assert_eq!(buffer, [0, 0, 1, 1]);
}

enum Command {
    Add(i64),
    Clear,
}

#[coro_core::coroutine(yield = i64, send = Command as first)]
fn calculator() {
    let mut command = first;
    let mut total = 0;
    loop {
        match command {
            Command::Add(number) => total += number,
            Command::Clear => total = 0,
        }
        command = yield_!(total);
    }
}

#[test]
fn the_first_send_starts_it_where_the_first_value_is_bound() {
    let mut coroutine = calculator();
    assert_eq!(coroutine.send(Command::Add(5)), Yielded(5));
    assert_eq!(coroutine.send(Command::Add(6)), Yielded(11));
    assert_eq!(coroutine.send(Command::Clear), Yielded(0));
}

#[coro_core::coroutine(yield = i32, send = (i32, Point) as (mut factor, Point { x, .. }))]
fn scaled() -> i32 {
    factor += 1;
    let (by, point) = yield_!(factor * x);
    factor * by * point.y
}

#[test]
fn the_first_value_is_bound_by_any_pattern() {
    let mut coroutine = scaled();
    assert_eq!(coroutine.send((1, Point { x: 5, y: 0 })), Yielded(10));
    assert_eq!(coroutine.send((3, Point { x: 0, y: 4 })), Complete(24));
}

#[test]
#[should_panic(expected = "first value")]
fn a_coroutine_whose_first_value_is_bound_cannot_be_started_without_it() {
    let _ = calculator().start();
}

#[coro_core::coroutine(yield = usize, send = String)]
fn owned_lines(reader: impl BufRead) -> io::Result<usize> {
    let mut total = 0;
    for line in { reader }.lines() {
        let prefix = yield_!(total);
        total += prefix.len() + line?.len();
    }
    Ok(total)
}

#[test]
fn a_real_reader_as_argument() {
    let coroutine = owned_lines(&b"ab\nc\n"[..]);
    let (yielded, total) = converse(coroutine, [String::from("--"), String::from("-")]);
    assert_eq!((yielded, total.ok()), (vec![0, 4], Some(6)));
}

#[coro_core::coroutine]
async fn sealed(name: String) -> usize {
    let sealed = name.clone();
    let sealed_machine = &sealed;
    coro_core::time::yield_now().await;
    sealed_machine.len() + name.len()
}

#[test]
fn a_local_in_a_slot_may_be_called_as_the_function_is() {
    assert_eq!(coro_core::run(sealed("ab".to_owned())).unwrap(), 4);
}
