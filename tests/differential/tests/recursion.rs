//! Coroutines that delegate to themselves. The native twin puts each child in a box.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use std::ops::{Coroutine, CoroutineState};
use std::pin::Pin;

use coro_differential::prelude::*;

/// The twin's children.
type Boxed<'a, R> = Pin<Box<dyn Coroutine<i64, Yield = i64, Return = R> + 'a>>;

/// Delegates, in the native twin. What the child borrows of temporaries is there to the end of the statement.
macro_rules! yield_from {
    ($child:expr) => {
        match $child {
            mut child => {
                let mut sent = 0;
                loop {
                    match child.as_mut().resume(sent) {
                        CoroutineState::Yielded(value) => sent = (yield value),
                        CoroutineState::Complete(value) => break value,
                    }
                }
            }
        }
    };
}

/// A test that both machines of a body do the same, in which `again(..)` is the function itself.
macro_rules! alike_again {
    (
        $(#[$meta:meta])*
        fn $name:ident($($argument:ident: $type:ty = $value:expr),* $(,)?) -> $return:ty { $($body:tt)* }
    ) => {
        $(#[$meta])*
        #[test]
        fn $name() {
            fn native<'a>($($argument: $type),*) -> impl Coroutine<i64, Yield = i64, Return = $return> {
                fn again<'a>($($argument: $type),*) -> Boxed<'a, $return> {
                    Box::pin(native($($argument),*))
                }
                #[coroutine]
                static move |_first: i64| -> $return {
                    // As in a function: arguments are dropped last first, after the temporaries of the tail.
                    $(let $argument = $argument;)*
                    let result = { $($body)* };
                    result
                }
            }
            #[coro_core::coroutine(yield = i64, send = i64)]
            fn again<'a>($($argument: $type),*) -> $return { $($body)* }

            let compared = coro_differential::compare::compare::<i64, _, _>(
                false,
                || coro_differential::machine::Native::new(native($($value),*)),
                || {
                    use coro_differential::machine::Pinned as _;
                    coro_differential::machine::Wrap(again($($value),*)).wrapped()
                },
            );
            if let Err(difference) = compared {
                panic!("{difference}");
            }
        }
    };
}

alike_again! {
    fn once_in_each_call(n: i64 = 4) -> i64 {
        let before = Noisy::new(format!("before{n}"));
        let sent = yield_!(n);
        let inner = if n > 0 { yield_from!(again(n - 1)) } else { 0 };
        let after = Noisy::new(format!("after{n}"));
        note(sent) + yield_!(inner) + after.weight()
    }
}

alike_again! {
    fn in_a_loop_with_labels(n: i64 = 3) -> i64 {
        let mut sum = 0;
        'outer: for i in 0..3 {
            let outer = Noisy::new(format!("outer{n}.{i}"));
            for j in 0..2 {
                let inner = Noisy::new(format!("inner{n}.{j}"));
                if n == 0 {
                    sum += yield_!(i);
                    continue 'outer;
                }
                match yield_from!(again(n - 1)) % 3 {
                    0 => break 'outer,
                    1 => continue 'outer,
                    other => sum += other,
                }
            }
        }
        sum
    }
}

alike_again! {
    fn arguments_that_move(n: i64 = 3, value: Noisy = Noisy::new("argument"), kept: Option<Noisy> = None) -> i64 {
        let sent = yield_!(value.weight());
        if n == 0 {
            return consume(value);
        }
        if sent % 2 == 0 {
            yield_from!(again(n - 1, value, kept))
        } else {
            let other = Noisy::new(format!("other{n}"));
            let result = yield_from!(again(n - 1, join(value, Noisy::new(n)), Some(other)));
            result + kept.map_or(0, consume)
        }
    }
}

alike_again! {
    fn arguments_with_effects_in_order(n: i64 = 2, a: i64 = 1, b: i64 = 2) -> i64 {
        if n == 0 {
            return yield_!(note(a) * 10 + note(b));
        }
        yield_from!(again(note(n - 1), note(b + yield_!(1)), explode(yield_!(2)))) + note(a)
    }
}

alike_again! {
    fn among_operands(n: i64 = 2) -> i64 {
        if n == 0 {
            return yield_!(0);
        }
        let first = Noisy::new(format!("first{n}"));
        sum(note(n), yield_from!(again(n - 1)), both(first, yield_from!(again(n - 1)))) + yield_!(n)
    }
}

alike_again! {
    fn in_conditions_and_scrutinees(n: i64 = 3) -> i64 {
        let sent = yield_!(n);
        if n == 0 {
            return sent;
        }
        let mut turns = 0;
        while yield_from!(again(n - 1)) % 2 == 0 && turns < 2 {
            turns += 1;
        }
        match (Noisy::new(n), yield_from!(again(n - 1))) {
            (value, result) if result % 3 == 0 => value.weight(),
            (_, result) => note(result) + turns,
        }
    }
}

alike_again! {
    fn an_error_through_all_calls(n: i64 = 4) -> Result<i64, Small> {
        let guard = Noisy::new(format!("guard{n}"));
        let number = fallible(yield_!(n))?;
        if n == 0 {
            return Ok(number);
        }
        let below = yield_from!(again(n - 1))?;
        Ok(fallible(below + number)? + guard.weight())
    }
}

alike_again! {
    fn tail_calls_of_many_kinds(n: i64 = 6) -> i64 {
        let sent = yield_!(n);
        match n {
            0 => sent,
            n if n % 3 == 0 => yield_from!(again(n - 1)),
            n if n % 3 == 1 => {
                let result = yield_from!(again(n - 1));
                return result;
            }
            n => {
                let dropped = Noisy::new(format!("dropped{n}"));
                yield_from!(again(n - 1))
            }
        }
    }
}

alike_again! {
    fn a_tail_call_under_a_temporary(n: i64 = 3) -> i64 {
        yield_!(n);
        if n == 0 {
            return 0;
        }
        match Noisy::new(format!("scrutinee{n}")).weight() {
            0 => 0,
            _ => yield_from!(again(n - 1)),
        }
    }
}

alike_again! {
    fn what_the_caller_owns_is_borrowed(n: i64 = 3, outer: Option<&'a Noisy> = None) -> i64 {
        let own = Noisy::new(format!("own{n}"));
        let sent = yield_!(outer.map_or(n, inspect));
        if n == 0 {
            return sent;
        }
        let first = yield_from!(again(n - 1, Some(&own)));
        first + yield_from!(again(n - 1, outer)) + inspect(&own)
    }
}

alike_again! {
    fn a_temporary_is_borrowed(n: i64 = 3, outer: Option<&'a Noisy> = None) -> i64 {
        let sent = yield_!(outer.map_or(n, inspect));
        if n == 0 {
            return sent;
        }
        let result = yield_from!(again(n - 1, Some(&Noisy::new(format!("temporary{n}"))))) + note(n);
        yield_!(result)
    }
}

alike_again! {
    fn one_list_is_lent_to_all(n: i64 = 3, list: &'a mut Vec<Noisy> = Box::leak(Box::default())) -> i64 {
        list.push(Noisy::new(format!("pushed{n}")));
        let mut sum = yield_!(list.len() as i64);
        for i in 0..2 {
            if n > 0 {
                sum += yield_from!(again(n - 1, list));
            }
        }
        if n % 2 == 0 {
            drop(list.pop());
        }
        sum
    }
}

alike_again! {
    fn an_iterator_over_an_argument(n: i64 = 3, list: Vec<i64> = vec![1, 2, 3]) -> i64 {
        let mut sum = 0;
        for item in &list {
            let guard = Noisy::new(format!("guard{n}.{item}"));
            sum += yield_!(*item);
            if n > 0 {
                sum += yield_from!(again(n - 2, list[1..].to_vec()));
            }
        }
        sum
    }
}

alike_again! {
    fn a_panic_in_a_call(n: i64 = 4) -> i64 {
        let guard = Noisy::new(format!("guard{n}"));
        explode(yield_!(n));
        if n > 0 {
            yield_from!(again(n - 1))
        } else {
            explode(5)
        }
    }
}
