//! Control flow: loops, labels, values of `break`, early exits, `?`, items and closures in the body.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use coro_differential::prelude::*;

alike! {
    (yield = i64, send = i64)
    fn loop_with_a_value() -> i64 {
        let mut n = 0;
        let found = loop {
            n += 1;
            if yield_!(n) > 4 {
                break n * 10;
            }
            if n > 3 {
                break yield_!(-n);
            }
        };
        found + yield_!(found)
    }
}

alike! {
    (yield = i64, send = i64)
    fn endless() -> i64 {
        let guard = Noisy::new("guard");
        loop {
            let round = Noisy::new("round");
            yield_!(guard.by_ref());
        }
    }
}

alike! {
    (yield = i64, send = i64)
    fn while_loops() -> i64 {
        let mut n = 0;
        while n < 3 {
            let each = Noisy::new(n);
            n += 1;
            if yield_!(n) == 2 {
                continue;
            }
            yield_!(each.into_weight());
        }
        while yield_!(n) % 4 != 0 && n < 8 {
            n += 1;
        }
        n
    }
}

alike! {
    (yield = i64, send = i64)
    fn while_let() -> i64 {
        let mut stack = vec![Noisy::new("a"), Noisy::new("b"), Noisy::new("c")];
        let mut total = 0;
        while let Some(top) = stack.pop() {
            if yield_!(top.by_ref()) == 1 {
                stack.push(Noisy::new("again"));
            }
            total += top.into_weight();
        }
        while let Some(some) = maybe(yield_!(total)) {
            total += yield_!(1);
            if total > 20 {
                break;
            }
        }
        total
    }
}

#[cfg(feature = "limits")]
alike! {
    (yield = i64, send = i64)
    fn for_loops() -> i64 {
        let mut total = 0;
        for i in 0..3 {
            total += yield_!(i);
        }
        for noisy in Source::new("s", 3) {
            if yield_!(noisy.by_ref()) % 5 == 3 {
                break;
            }
            total += 1;
        }
        for (i, c) in "abc".chars().enumerate() {
            yield_!(i as i64 + c as i64);
        }
        for _ in note(0)..yield_!(2) {
            say("round");
        }
        for Pair { left, .. } in [Pair::new("a", "b"), Pair::new("c", "d")] {
            total += yield_!(left.into_weight());
        }
        total
    }
}

alike! {
    (yield = i64, send = i64)
    fn for_loop_over_moved_values() -> i64 {
        let all = vec![Noisy::new("a"), Noisy::new("b"), Noisy::new("c")];
        let mut kept = Vec::new();
        for each in all {
            if yield_!(1) % 2 == 0 {
                kept.push(each);
            }
        }
        yield_!(kept.len() as i64)
    }
}

alike! {
    /// A suspension in the iterator of a `for`, whose temporaries live to the end of the loop.
    (yield = i64, send = i64)
    fn for_iterator_suspends() -> i64 {
        for i in Noisy::new("bound").by_ref()..Noisy::new(yield_!(1)).by_ref() + 4 {
            yield_!(i);
        }
        for each in Source::new(yield_!(2), yield_!(3) % 3) {
            yield_!(each.by_ref());
        }
        0
    }
}

alike! {
    (yield = i64, send = i64)
    fn labels() -> i64 {
        let mut total = 0;
        'outer: for i in 0..4 {
            let outer = Noisy::new(format!("outer{i}"));
            'inner: loop {
                let inner = Noisy::new("inner");
                match yield_!(i) % 6 {
                    0 => continue 'outer,
                    1 => break 'inner,
                    2 => break 'outer,
                    3 => continue 'inner,
                    n => total += n,
                }
                if total > 9 {
                    return total;
                }
            }
            total += yield_!(10);
        }
        total
    }
}

alike! {
    (yield = i64, send = i64)
    fn labelled_blocks() -> i64 {
        let a = Noisy::new("a");
        let n = 'block: {
            let b = Noisy::new("b");
            let m = 'inner: {
                let c = Noisy::new("c");
                if yield_!(1) % 3 == 0 {
                    break 'block 5;
                }
                if yield_!(2) % 3 == 0 {
                    break 'inner 6;
                }
                consume(c)
            };
            m + yield_!(m)
        };
        yield_!(n)
    }
}

alike! {
    (yield = i64, send = i64)
    fn early_returns() -> i64 {
        let a = Noisy::new("a");
        for i in 0..3 {
            let b = Noisy::new("b");
            if yield_!(i) > 3 {
                return consume(a);
            }
            let c = Noisy::new("c");
            if yield_!(i) > 6 {
                return yield_!(9);
            }
        }
        0
    }
}

alike! {
    (yield = i64, send = i64)
    fn question_mark_on_results() -> Result<i64, Big> {
        let guard = Noisy::new("guard");
        let a = fallible(yield_!(1))?;
        let b = fallible(a + 1)? + fallible(yield_!(a))?;
        let joined = join(Noisy::new("pending"), Noisy::new(fallible(yield_!(b))?));
        for i in 0..2 {
            let inner = Noisy::new("inner");
            fallible(yield_!(i))?;
        }
        Ok(yield_!(consume(joined)))
    }
}

alike! {
    (yield = i64, send = i64)
    fn question_mark_on_options() -> Option<Noisy> {
        let a = maybe(yield_!(1))?;
        let n = yield_!(2).checked_sub(1)?;
        let b = maybe(maybe(yield_!(n))?.into_weight() * 2)?;
        if yield_!(3) > 100 {
            None?
        }
        Some(join(a, b))
    }
}

alike! {
    (yield = i64, send = i64)
    fn question_mark_stays_in_its_closure() -> i64 {
        let add = |n: i64| -> Result<i64, Small> { Ok(fallible(n)? + fallible(n + 1)?) };
        let mut total = 0;
        for _ in 0..3 {
            total += add(yield_!(total)).unwrap_or(-1);
        }
        total
    }
}

alike! {
    (yield = i64, send = i64)
    fn nested_deep() -> i64 {
        let mut total = 0;
        for i in 0..2 {
            let a = Noisy::new("a");
            let mut j = 0;
            while j < 2 {
                let b = Noisy::new("b");
                total += match yield_!(i) % 3 {
                    0 => loop {
                        let c = Noisy::new("c");
                        if let Some(n) = (j > 0).then(|| 5) {
                            break n + yield_!(j);
                        } else if yield_!(j) > 3 {
                            break consume(c);
                        } else {
                            j += 1;
                        }
                    },
                    1 => { j += 1; yield_!(7) }
                    _ => { if j == 1 { break } else { 2 } }
                };
                j += 1;
            }
        }
        total
    }
}

alike! {
    (yield = i64, send = i64)
    fn items_in_the_body() -> i64 {
        use std::collections::BTreeMap as Map;
        const STEP: i64 = 3;
        static NAMES: [&str; 2] = ["x", "y"];
        struct Point {
            x: i64,
            y: i64,
        }
        impl Point {
            fn norm(&self) -> i64 {
                self.x.abs() + self.y.abs()
            }
        }
        enum Way {
            Left,
            Right,
        }
        use Way::{Left, Right};
        let point = Point { x: yield_!(STEP), y: yield_!(twice(STEP)) };
        fn twice(n: i64) -> i64 {
            macro_rules! double {
                ($n:expr) => {
                    $n * 2
                };
            }
            double!(n)
        }
        macro_rules! half {
            ($n:expr) => {
                $n / 2
            };
        }
        let way = if yield_!(point.norm()) % 2 == 0 { Left } else { Right };
        let mut map = Map::new();
        map.insert(NAMES[0], half!(point.x));
        yield_!(map.len() as i64);
        match way {
            Left => half!(point.y) + map["x"],
            Right => yield_!(twice(STEP)),
        }
    }
}

alike! {
    (yield = i64, send = i64)
    fn closures_are_kept() -> i64 {
        let mut count = 0;
        let noisy = Noisy::new("captured");
        let mut next = move |by: i64| {
            count += by;
            noisy.plus(count)
        };
        let a = next(yield_!(1));
        let b = next(yield_!(a));
        let once = move || consume(Noisy::new("made"));
        yield_!(b);
        (|n: i64| n + b)(yield_!(once()))
    }
}

alike! {
    (yield = i64, send = i64)
    fn closures_use_locals_between_suspensions() -> i64 {
        let limit = yield_!(1);
        let name = Noisy::new("name");
        let few: Vec<i64> = (0..5).filter(|n| *n != limit).map(|n| n + name.by_ref()).collect();
        let total = few.into_iter().fold(0, |a, b| a + b);
        yield_!(total);
        name.into_weight()
    }
}

alike! {
    /// Either arm leaves the function or the loop: what follows is typed by the other.
    (yield = i64, send = i64)
    fn arms_that_never_come_back() -> i64 {
        let mut n = 0;
        loop {
            let m = match yield_!(n) {
                k if k % 4 == 3 => return k,
                2 => continue,
                5 => break,
                9 => panic!("nine"),
                k => k,
            };
            n += if m > 1 { m } else { yield_!(-1); 1 };
            if n > 15 {
                return { yield_!(n); n };
            }
        }
        yield_!(n)
    }
}

alike! {
    (yield = i64, send = i64)
    fn boxed_recursion_is_only_a_value() -> i64 {
        let mut work: Vec<Box<dyn Fn(i64) -> i64>> = vec![Box::new(|n| n + 1), Box::new(|n| n * 3)];
        let mut n = 1;
        while let Some(step) = work.pop() {
            n = step(yield_!(n));
            if n == 9 {
                work.push(Box::new(move |m| m - n));
            }
        }
        n
    }
}

alike! {
    /// What one condition has assigned, the next one and the body know.
    (yield = i64, send = i64)
    fn a_condition_that_assigns() -> i64 {
        let mut noisy = Noisy::new("first");
        let mut count = 0;
        while count < 3
            && ({
                noisy = Noisy::new(count);
                yield_!(noisy.weight())
            }) != 6
        {
            count += 1;
            drop(noisy);
        }
        count
    }
}

alike! {
    (yield = i64, send = i64)
    fn conditions_that_move_and_leave() -> i64 {
        let mut sum = 0;
        for turn in 0..yield_!(3) % 4 {
            let noisy = Noisy::new(turn);
            let mut left = Some(Noisy::new("left"));
            while sum < 40 && left.take().is_some() && noisy.weight() > 0 && yield_!(sum) >= 0 {
                sum += 1;
                left = Some(Noisy::new(sum));
                if sum % 3 == 0 {
                    break;
                }
            }
        }
        sum
    }
}

alike! {
    /// A guard that says no has given the arms behind it a value.
    (yield = i64, send = i64)
    fn a_guard_that_assigns() -> i64 {
        let late: Noisy;
        let sum = match yield_!(1) % 3 {
            0 if ({ late = Noisy::new("late"); false }) => 1,
            0 => yield_!(2),
            1 => yield_!(3),
            n => n,
        };
        yield_!(4) + sum
    }
}

alike! {
    /// A guard that says no leaves what its pattern has copied, which is not known to be `Copy`, to the arms behind it.
    (yield = i64, send = i64)
    fn a_guard_that_suspends_over_a_copy() -> i64 {
        let mut order = Some(yield_!(1).cmp(&3));
        order = order.map(|order| order.reverse());
        match order {
            Some(order) if order.is_le() && order as i64 == yield_!(order as i64) - 1 => 1,
            Some(ref order) if order.is_eq() && *order as i64 == yield_!(*order as i64) => 2,
            Some(order) => 3 + yield_!(order as i64),
            None => 4,
        }
    }
}

alike! {
    /// Each way out of the loop passes the jump back to its head.
    (yield = i64, send = i64)
    fn a_loop_that_gives_back_what_was_moved(first: Noisy = Noisy::new("first")) -> i64 {
        let mut noisy = first;
        drop(noisy);
        let mut count = 0;
        while count < 3 && ({
            noisy = Noisy::new(count);
            noisy.weight() < 100
        }) {
            count += 1;
        }
        yield_!(count)
    }
}
