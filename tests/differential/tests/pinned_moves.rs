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

alike! {
    /// What a destructuring assignment gives a local that was moved goes to its slot.
    (yield = i64, send = i64)
    fn filled_again_by_a_destructuring_assignment() -> Noisy {
        let mut x = Noisy::new("x");
        let mut both = (0, 0);
        let mut count = 0;
        while count < 3 {
            count += 1;
            let taken = Pair { right: x, left: Noisy::new("left") }.into_both();
            (x, both.1) = (Noisy::new(count), count);
            let r = &x;
            both.0 += yield_!(count);
            note(r.by_ref() + both.1);
            if both.0 % 2 == 0 {
                Pair { left: x, right: _ } = Pair::of((Noisy::new("a"), Noisy::new("b")));
            }
        }
        x
    }
}

alike! {
    /// What was sent is a temporary, whose reference is kept.
    (yield = i64, send = Noisy)
    fn a_borrow_of_what_was_sent() -> i64 {
        let n = sum(
            match inspect(&yield_!(6)) {
                n => n + yield_!(1).by_ref(),
            },
            1,
            yield_!(3).by_ref(),
        );
        n + vec![match inspect(&yield_!(7)) { _ => yield_!(4) }, yield_!(5)].len() as i64
    }
}

alike! {
    /// Names of the source that the expansion uses, too.
    (yield = i64, send = i64)
    fn filled_again_beside_a_local_of_that_name() -> i64 {
        let mut x = Noisy::new("x");
        let mut assigned = 0;
        for turn in 0..3 {
            drop(x);
            (x, assigned) = (Noisy::new(yield_!(turn)), assigned + Noisy::new("t").by_ref());
            let r = &x;
            yield_!(assigned);
            assigned += r.by_ref();
            if turn == 1 {
                consume(x);
            }
            x = Noisy::new(assigned);
        }
        assigned
    }
}

/// Methods whose names do not say how they take their receivers.
trait Spend: Sized {
    fn spend(self) -> i64;
    fn look(&self) -> i64;
}

impl Spend for Noisy {
    fn spend(self) -> i64 {
        note(self.weight())
    }

    fn look(&self) -> i64 {
        note(self.weight() + 1)
    }
}

alike! {
    (yield = i64, send = i64)
    fn by_a_method_of_any_name() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        let mut sum = 0;
        {
            let both = [&a, &b];
            sum += yield_!(both[0].weight());
            sum += yield_!(both[1].weight());
        }
        if sum > 3 {
            let spent = a.spend();
            return yield_!(spent) + yield_!(b.look());
        }
        sum += a.look();
        sum += yield_!(sum);
        sum + b.spend() + yield_!(sum)
    }
}
