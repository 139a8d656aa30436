//! Functions that are clean by themselves are clean when they are annotated.

#![deny(warnings)]

use std::collections::BTreeMap;
use std::fmt::Display;

use coro_core::Coroutine;

#[coro_core::coroutine(yield = u64)]
fn fib(limit: u64) {
    let (mut a, mut b) = (0, 1);
    for _ in 0..limit {
        yield_!(a);
        (a, b) = (b, a + b);
    }
}

#[coro_core::coroutine(yield = f64, send = f64)]
fn average() {
    let (mut sum, mut count) = (0.0, 0.0);
    let mut mean = 0.0;
    loop {
        sum += yield_!(mean);
        count += 1.0;
        mean = sum / count;
    }
}

#[coro_core::coroutine(yield = usize, throw = String)]
fn reader(lines: Vec<String>) -> Result<usize, String> {
    let mut total = 0;
    for line in lines {
        match yield_!(line.len()) {
            Ok(()) => total += line.len(),
            Err(error) if error.is_empty() => continue,
            Err(error) => return Err(error),
        }
    }
    yield_!(total)?;
    Ok(total)
}

#[coro_core::coroutine(yield = String)]
fn described<T: Display>(values: BTreeMap<u32, T>) -> Option<u32> {
    let mut last = None;
    for (key, value) in values {
        last = Some(key);
        if key == 0 {
            continue;
        }
        yield_!(format!("{key}: {value}"));
    }
    let last = last?;
    yield_!(String::from("end"));
    Some(last)
}

#[coro_core::coroutine(yield = u32, send = u32)]
fn branches(first: bool) -> u32 {
    let number;
    if first {
        number = yield_!(1);
    } else {
        number = 2;
    }
    let (a, _, [b, ..]) = (yield_!(number), 0, [1, 2, 3]);
    let label = 'search: loop {
        match yield_!(a) {
            0 => break 'search a,
            n if n > b => break n,
            _ => {}
        }
    };
    let Some(found) = Some(label).filter(|n| *n > 1) else {
        return 0;
    };
    found
}

#[coro_core::coroutine(yield = u32)]
fn guarded() {
    let _guard = String::from("lives to the end");
    let _ = 3;
    defer! {
        println!("done");
    }
    yield_!(1);
    {
        let _inner = Box::new(1);
        yield_!(2);
    }
}

#[coro_core::coroutine(yield = u32)]
fn delegating() {
    yield_from!(guarded());
    let child = guarded();
    yield_from!(child);
}

#[coro_core::coroutine(yield = u32)]
fn with_items() {
    const LIMIT: u32 = 3;
    fn double(number: u32) -> u32 {
        number * 2
    }
    let triple = |number: u32| number * LIMIT;
    for number in 0..LIMIT {
        yield_!(double(number));
        yield_!(triple(number));
    }
}

#[coro_core::coroutine(yield = u32)]
fn empty() {}

#[coro_core::coroutine(yield = u32)]
fn diverges() -> u32 {
    loop {
        yield_!(1);
    }
}

#[coro_core::coroutine(yield = u32)]
fn fails() -> u32 {
    yield_!(1);
    panic!("always");
}

#[coro_core::coroutine(yield = u32)]
fn unfinished(n: u32) -> u32 {
    yield_!(n);
    match n {
        0 => return todo!(),
        1 => std::process::exit(2),
        _ => unreachable!("{n}"),
    }
}

struct Numbers {
    numbers: Vec<u32>,
}

trait Walk {
    fn walk(&self) -> impl Coroutine<Yield = u32, Return = ()>;
}

impl Walk for Numbers {
    #[coro_core::coroutine(yield = u32)]
    fn walk(&self) {
        for number in &self.numbers {
            yield_!(*number);
        }
    }
}

impl Numbers {
    #[coro_core::coroutine(yield = &u32)]
    fn each(&self) {
        for number in &self.numbers {
            yield_!(number);
        }
    }

    #[coro_core::coroutine(yield = usize)]
    fn drain(mut self) {
        while self.numbers.pop().is_some() {
            yield_!(self.numbers.len());
        }
    }
}

pub(crate) fn main() {
    let numbers = Numbers { numbers: vec![1, 2] };
    drop((numbers.walk(), numbers.each().count()));
    drop(numbers.drain());
    drop((fib(1), average(), reader(Vec::new()), branches(true)));
    drop(described(BTreeMap::from([(1, 2)])));
    drop((delegating(), with_items(), empty(), diverges(), fails(), unfinished(1)));
}
