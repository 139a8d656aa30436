//! Panics: in the middle, with operands pending, in destructors, while the machine is cut off.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use coro_differential::prelude::*;

alike! {
    (yield = i64, send = i64)
    fn in_the_middle() -> i64 {
        let a = Noisy::new("a");
        yield_!(1);
        let b = Noisy::new("b");
        {
            let c = Noisy::new("c");
            if yield_!(2) > 1 {
                panic!("in the middle");
            }
        }
        yield_!(3)
    }
}

alike! {
    (yield = i64, send = i64)
    fn before_the_first_suspension() -> i64 {
        let a = Noisy::new("a");
        explode(note(5));
        yield_!(1)
    }
}

alike! {
    (yield = i64, send = i64)
    fn with_pending_operands() -> i64 {
        let mut n = 0;
        loop {
            let a = Noisy::new("a");
            n = both(
                join(Noisy::new("b"), Noisy::new(yield_!(n))),
                Noisy::new("temporary").by_ref() + explode(yield_!(n)),
            );
            let c = (Noisy::new("c"), [Noisy::new("d"), Noisy::new(explode(yield_!(1)))]);
            n = explode(consume(c.0));
        }
    }
}

alike! {
    (yield = i64, send = i64)
    fn with_locals_that_are_moved_in_part() -> i64 {
        let a = Noisy::new("a");
        let pair = Pair { left: Noisy::new("left"), right: Noisy::new("right") };
        let tuple = (Noisy::new("t0"), Noisy::new("t1"), Noisy::new("t2"));
        explode(yield_!(1) + 2);
        drop(pair.left);
        explode(yield_!(2) + 3);
        let b = Noisy::new("b");
        let moved = (explode(yield_!(3) + 1), tuple.1);
        explode(yield_!(4));
        explode(5)
    }
}

#[cfg(feature = "limits")]
alike! {
    (yield = i64, send = i64)
    fn with_moved_locals() -> i64 {
        let a = Noisy::new("a");
        let mut b = Noisy::new("b");
        let pair = Pair { left: Noisy::new("left"), right: Noisy::new("right") };
        if yield_!(1) % 2 == 0 {
            drop(a);
        }
        drop(pair.left);
        explode(yield_!(2) + 3);
        let moved = b;
        explode(yield_!(3) + 1);
        b = Noisy::new(explode(yield_!(4)));
        explode(5)
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_conditions_and_scrutinees() -> i64 {
        let mut n = 0;
        while explode(n) < 100 {
            let a = Noisy::new(n);
            n += match explode(yield_!(n)) {
                m if explode(m + yield_!(m)) > 20 => 3,
                m => explode(m * 2),
            };
            if explode(n + yield_!(n)) % 4 == 3 {
                break;
            }
        }
        n
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_the_operand_of_a_suspension() -> i64 {
        let a = Noisy::new("a");
        let mut n = 0;
        loop {
            n = yield_!(explode(n + Noisy::new("t").by_ref()));
            yield_!(explode(n));
        }
    }
}

alike! {
    /// The rest of the scope is dropped all the same.
    (yield = i64, send = i64)
    fn in_a_destructor_at_the_end_of_a_scope() -> i64 {
        let a = Noisy::new("a");
        {
            let b = Noisy::new("b");
            let bomb = Bomb("inner");
            let c = Noisy::new("c");
            yield_!(1);
        }
        yield_!(2)
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_a_destructor_while_cut_off(argument: Noisy = Noisy::new("argument")) -> i64 {
        let a = Noisy::new("a");
        let bomb = Bomb("armed");
        let b = Noisy::new("b");
        yield_!(1);
        let pair = Pair::new("left", "right");
        yield_!(2);
        std::mem::forget(bomb);
        yield_!(3)
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_a_destructor_of_an_early_exit() -> i64 {
        let a = Noisy::new("a");
        for i in 0..4 {
            let b = Noisy::new("b");
            let bomb = Bomb("round");
            if yield_!(i) == 2 {
                return 2;
            }
            if yield_!(i) % 5 == 3 {
                break;
            }
            std::mem::forget(bomb);
        }
        yield_!(4)
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_a_destructor_by_assignment() -> i64 {
        let a = Noisy::new("a");
        let mut option = None;
        for i in 0..3 {
            let noisy = Noisy::new(i);
            option = if yield_!(i) % 3 == 1 { Some(Bomb("assigned")) } else { None };
            yield_!(10 + i);
        }
        0
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_a_destructor_of_a_temporary() -> i64 {
        let a = Noisy::new("a");
        let n = (Noisy::new("t").by_ref(), Bomb("temporary").0.len() as i64, yield_!(1));
        yield_!(2)
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_a_destructor_of_a_dropped_argument(a: Noisy = Noisy::new("a"), bomb: Bomb = Bomb("argument"), b: Noisy = Noisy::new("b")) -> i64 {
        yield_!(1);
        let c = Noisy::new("c");
        yield_!(2)
    }
}

alike! {
    (yield = i64, send = i64)
    fn of_arithmetic_and_std() -> i64 {
        let a = Noisy::new("a");
        let all = vec![1, 2, 3];
        let mut n: i64 = yield_!(1);
        loop {
            let quotient = 100 / (4 - n);
            let item = all[yield_!(quotient) as usize % 4];
            let some = maybe(yield_!(item) * 2).unwrap();
            let parsed: i64 = "12x"[..2].parse().expect("a number");
            n = parsed - yield_!(some.by_ref());
            let narrow = u8::try_from(n * 20 + 100).unwrap() - 1;
            n = narrow as i64;
        }
    }
}

alike! {
    (yield = Noisy, send = Noisy)
    fn with_values_that_were_sent() -> i64 {
        let a = yield_!(Noisy::new("first"));
        let b = join(yield_!(Noisy::new("second")), {
            explode(a.by_ref());
            yield_!(a)
        });
        explode(b.weight() + 1);
        yield_!(b);
        explode(5)
    }
}

alike! {
    (yield = i64, send = i64)
    fn caught_inside() -> i64 {
        let a = Noisy::new("a");
        let mut n = 0;
        for i in 0..3 {
            let m = yield_!(i);
            let outcome = std::panic::catch_unwind(move || explode(m + 3));
            n += yield_!(outcome.unwrap_or(-1));
        }
        n
    }
}
