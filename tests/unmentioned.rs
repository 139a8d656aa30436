//! What a pattern binds and nobody mentions again takes part in no state, unless it has a destructor.

use std::collections::VecDeque;
use std::mem::size_of;
use std::pin::pin;
use std::rc::Rc;
use std::vec;

use coro_core::Coroutine as _;

#[coro_core::coroutine(yield = usize)]
fn lengths(words: Vec<&'static str>) {
    for word in words {
        yield_!(word.len());
    }
}

#[test]
fn an_item_without_a_destructor_takes_no_space() {
    assert_eq!(size_of_val(&lengths(vec![])), size_of::<vec::IntoIter<&str>>() + size_of::<usize>());
    assert_eq!(lengths(vec!["a", "bc"]).collect::<Vec<_>>(), [1, 2]);
}

#[coro_core::coroutine(yield = usize)]
fn counts(values: Vec<Rc<()>>) {
    for value in values {
        yield_!(Rc::strong_count(&value));
    }
}

#[coro_core::coroutine(yield = usize)]
fn dropped(values: Vec<Rc<()>>, drops: usize) {
    for (at, value) in values.into_iter().enumerate() {
        if at < drops {
            drop(value);
        }
        yield_!(at);
    }
}

#[test]
fn an_item_with_a_destructor_lives_to_the_end_of_its_turn() {
    let value = Rc::new(());
    let mut counts = counts(vec![value.clone(), value.clone()]);
    assert_eq!(counts.next(), Some(3));
    assert_eq!(Rc::strong_count(&value), 3);
    assert_eq!(counts.next(), Some(2));
    assert_eq!(counts.next(), None);
    assert_eq!(Rc::strong_count(&value), 1);

    let mut dropped = dropped(vec![value.clone(), value.clone()], 1);
    assert_eq!(dropped.next(), Some(0));
    assert_eq!(Rc::strong_count(&value), 2);
    assert_eq!(dropped.next(), Some(1));
    assert_eq!(Rc::strong_count(&value), 2);
    assert_eq!(dropped.next(), None);
    assert_eq!(Rc::strong_count(&value), 1);
}

#[coro_core::coroutine(yield = usize)]
fn called(text: String) {
    if let Some(add) = Some(move |n: usize| n + text.len()) {
        yield_!(add(1));
        yield_!(2);
    }
}

#[coro_core::coroutine(yield = u8)]
fn queue(more: bool) {
    let mut queue = VecDeque::new();
    queue.push_back(1);
    while let Some(_first) = queue.pop_front() {
        yield_!(2);
        if more {
            queue.push_back(3_u8);
        }
    }
}

#[coro_core::coroutine(yield = usize)]
fn by_reference(mut values: Vec<usize>) {
    for value in values.iter_mut() {
        *value += 1;
        yield_!(*value);
    }
    if let Some(ref kept) = values.pop() {
        yield_!(*kept);
    }
}

#[coro_core::coroutine(yield = u32)]
fn generic<T: Copy + Into<u32>, U: Clone + Into<u32>>(copied: Vec<T>, cloned: Vec<U>) {
    for value in copied {
        yield_!(value.into());
    }
    for value in cloned {
        yield_!(value.clone().into());
    }
}

#[test]
fn whatever_it_is_it_compiles() {
    let mut called = pin!(called("abc".to_owned()));
    assert_eq!(called.iter().collect::<Vec<_>>(), [4, 2]);
    assert_eq!(queue(false).collect::<Vec<_>>(), [2]);
    assert_eq!(queue(true).take(2).collect::<Vec<_>>(), [2, 2]);
    let mut by_reference = pin!(by_reference(vec![1, 2]));
    assert_eq!(by_reference.iter().collect::<Vec<_>>(), [2, 3, 3]);
    assert_eq!(generic(vec![1_u8], vec![2_u16]).collect::<Vec<_>>(), [1, 2]);
}

#[coro_core::coroutine(yield = usize)]
fn fields(text: String) {
    for field in text.split(',') {
        yield_!(field.len());
    }
}

#[test]
fn the_iterator_over_what_is_borrowed_lies_beside_the_state() {
    // It would move with the state otherwise.
    let state = 2 * size_of::<usize>() + size_of::<String>();
    let whole = size_of_val(&fields(String::new()));
    assert!(whole <= state + size_of::<String>() + size_of::<std::str::Split<'_, char>>(), "{whole}");
    let mut fields = pin!(fields("a,bc,,".to_owned()));
    assert_eq!(fields.iter().collect::<Vec<_>>(), [1, 2, 0, 0]);
}
