//! What differs in edition 2021: a returned `impl Trait` captures no lifetime by itself, and the body of an `unsafe fn` is
//! unsafe.

#![cfg(test)]
#![deny(warnings)]

use std::pin::Pin;

use coro_core::{Coroutine, Yielded};

#[coro_core::coroutine(yield = &str)]
fn words(text: &str) {
    for word in text.split(' ') {
        yield_!(word);
    }
}

#[coro_core::coroutine(yield = usize)]
fn elided(first: &str, second: &[&str]) {
    yield_!(first.len());
    yield_!(second.len());
}

#[coro_core::coroutine(yield = &'a str)]
fn named<'a, 'b: 'a, T: AsRef<str>, const N: usize>(first: &'a str, second: &'b str, texts: [T; N]) {
    yield_!(first);
    yield_!(if texts[0].as_ref().is_empty() { first } else { second });
}

#[coro_core::coroutine(yield = u32)]
fn through(numbers: impl Iterator<Item = u32>, f: &dyn Fn(u32) -> u32) {
    for number in numbers {
        yield_!(f(number));
    }
}

struct Counter {
    count: u32,
}

impl Counter {
    #[coro_core::coroutine(yield = u32)]
    fn up(&mut self, limit: &u32) {
        while self.count < *limit {
            self.count += 1;
            yield_!(self.count);
        }
    }

    #[coro_core::coroutine(yield = &u32)]
    fn shared(&self) {
        yield_!(&self.count);
    }

    #[coro_core::coroutine(yield = u32)]
    fn pinned(self: Pin<&mut Self>) {
        yield_!(self.count);
    }
}

#[test]
fn lifetimes_are_captured() {
    let text = String::from("a b");
    assert_eq!(words(&text).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(elided(&text, &[&text]).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(named("x", &text, [&text]).collect::<Vec<_>>(), ["x", "a b"]);
    let offset = 5;
    let add = |n| n + offset;
    assert_eq!(through(0..2, &add).collect::<Vec<_>>(), [5, 6]);
}

#[test]
fn methods_capture_self() {
    let mut counter = Counter { count: 0 };
    let limit = 2;
    assert_eq!(counter.up(&limit).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(counter.shared().collect::<Vec<_>>(), [&2]);
    assert_eq!(Pin::new(&mut counter).pinned().collect::<Vec<_>>(), [2]);
}

trait Walk {
    fn walk<'a>(&'a self) -> Box<dyn Iterator<Item = u32> + 'a>;
}

impl Walk for [u32] {
    fn walk<'a>(&'a self) -> Box<dyn Iterator<Item = u32> + 'a> {
        #[coro_core::coroutine(yield = u32)]
        fn each(numbers: &[u32]) {
            for number in numbers {
                yield_!(*number);
            }
        }
        Box::new(each(self))
    }
}

#[test]
fn a_function_in_a_method() {
    assert_eq!([1, 2].walk().collect::<Vec<_>>(), [1, 2]);
}

/// # Safety
///
/// `number` must be valid while the coroutine is used.
#[coro_core::coroutine(yield = u32)]
unsafe fn read(number: *const u32) {
    yield_!(*number);
    yield_!(*number + 1);
}

#[test]
fn the_body_of_an_unsafe_function_is_unsafe() {
    let number = 7;
    let coroutine = unsafe { read(&number) };
    assert_eq!(coroutine.collect::<Vec<_>>(), [7, 8]);
}

#[coro_core::coroutine(yield = usize, send = &[u8])]
fn lent() {
    let mut total = 0;
    loop {
        total += yield_!(total).len();
    }
}

#[test]
fn values_are_lent() {
    let mut coroutine = lent();
    let _ = coroutine.start();
    let bytes = vec![1, 2];
    assert_eq!(coroutine.send(&bytes), Yielded(2));
}

#[coro_core::coroutine(yield = u32)]
fn gen(r#try: u32) {
    yield_!(r#try);
}

#[test]
fn gen_is_a_name_like_any_other() {
    assert_eq!(gen(1).collect::<Vec<_>>(), [1]);
}
