//! `async fn`s that await themselves. In the native twin each call is in a box.

// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use std::pin::Pin;

use coro_differential::awaits::{Explicit, Polled};
use coro_differential::compare::compare;
use coro_differential::prelude::*;

/// A test that both machines of a body do the same, in which `again(..)` is the function itself: cut off at every await, by a drop
/// and by a cancellation.
macro_rules! alike_again {
    (
        $(#[$meta:meta])*
        async fn $name:ident($($argument:ident: $type:ty = $value:expr),* $(,)?) -> $return:ty { $($body:tt)* }
    ) => {
        $(#[$meta])*
        #[test]
        fn $name() {
            async fn native<'a>($($argument: $type),*) -> $return {
                fn again<'a>($($argument: $type),*) -> Pin<Box<dyn Future<Output = $return> + 'a>> {
                    Box::pin(native($($argument),*))
                }
                $($body)*
            }
            #[coro_core::coroutine]
            async fn again<'a>($($argument: $type),*) -> $return { $($body)* }

            let twin = || Polled::new(native($($value),*));
            let compared = compare::<i64, _, _>(false, twin, || Explicit::<_, false>::new(again($($value),*)))
                .and_then(|()| compare::<i64, _, _>(false, twin, || Explicit::<_, true>::new(again($($value),*))));
            if let Err(difference) = compared {
                panic!("{difference}");
            }
        }
    };
}

alike_again! {
    async fn once_in_each_call(n: i64 = 4) -> i64 {
        let before = Noisy::new(format!("before{n}"));
        let sent = ask(n).await;
        let inner = if n > 0 { again(n - 1).await } else { 0 };
        let after = Noisy::new(format!("after{n}"));
        note(sent) + ask(inner).await + after.weight()
    }
}

alike_again! {
    async fn in_a_loop_with_labels(n: i64 = 3) -> i64 {
        let mut sum = 0;
        'outer: for i in 0..3 {
            let outer = Noisy::new(format!("outer{n}.{i}"));
            for j in 0..2 {
                let inner = Noisy::new(format!("inner{n}.{j}"));
                if n == 0 {
                    sum += ask(i).await;
                    continue 'outer;
                }
                match again(n - 1).await % 3 {
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
    async fn arguments_that_move(n: i64 = 3, value: Noisy = Noisy::new("argument"), kept: Option<Noisy> = None) -> i64 {
        let sent = ask(value.weight()).await;
        if n == 0 {
            return consume(value);
        }
        if sent % 2 == 0 {
            again(n - 1, value, kept).await
        } else {
            let other = Noisy::new(format!("other{n}"));
            let result = again(n - 1, join(value, Noisy::new(n)), Some(other)).await;
            result + kept.map_or(0, consume)
        }
    }
}

alike_again! {
    async fn among_operands(n: i64 = 2) -> i64 {
        if n == 0 {
            return ask(0).await;
        }
        let first = Noisy::new(format!("first{n}"));
        sum(note(n), again(n - 1).await, both(first, again(n - 1).await)) + ask(n).await
    }
}

alike_again! {
    async fn an_error_through_all_calls(n: i64 = 4) -> Result<i64, Small> {
        let guard = Noisy::new(format!("guard{n}"));
        let number = fallible(ask(n).await)?;
        if n == 0 {
            return Ok(number);
        }
        let below = again(n - 1).await?;
        Ok(fallible(below + number)? + guard.weight())
    }
}

alike_again! {
    async fn tail_calls_of_many_kinds(n: i64 = 6) -> i64 {
        let sent = ask(n).await;
        match n {
            0 => sent,
            n if n % 3 == 0 => again(n - 1).await,
            n if n % 3 == 1 => {
                let result = again(n - 1).await;
                return result;
            }
            n => {
                let dropped = Noisy::new(format!("dropped{n}"));
                again(n - 1).await
            }
        }
    }
}

alike_again! {
    async fn what_the_caller_owns_is_borrowed(n: i64 = 3, outer: Option<&'a Noisy> = None) -> i64 {
        let own = Noisy::new(format!("own{n}"));
        let sent = ask(outer.map_or(n, inspect)).await;
        if n == 0 {
            return sent;
        }
        let first = again(n - 1, Some(&own)).await;
        first + again(n - 1, outer).await + inspect(&own)
    }
}

alike_again! {
    async fn a_temporary_is_borrowed(n: i64 = 3, outer: Option<&'a Noisy> = None) -> i64 {
        let sent = ask(outer.map_or(n, inspect)).await;
        if n == 0 {
            return sent;
        }
        let result = again(n - 1, Some(&Noisy::new(format!("temporary{n}")))).await + note(n);
        ask(result).await
    }
}

alike_again! {
    async fn one_list_is_lent_to_all(n: i64 = 3, list: &'a mut Vec<Noisy> = Box::leak(Box::default())) -> i64 {
        list.push(Noisy::new(format!("pushed{n}")));
        let mut sum = ask(list.len() as i64).await;
        for i in 0..2 {
            if n > 0 {
                sum += again(n - 1, list).await;
            }
        }
        if n % 2 == 0 {
            drop(list.pop());
        }
        sum
    }
}

alike_again! {
    async fn calls_that_never_wait(n: i64 = 5) -> i64 {
        let guard = Noisy::new(format!("guard{n}"));
        if n == 0 { 1 } else { again(n - 1).await + again(0).await }
    }
}

alike_again! {
    async fn a_panic_in_a_call(n: i64 = 4) -> i64 {
        let guard = Noisy::new(format!("guard{n}"));
        explode(ask(n).await);
        if n > 0 {
            again(n - 1).await
        } else {
            explode(5)
        }
    }
}
