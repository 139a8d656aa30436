//! What `coroutine!` takes is clean as well.

#![deny(warnings)]

use coro_core::keyword::coroutine;

coroutine! {
    fn fib(limit: u64) yield u64 {
        let (mut a, mut b) = (0, 1);
        for _ in 0..limit {
            yield a;
            (a, b) = (b, a + b);
        }
    }
}

pub(crate) fn main() {
    let list = vec![1, 2];
    let mut count = 0;
    let numbers = coroutine!(|| {
        for number in 0..list.len() {
            count += 1;
            yield number;
        }
    });
    drop(numbers);
    let adder = coroutine!(move |first: u32| {
        let second = yield first;
        first + second + count
    });
    drop((fib(3), adder));
}
