//! Temporaries live to the end of their statement, across its suspensions.

use coro_differential::prelude::*;

alike! {
    (yield = i64, send = i64)
    fn in_a_let() -> i64 {
        let n = Noisy::new("t").by_ref() + yield_!(1);
        let m = yield_!(2) + Noisy::new("u").by_ref() + yield_!(n);
        yield_!(m)
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_an_expression_statement() -> i64 {
        sum(Noisy::new("a").by_ref(), yield_!(1), Noisy::new("b").by_ref());
        Noisy::new("c").by_ref().wrapping_add(yield_!(2));
        Noisy::new("d").plus(yield_!(3));
        yield_!(4)
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_the_operand_of_a_suspension() -> i64 {
        let n = yield_!(Noisy::new("t").by_ref());
        yield_!(Noisy::new("u").by_ref() + Noisy::new("v").by_ref());
        yield_!(yield_!(Noisy::new("w").by_ref()) + Noisy::new("x").by_ref());
        yield_!(inspect(&Noisy::new("y")));
        n
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_arguments_and_receivers() -> i64 {
        let a = sum(inspect(&Noisy::new("a")), yield_!(1), inspect(&Noisy::new("b")));
        let b = both(Noisy::new("c"), Noisy::new("d").plus(yield_!(a)) + Noisy::new("e").by_ref());
        let c = Guard::new("g").by_ref() + yield_!(b);
        let d = Guard::new("h").clone().into_with(yield_!(c));
        let e = Pair::new("left", "right").left.plus(yield_!(4));
        let f = [Noisy::new("x"), Noisy::new("y")][yield_!(5) as usize % 2].by_ref();
        yield_!(d.by_ref() + e + f)
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_an_assignment() -> i64 {
        let mut n = 0;
        n = Noisy::new("a").by_ref() + yield_!(1);
        n += Noisy::new("b").by_ref() * yield_!(n);
        let mut numbers = [1, 2, 3];
        numbers[Noisy::new("c").by_ref() as usize % 3] = Noisy::new("d").by_ref() + yield_!(2);
        let mut kept = Noisy::new("kept");
        kept = Noisy::new(Noisy::new("e").by_ref() + yield_!(3));
        yield_!(n + numbers[0] + numbers[1] + numbers[2])
    }
}

alike! {
    /// Those of a scrutinee live to the end of the match.
    (yield = i64, send = i64)
    fn in_a_match_scrutinee() -> i64 {
        let a = match Noisy::new("a").by_ref() % 2 {
            0 => yield_!(1),
            _ => { let inner = Noisy::new("inner"); yield_!(2) }
        };
        match Noisy::new("b").by_ref() + yield_!(a) {
            0 => {}
            n if Noisy::new("guard").by_ref() + yield_!(n) > 12 => { yield_!(3); }
            n => { yield_!(n); }
        }
        match maybe(Noisy::new("c").by_ref() * 2) {
            Some(some) => yield_!(some.by_ref()),
            None => yield_!(4),
        }
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_an_if_condition() -> i64 {
        let n = if Noisy::new("a").by_ref() + yield_!(1) > 8 {
            yield_!(2)
        } else if Noisy::new("b").by_ref() > 3 && yield_!(3) > 2 {
            yield_!(4)
        } else {
            yield_!(5)
        };
        if !(Noisy::new("c").by_ref() > yield_!(n)) {
            yield_!(6);
        }
        n
    }
}

#[cfg(any(feature = "limits", not(feature = "edition_2021")))]
alike! {
    /// Those of an `if let` live to the end of its block; in edition 2021 to the end of the `else` too.
    (yield = i64, send = i64)
    fn in_an_if_let() -> i64 {
        if let Some(some) = maybe(Noisy::new("a").by_ref() + yield_!(1)) {
            yield_!(some.by_ref());
        } else if let 0..=6 = Noisy::new("b").by_ref() {
            yield_!(2);
        } else {
            yield_!(3);
        }
        let n = if let Ok(n) = fallible(Noisy::new("c").by_ref() + yield_!(4)) { n } else { yield_!(5) };
        yield_!(n)
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_a_while_condition() -> i64 {
        let mut n = 0;
        while Noisy::new(n).by_ref() + yield_!(n) < 12 && n < 4 {
            n += 1;
            yield_!(-n);
        }
        while let Some(some) = maybe(Noisy::new("c").by_ref() + yield_!(n)) {
            n += 1;
            if yield_!(some.by_ref()) == 9 || n > 8 {
                break;
            }
        }
        n
    }
}

alike! {
    /// Those of the iterator expression live to the end of the loop.
    (yield = i64, send = i64)
    fn in_a_for_iterator() -> i64 {
        for i in 0..Noisy::new("a").by_ref() % 3 + 1 {
            if yield_!(i) == 5 {
                break;
            }
        }
        for each in Source::new("s", Noisy::new("b").by_ref() % 3 + yield_!(1) % 2) {
            yield_!(each.by_ref());
        }
        yield_!(2)
    }
}

#[cfg(any(feature = "limits", not(feature = "edition_2021")))]
alike! {
    /// Those of a block's tail: dropped before its locals in edition 2024, after them in 2021.
    (yield = i64, send = i64)
    fn in_the_tail_of_a_block() -> i64 {
        let a = {
            let inner = Noisy::new("inner");
            Noisy::new("tail").by_ref() + yield_!(1)
        };
        let b = if yield_!(a) % 2 == 0 {
            let inner = Noisy::new("inner");
            yield_!(2) + Noisy::new("tail").by_ref()
        } else {
            Noisy::new("other").by_ref() * yield_!(3)
        } + Noisy::new("after").by_ref();
        sum({ let c = Noisy::new("c"); Noisy::new("d").by_ref() }, yield_!(b), 1)
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_the_tail_of_the_body(argument: Noisy = Noisy::new("argument")) -> i64 {
        let a = Noisy::new("a");
        Noisy::new("tail").by_ref() + yield_!(1)
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_the_tail_of_match_arms_and_loops() -> i64 {
        let mut rounds = 0;
        let n = loop {
            let local = Noisy::new("local");
            rounds += 1;
            match yield_!(rounds) % 4 {
                0 => break Noisy::new("broken").by_ref() + yield_!(1),
                1 => { Noisy::new("arm").plus(yield_!(2)); }
                2 if rounds > 2 => return Noisy::new("returned").by_ref() + yield_!(3),
                _ => drop(Noisy::new("dropped").into_with(yield_!(4))),
            }
        };
        yield_!(n)
    }
}

#[cfg(any(feature = "limits", not(feature = "edition_2021")))]
alike! {
    (yield = i64, send = i64)
    fn in_short_circuit_operands() -> i64 {
        let a = Noisy::new("a").by_ref() > 4 && yield_!(1) > 1 && Noisy::new("b").by_ref() > yield_!(2);
        let b = Noisy::new("c").by_ref() > 100 || { let d = Noisy::new("d"); Noisy::new("e").by_ref() > yield_!(3) };
        yield_!(a as i64 + b as i64)
    }
}

alike! {
    (yield = i64, send = i64)
    fn in_the_operand_of_a_question_mark() -> Result<i64, Big> {
        let a = fallible(Noisy::new("a").by_ref() + yield_!(1))? + Noisy::new("b").by_ref();
        let b = sum(Noisy::new("c").by_ref(), fallible(yield_!(a))?, Noisy::new("d").plus(yield_!(2)));
        Ok(fallible(Noisy::new("e").by_ref() + yield_!(b))?)
    }
}

#[cfg(feature = "limits")]
alike! {
    (yield = i64, send = i64)
    fn parts_of_temporaries() -> i64 {
        let left = Pair::new("l1", "r1").left;
        yield_!(left.by_ref());
        let right = (yield_!(1), Pair::new("l2", "r2")).1.right;
        yield_!(right.by_ref());
        let n = sum(consume(Pair::new("l3", "r3").right), yield_!(2), 0);
        let (a, _) = (Noisy::new("a"), Noisy::new(yield_!(n)));
        let _ = (Noisy::new("b"), yield_!(3));
        let Pair { left: b, .. } = Pair::new("l4", "r4");
        yield_!(a.by_ref() + b.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn early_exits_drop_them() -> i64 {
        let mut n = 0;
        'outer: while n < 5 {
            n += 1;
            let a = Noisy::new("t").by_ref() + if yield_!(n) % 3 == 0 { continue } else { 1 };
            let b = sum(
                Noisy::new("u").by_ref(),
                Noisy::new("v").plus(yield_!(a)),
                match yield_!(n) { 6 => return 6, m if m % 4 == 3 => break 'outer, m => m },
            );
        }
        yield_!(n)
    }
}

alike! {
    /// A reference to a temporary in a `let` makes it live as long as the local.
    (yield = i64, send = i64)
    fn extended_between_suspensions() -> i64 {
        let n = {
            let extended = &Noisy::new("extended");
            let pair = (&Noisy::new("other"), 1);
            extended.by_ref() + pair.0.by_ref()
        };
        let m = yield_!(n);
        let constant: &'static i64 = &5;
        yield_!(*constant + m);
        *constant
    }
}

alike! {
    /// What is used in place lives to the end of the statement, across the suspension, whatever kind of value it is.
    (yield = i64, send = i64)
    fn in_the_yielded_value() -> i64 {
        yield_!((Noisy::new("left") == Noisy::new("right")) as i64);
        yield_!((-Noisy::new("negated")).by_ref());
        yield_!({
            note(1);
            Noisy::new("of a block")
        }.by_ref());
        yield_!(match maybe(Noisy::new("scrutinee").weight() * 2) {
            Some(found) => found.by_ref(),
            None => 0,
        });
        yield_!(match maybe(2) {
            Some(_) => 1,
            None => 0,
        });
        yield_!((Noisy::new("one"), 5, Noisy::new("three")).1);
        yield_!([Noisy::new("element").by_ref(), 2][0]);
        yield_!(Noisy::new("last").into_weight())
    }
}

alike! {
    /// Pending operands are dropped before the temporaries of their statement, even before those that were made later.
    (yield = i64, send = i64)
    fn operands_go_first() -> Result<i64, Big> {
        let x = Noisy::new("x");
        let n = Noisy::new("receiver").into_with(Noisy::new("argument").plus(inspect(&Noisy::new(yield_!(1)))));
        let m = both(x, sum(Noisy::new("first").by_ref(), yield_!(2), fallible(Noisy::new("last").plus(yield_!(3)))?));
        let local = Noisy::new("local");
        let between = Noisy::new("between");
        Ok(local.into_with(yield_!(m)).weight() + [n, Noisy::new("element"), maybe(4).unwrap_or(Noisy::new(yield_!(5)))].len() as i64)
    }
}

alike! {
    /// A `?` is no scope: what stands under it lives on.
    (yield = i64, send = i64)
    fn under_a_question_mark() -> Result<i64, Big> {
        let n = note(fallible(Noisy::new("a").by_ref())?) + note(fallible(Noisy::new("b").plus(yield_!(1)))?);
        Ok(Noisy::new("c").into_with(fallible(Noisy::new("d").plus(n))?).by_ref())
    }
}

alike! {
    (yield = i64, send = Noisy)
    fn in_macros_with_a_scope_of_their_own() -> i64 {
        yield_!(format!("{} {:?}", 0, yield_!(5)).len() as i64);
        note(format!("{}", inspect(&yield_!(6))).len() as i64)
    }
}

alike! {
    /// The remains of a statement after a suspension: a scrutinee still lives to the end of it.
    (yield = i64, send = Noisy)
    fn of_a_scrutinee_in_a_larger_statement() -> i64 {
        let _ = Noisy::new(match (0, yield_!(8), 0).0 {
            _ => note(1),
        });
        let made = Some(Noisy::new(Noisy::new("inner").plus(yield_!(7).weight())));
        consume(made.unwrap_or(Noisy::new("none")))
    }
}

alike! {
    /// What a block moves out of a value is a value of its own, and lives as long as a `let` extends it.
    (yield = i64, send = i64)
    fn a_part_of_a_value_that_a_let_extends() -> i64 {
        let both = (Noisy::new("l"), Noisy::new("r"));
        let r = &({ std::convert::identity(both).1 });
        yield_!(r.by_ref());
        yield_!(r.by_ref() + 1)
    }
}

alike! {
    /// Those of a value that is taken apart are dropped before its parts are assigned.
    (yield = i64, send = Noisy)
    fn in_a_destructuring_assignment() -> i64 {
        let mut x = Noisy::new("x");
        let mut both = (0, Noisy::new("y"));
        (x, both.0) = (yield_!(Noisy::new("t").plus(0)), Noisy::new("u").plus(1));
        (both.1, _) = (yield_!(both.0), yield_!(Noisy::new("v").plus(2)));
        yield_!(x.weight() + both.1.weight());
        both.0
    }
}

alike! {
    /// The value of a branch is younger than the temporaries of what it branches on.
    (yield = i64, send = i64)
    fn around_an_operand_that_branches() -> i64 {
        if (match Noisy::new(yield_!(0)).by_ref() { _ => Noisy::new("left") }) == Noisy::new("right") {
            yield_!(1);
        }
        let mut turns = 0;
        while Noisy::new("low") < (if Noisy::new(yield_!(2)).by_ref() > 3 { Noisy::new(1) } else { Noisy::new(2) }) {
            turns += 1;
            if turns > 2 {
                break;
            }
        }
        yield_!(turns)
    }
}

/// Lends a number, by a guard that tells when it is dropped.
struct Watched(i64);

impl Watched {
    fn borrow(&self) -> Borrowed {
        Borrowed(Noisy::new("borrowed"), self.0)
    }
}

struct Borrowed(Noisy, i64);

impl std::ops::Deref for Borrowed {
    type Target = i64;
    fn deref(&self) -> &i64 {
        inspect(&self.0);
        &self.1
    }
}

alike! {
    (yield = i64, send = i64)
    fn behind_a_dereference() -> i64 {
        let cell = Watched(1);
        let n = yield_!(*cell.borrow());
        let m = sum(*cell.borrow(), yield_!(n), 0) + *cell.borrow();
        match *cell.borrow() {
            1 => _ = yield_!(m),
            n => _ = yield_!(n),
        }
        if yield_!(3) == *cell.borrow() {
            return *cell.borrow();
        }
        yield_!(*cell.borrow() + *Box::new(m) + 1) + inspect(&*Box::new(Noisy::new("boxed")))
    }
}

alike! {
    (yield = i64, send = i64)
    fn out_of_a_temporary_box() -> i64 {
        let mut boxes = vec![Box::new(Noisy::new("a")), Box::new(Noisy::new("b"))];
        let n = both(*boxes.pop().unwrap(), yield_!(1));
        match *boxes.pop().unwrap() {
            noisy => n + noisy.plus(yield_!(n)),
        }
    }
}
