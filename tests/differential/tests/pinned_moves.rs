//! Locals that are borrowed while the coroutine is suspended, and then used by value.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use coro_differential::prelude::*;

alike! {
    (yield = i64, send = i64)
    fn by_value_everywhere() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        let c = Noisy::new("c");
        let d = Noisy::new("d");
        {
            let all = [&a, &b, &c, &d];
            yield_!(all.len() as i64);
            yield_!(all[1].weight());
        }
        let list = vec![a];
        let pair = (b, 1);
        yield_!(pair.1);
        let other = c;
        drop({ d });
        yield_!(other.weight() + list.len() as i64)
    }
}

alike! {
    (yield = i64, send = i64)
    fn reassigned_after_a_borrow() -> i64 {
        let mut a = Noisy::new("a");
        for n in 0..3 {
            let r = &a;
            if yield_!(r.weight()) > 1 {
                yield_!(r.weight());
            }
            a = Noisy::new(n);
            yield_!(a.weight());
        }
        a.weight()
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_wildcard_takes_nothing() -> i64 {
        let a = Noisy::new("a");
        let pair = (Noisy::new("b"), Noisy::new("c"));
        let r = &a;
        let s = &pair.0;
        yield_!(r.weight());
        _ = a;
        let _ = pair;
        (_, _) = pair;
        yield_!(r.weight() + s.weight());
        yield_!(s.weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn matched_by_value() -> i64 {
        let a = Some(Noisy::new("a"));
        let b: Result<Noisy, Noisy> = Err(Noisy::new("b"));
        let c = (Noisy::new("c"), Noisy::new("d"));
        {
            let r = (&a, &b, &c);
            yield_!(1);
            yield_!(r.0.is_some() as i64);
        }
        let after = Noisy::new("after");
        match a {
            Some(n) => {
                yield_!(n.weight());
            }
            None => {}
        }
        match b {
            Ok(n) => {
                yield_!(n.weight());
            }
            Err(n) => {
                yield_!(n.weight());
            }
        }
        let (x, y) = c;
        yield_!(y.weight());
        match x {
            z => {
                yield_!(z.weight());
            }
        }
        yield_!(after.weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn some_by_if_let() -> i64 {
        let a = Some(Noisy::new("a"));
        let r = &a;
        yield_!(r.is_some() as i64);
        yield_!(r.is_some() as i64);
        if let Some(n) = a {
            yield_!(n.weight());
        } else {
            yield_!(0);
        }
        yield_!(2)
    }
}

alike! {
    (yield = i64, send = i64)
    fn boxes() -> i64 {
        let a = Box::new(Noisy::new("a"));
        let n = Box::new(5i64);
        {
            let r = (&*a, &*n);
            yield_!(r.0.weight());
            yield_!(*r.1);
        }
        let five = *n;
        let b = *a;
        yield_!(b.weight() + five + *n)
    }
}

alike! {
    (yield = i64, send = i64)
    fn captured_by_move() -> i64 {
        let a = Noisy::new("a");
        let mut list = vec![Noisy::new("b")];
        {
            let r = (&a, &list);
            yield_!(r.0.weight());
            yield_!(r.1.len() as i64);
        }
        let mut push = move |n: i64| {
            list.push(Noisy::new(n));
            list.len() as i64
        };
        yield_!(push(1));
        let weigh = move || a.weight();
        yield_!(push(2) + weigh())
    }
}
