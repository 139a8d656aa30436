//! Patterns: let-else, let chains, guards, `@`, `ref`, or- and slice patterns.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use coro_differential::prelude::*;

/// A type with every kind of variant.
#[derive(Debug)]
enum Shape {
    Empty,
    Line(Noisy),
    Box { left: Noisy, right: Noisy },
    Many(Vec<i64>),
}

fn shape(number: i64) -> Shape {
    match number.rem_euclid(4) {
        0 => Shape::Empty,
        1 => Shape::Line(Noisy::new("line")),
        2 => Shape::Box { left: Noisy::new("left"), right: Noisy::new("right") },
        _ => Shape::Many(vec![number, number + 1, number + 2]),
    }
}

alike! {
    (yield = i64, send = i64)
    fn let_else() -> i64 {
        let mut total = 0;
        for i in 0..4 {
            let Some(a) = maybe(yield_!(i)) else {
                yield_!(-1);
                continue;
            };
            let Shape::Line(line) = shape(yield_!(a.by_ref())) else {
                let other = Noisy::new("other");
                if yield_!(-2) > 9 {
                    break;
                }
                return yield_!(other.by_ref());
            };
            total += line.into_weight();
        }
        total
    }
}

alike! {
    (yield = i64, send = i64)
    fn let_patterns() -> i64 {
        let (a, b @ 2.., (c, _)) = (yield_!(1), 5, (Noisy::new("c"), Noisy::new("d"))) else {
            return 0;
        };
        let [first, .., last] = [yield_!(a), 2, yield_!(b)];
        let Pair { left, right: mut other } = Pair { left: c, right: Noisy::new(yield_!(first)) };
        other.by_mut(last);
        let n = {
            let ref seen = yield_!(3);
            *seen + 1
        };
        let &m = &n;
        yield_!(m);
        join(left, other).into_weight()
    }
}

#[cfg(feature = "limits")]
alike! {
    (yield = i64, send = i64)
    fn match_every_variant() -> i64 {
        let mut total = 0;
        for i in 0..6 {
            total += match shape(yield_!(i)) {
                Shape::Empty => yield_!(1),
                Shape::Line(noisy) => consume(noisy) + yield_!(2),
                Shape::Box { left, .. } if yield_!(3) % 2 == 0 => yield_!(left.into_weight()),
                Shape::Box { left: _, right } => { yield_!(4); right.into_weight() }
                Shape::Many(all) => { let n = all.len() as i64; yield_!(n) + all[0] }
            };
        }
        total
    }
}

alike! {
    (yield = i64, send = i64)
    fn guards() -> i64 {
        let limit = yield_!(1);
        let mut total = 0;
        for i in 0..5 {
            total += match i {
                0 if limit > 100 => 1,
                n if n == limit => yield_!(n),
                n if yield_!(n) % 4 == 0 => n * 10,
                n if note(n) > 2 && yield_!(-n) > 5 || n == 1 => n * 100,
                3 if { let noisy = Noisy::new("guard"); yield_!(noisy.by_ref()) > 3 } => 7,
                _ => yield_!(8),
            };
        }
        total
    }
}

#[cfg(feature = "limits")]
alike! {
    /// A guard sees the binding by reference; it moves only when the guard has said yes.
    (yield = i64, send = i64)
    fn guards_before_moves() -> i64 {
        let option = Some(Noisy::new("a"));
        let n = match option {
            Some(a) if a.by_ref() > 100 => consume(a),
            Some(a) if yield_!(1) % 2 == 0 => { yield_!(a.by_ref()); consume(a) }
            Some(b) if yield_!(2) % 2 == 0 && b.by_ref() < 50 => { yield_!(3); consume(b) }
            Some(ref c) => c.by_ref(),
            None => yield_!(4),
        };
        yield_!(n)
    }
}

alike! {
    (yield = i64, send = i64)
    fn let_chains() -> i64 {
        let mut total = 0;
        for i in 0..4 {
            if let Some(a) = maybe(yield_!(i))
                && let n = yield_!(a.by_ref())
                && n % 3 != 0
                && let Shape::Line(line) = shape(yield_!(n))
            {
                total += yield_!(line.by_ref()) + consume(a);
            } else if yield_!(-i) > 4 && let Some(b) = maybe(yield_!(5)) {
                yield_!(b.by_ref());
                break;
            } else {
                total += 1;
            }
        }
        while total < 30 && let Some(c) = maybe(yield_!(total)) && yield_!(c.by_ref()) != 9 {
            total += 5 + yield_!(7);
        }
        total
    }
}

alike! {
    (yield = i64, send = i64)
    fn if_let_with_else() -> i64 {
        let a = if let Some(x) = maybe(yield_!(1)) {
            yield_!(x.by_ref())
        } else if let Ok(n) = fallible(yield_!(2)) {
            yield_!(n)
        } else {
            yield_!(3)
        };
        if let 0..=3 | 7 = yield_!(a) {
            yield_!(4);
        }
        a
    }
}

#[cfg(feature = "limits")]
alike! {
    (yield = i64, send = i64)
    fn or_patterns() -> i64 {
        let mut total = 0;
        for i in 0..3 {
            match (yield_!(i) % 4, shape(yield_!(i))) {
                (0 | 1, Shape::Line(noisy) | Shape::Box { left: noisy, .. }) => {
                    total += yield_!(noisy.by_ref());
                }
                (n @ (2 | 3), Shape::Empty | Shape::Many(_)) => total += yield_!(n),
                (n, Shape::Line(_)) | (n, _) if yield_!(n) > 2 => total += 100,
                _ => total += yield_!(-1),
            }
        }
        let (Ok(n) | Err(n)) = fallible(yield_!(1)).map_err(|small| small.0.weight());
        n + total
    }
}

alike! {
    (yield = i64, send = i64)
    fn slice_patterns() -> i64 {
        let all = [yield_!(1), yield_!(2), yield_!(3), 4];
        let n = match all {
            [0, .., last] => yield_!(last),
            [first, second, ..] if yield_!(first) == second => yield_!(5),
            [_, middle @ .., _] => middle[0] + yield_!(middle[1]),
        };
        let noisy = [Noisy::new("a"), Noisy::new("b"), Noisy::new("c")];
        let [a, _, c] = noisy;
        yield_!(a.by_ref());
        let [x, rest @ ..] = [a, c, Noisy::new("d")];
        yield_!(rest.len() as i64);
        let length = match &[n, 2, 3][..] {
            [] => 0,
            [one] => *one,
            [_, rest @ ..] => rest.len() as i64,
        };
        yield_!(length);
        x.into_weight()
    }
}

alike! {
    (yield = i64, send = i64)
    fn at_patterns() -> i64 {
        let n = match yield_!(1) {
            small @ 0..=2 => yield_!(small),
            all @ (3 | 5 | 7) if yield_!(all) % 2 == 0 => all,
            big @ 8.. => yield_!(big) + big,
            any => -any,
        };
        let pair @ (a, _) = (yield_!(n), 4);
        let option = match Some(yield_!(a)) {
            whole @ Some(5..) => whole,
            Some(x @ 1..) => Some(yield_!(x)),
            other => other.or(Some(pair.1)),
        };
        option.unwrap_or(0)
    }
}

alike! {
    (yield = i64, send = i64)
    fn ref_patterns() -> i64 {
        let option = Some(Noisy::new("a"));
        let mut pair = (Noisy::new("b"), 5);
        let n = match option {
            Some(ref noisy) => noisy.by_ref(),
            None => 0,
        };
        yield_!(n);
        {
            let (ref mut noisy, ref number) = pair;
            noisy.by_mut(*number);
        }
        let weight = if let Some(noisy) = &option { inspect(noisy) } else { 0 };
        yield_!(weight);
        if let (_, 5) = &pair {
            yield_!(pair.0.by_ref());
        }
        option.map_or(0, consume)
    }
}

alike! {
    (yield = i64, send = i64)
    fn constants_and_paths_in_patterns() -> i64 {
        const THREE: i64 = 3;
        const FIVE: i64 = 5;
        let mut total = 0;
        for _ in 0..4 {
            total += match yield_!(total) {
                0 => 1,
                THREE => yield_!(30),
                FIVE.. => yield_!(50),
                i64::MIN..0 => unreachable!(),
                n => yield_!(n),
            };
        }
        match (yield_!(1) > 2, yield_!(2).checked_rem(2)) {
            (true, Some(0)) => yield_!(10) + total,
            (false, Some(1)) => yield_!(20) + total,
            (_, rest) => rest.map_or(total, |n| n + total),
        }
    }
}

#[cfg(feature = "limits")]
alike! {
    (yield = i64, send = i64)
    fn bindings_of_several_kinds_in_one_pattern() -> i64 {
        let value = Some((Noisy::new("moved"), 3, [Noisy::new("x"), Noisy::new("y")]));
        let Some((moved, copied, [_, mut y])) = value else { return 0 };
        yield_!(copied);
        y.by_mut(yield_!(moved.by_ref()));
        let Some(n @ (1 | 2 | 3 | 4)) = (yield_!(5) % 6).checked_abs() else {
            return yield_!(consume(moved));
        };
        yield_!(n);
        join(y, moved).into_weight()
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_long_match() -> i64 {
        let mut n = 0;
        let mut rounds = 0;
        while rounds < 12 {
            rounds += 1;
            n = match yield_!(n) % 13 {
                0 => n + 1,
                1 => yield_!(n) + 1,
                2 if n > 5 => yield_!(2),
                2 => { let two = Noisy::new("two"); yield_!(two.by_ref()) }
                3 => { yield_!(3); continue }
                4 => yield_!(yield_!(4)),
                5 | 6 => if yield_!(5) > 9 { break } else { n },
                7 => { yield_!(7); return n }
                8 => -yield_!(8),
                9 => { let (a, b) = (yield_!(9), yield_!(10)); a * b }
                other => other,
            };
        }
        n
    }
}

alike! {
    /// What a guard does not look at stays in the scrutinee until the guard says yes. The scrutinee is evaluated once.
    (yield = i64, send = i64)
    fn guards_that_suspend_and_bindings_that_move() -> i64 {
        let mut total = 0;
        for i in 0..4 {
            total += match maybe(note(i)) {
                Some(x) if yield_!(1) % 3 == 0 => x.into_weight(),
                Some(mut y) if yield_!(2) % 2 == 0 => y.by_mut(1),
                Some(z) => {
                    yield_!(3);
                    consume(z)
                }
                None => 0,
            };
            total += match (both(Noisy::new("counted once"), i) != 5) as i64 {
                n @ 0..=1 if yield_!(n) > 4 => n,
                _ => yield_!(4),
            };
            total += match (Pair::new("l", "r"), i) {
                (Pair { left, right }, n) if yield_!(n) % 2 == 0 => (left + right).into_weight(),
                (Pair { left, right }, n) => (right + left).into_weight() + n,
            };
        }
        total
    }
}

alike! {
    (yield = i64, send = i64)
    fn let_else_that_is_taken_apart() -> i64 {
        let mut x = maybe(0);
        let mut count = 0;
        let each = 7;
        while count < 5 {
            count += 1;
            let Some(each) = (match yield_!(each) {
                n if n % 3 == 1 => continue,
                _ => x,
            }) else {
                yield_!(each);
                break;
            };
            x = maybe(consume(each));
            let Ok(n) = fallible(Noisy::new("temporary").plus(count)) else {
                note(yield_!(8));
                return each_is(9);
            };
        }
        count
    }
}

fn each_is(n: i64) -> i64 {
    note(n)
}

alike! {
    /// What the arms pass over of what was sent is kept while they suspend, and dropped with the statement.
    (yield = i64, send = i64)
    fn arms_that_pass_over_parts_of_what_was_sent() -> i64 {
        let mut total = 0;
        for turn in 0..4 {
            let both = |n: i64| if n % 3 == 0 { Err(Noisy::new("no")) } else { Ok((Noisy::new("a"), Noisy::new("b"))) };
            match both(yield_!(turn)) {
                Ok((a, _)) if a.weight() % 2 == total % 2 => total += a.weight() + yield_!(10),
                Ok((_, _)) if turn == 1 => total += yield_!(11),
                Ok((_, b)) => total += b.weight(),
                Err(_) => total += yield_!(12),
            }
            note(total);
        }
        total
    }
}

alike! {
    (yield = i64, send = Noisy)
    fn arms_that_pass_over_parts_of_what_a_suspension_gave() -> i64 {
        let mut total = 0;
        for turn in 0..4 {
            match (yield_!(turn), Some(Noisy::new("other"))) {
                (sent, _) if sent.weight() % 2 == 0 => {
                    yield_!(sent.weight());
                }
                (_, Some(_)) if turn != 1 => {
                    yield_!(20);
                }
                (_, Some(other)) => total += other.weight(),
                _ => {}
            }
            note(total);
        }
        total
    }
}

alike! {
    /// A guard that does not suspend stays a guard: what it looks at is not moved.
    (yield = i64, send = Noisy)
    fn a_guard_with_temporaries_in_an_operand() -> i64 {
        let mut total = 0;
        for turn in 0..3 {
            total += yield_!(
                match Some(yield_!(turn)) {
                    Some(sent) if matches!(sent.by_ref() + Noisy::new("t").by_ref(), 0..=3 | 7) => {
                        yield_!(2).weight()
                    }
                    Some(mut sent) => sent.by_mut(7),
                    None => 8,
                } - total
            )
            .weight();
        }
        total
    }
}
