//! Temporaries that a `let` extends through branches and blocks, and those that are changed where they lie.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use std::pin::{Pin, pin};

use coro_differential::prelude::*;

fn made(name: &str, by: i64) -> Noisy {
    say(format_args!("makes {name}"));
    Noisy::new(format_args!("{name}{by}"))
}

fn failing(n: i64) -> Result<i64, Small> {
    if n % 5 == 0 { Err(Small(Noisy::new("failed"))) } else { Ok(n) }
}

fn continue_with(total: &mut i64) {
    *total += 7;
}

alike! {
    (yield = i64, send = i64)
    fn through_an_if() -> i64 {
        let before = Noisy::new("before");
        let n = yield_!(1);
        let outside = Noisy::new("outside");
        let r = if n % 2 == 0 { &made("extended", n) } else { &outside };
        let after = Noisy::new("after");
        let m = yield_!(r.weight());
        let s: &str = if m % 3 == 0 { &format!("{m}") } else if m % 3 == 1 { "none" } else { &format!("{n}{m}") };
        say(s);
        yield_!(s.len() as i64);
        yield_!(r.weight() + s.len() as i64)
    }
}

alike! {
    (yield = i64, send = i64)
    fn through_a_match() -> i64 {
        let mut total = 0;
        for turn in 0..3 {
            let first = Noisy::new("first");
            let r = match yield_!(turn) % 4 {
                0 => &made("a", 0),
                1 => &mut made("b", 1),
                2 if turn == 1 => break,
                _ => {
                    let inner = Noisy::new("inner");
                    &made("c", inner.by_ref())
                }
            };
            total += yield_!(r.weight());
            let last = Noisy::new("last");
            total += yield_!(r.by_ref());
        }
        total
    }
}

alike! {
    (yield = i64, send = i64)
    fn through_a_block() -> i64 {
        let r = {
            let inner = Noisy::new("inner");
            let k = inner.by_ref() + 1;
            &[made("x", k), made("y", k)]
        };
        let n = yield_!(r[0].weight());
        let s = {
            let inner = Noisy::new("inner too");
            let k = yield_!(n);
            &mut made("changed", k)
        };
        s.by_mut(2);
        yield_!(s.weight());
        s.by_mut(3);
        let t = unsafe { &made("in unsafe", 1) };
        yield_!(t.weight() + s.weight() + r[1].weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn branches_that_leave() -> i64 {
        let n = yield_!(1);
        let r = if n % 2 == 0 { &made("stays", n) } else { return n };
        let m = yield_!(r.weight());
        let s = match m % 3 {
            0 => return r.weight(),
            1 => &made("one", yield_!(7)),
            _ => r,
        };
        yield_!(s.weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_parts_and_nested() -> i64 {
        let n = yield_!(1);
        let (a, b) = (made("part", 1), if n % 2 == 0 { Some(&made("some", n)) } else { None });
        let (_, c, x) = (say("first"), &made("second", 2), &made("third", 3));
        let d = if n % 3 == 0 { if n % 2 == 0 { &made("both", 6) } else { &made("three", 3) } } else { &a };
        let e = &if n % 2 == 1 { made("odd", n) } else { made("even", n) };
        yield_!(c.weight() + x.weight());
        yield_!(a.weight() + b.map_or(0, |b| b.weight()) + d.weight() + e.weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn behind_parts_that_have_effects() -> Result<i64, Small> {
        let mut total = 0;
        loop {
            let n = yield_!(total);
            let kept = Noisy::new("kept");
            let (a, b) = (failing(n)?, &made("behind", n));
            let [c, d] = [&made("front", 1), if n % 3 == 0 { continue_with(&mut total); continue } else { &made("two", a) }];
            let Pair { left, .. } = Pair { left: Noisy::new(yield_!(b.weight())), right: made("right", 1) };
            let Some(e) = (if n % 4 == 1 { None } else { Some(&made("some", c.weight())) }) else {
                return Ok(total);
            };
            total += yield_!(e.weight() + d.weight() + left.weight());
            if total > 60 {
                break Ok(total + b.weight());
            }
        }
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_conditions_that_bind() -> i64 {
        let option = Some(Noisy::new("option"));
        let n = yield_!(1);
        let r = if let Some(noisy) = &option && n % 2 == 0 { &made("bound", noisy.by_ref()) } else { &Noisy::new("none") };
        let m = yield_!(r.weight());
        let s = 'found: {
            if m % 2 == 0 {
                break 'found r;
            }
            yield_!(m);
            &made("tail", m)
        };
        let t: &dyn std::fmt::Debug = match m { 0 => &made("dyn", 0), _ => &"text" };
        say(format_args!("{t:?}"));
        yield_!(s.weight());
        say(format_args!("{t:?}"));
        s.weight()
    }
}

alike! {
    (yield = i64, send = i64)
    fn changed_where_they_lie() -> i64 {
        let mut total = 0;
        for x in [4, 5].iter_mut() {
            *x += yield_!(*x);
            total += *x;
        }
        for x in [total, 5].iter() {
            total += yield_!(*x);
        }
        for x in [[1, 2], [3, 4]].iter_mut().flat_map(|row| row.iter_mut()).rev() {
            *x += yield_!(*x);
            total += *x;
        }
        let z = &mut 4;
        *z += yield_!(*z);
        let ref mut rest = [total, 2, 3];
        rest[0] += yield_!(rest[1]);
        if let Some(x) = [1, 2].last_mut() {
            *x += yield_!(*x);
            total += *x;
        }
        yield_!(*z + rest[0] + total)
    }
}

alike! {
    async fn through_branches_to_an_await() -> i64 {
        let n = ask(1).await;
        let r = if n % 2 == 0 { &made("extended", n) } else { &made("other", ask(2).await) };
        let m = ask(r.weight()).await;
        let s = match m % 3 {
            0 => &made("zero", m),
            1 => r,
            _ => {
                let inner = Noisy::new("inner");
                &made("block", ask(3).await)
            }
        };
        ask(s.weight()).await + r.weight()
    }
}

alike! {
    async fn changed_across_an_await() -> i64 {
        let mut total = 0;
        for x in [4, 5].iter_mut() {
            *x += ask(*x).await;
            total += *x;
        }
        let z = &mut 4;
        *z += ask(total).await;
        *z
    }
}
