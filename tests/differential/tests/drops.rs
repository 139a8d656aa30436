//! When values are dropped: at the end of their scope, at early exits, when the machine is cut off.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use coro_differential::prelude::*;

alike! {
    (yield = i64, send = i64)
    fn scopes_drop_last_first() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        yield_!(1);
        {
            let c = Noisy::new("c");
            let d = Noisy::new("d");
            yield_!(2);
        }
        let e = Noisy::new("e");
        yield_!(3)
    }
}

alike! {
    /// A guard that nobody mentions again lives to the end of its scope.
    (yield = i64, send = i64)
    fn guards_nobody_mentions() -> i64 {
        let _guard = Guard::new("held");
        let _ = Noisy::new("dropped at once");
        {
            let _guard = Guard::new("inner");
            yield_!(1);
            let _other = (Noisy::new("x"), 5);
            yield_!(2);
        }
        yield_!(3)
    }
}

alike! {
    (yield = i64, send = i64)
    fn shadowed_values_live_on() -> i64 {
        let x = Noisy::new("first");
        let x = Noisy::new(format!("{x}-second"));
        yield_!(x.by_ref());
        let x = x.weight() + yield_!(1);
        let x = Noisy::new(x);
        {
            let x = Noisy::new("inner");
            yield_!(x.by_ref());
            let x = join(x, Noisy::new("more"));
            yield_!(x.by_ref());
        }
        yield_!(x.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn shadowed_twins_of_one_name() -> i64 {
        let (x, y) = (Noisy::new("x1"), Noisy::new("y1"));
        yield_!(1);
        let (x, y) = (y, x);
        yield_!(x.by_ref());
        let y = Noisy::new("y2");
        if let (Some(x), y) = (maybe(yield_!(y.by_ref())), Noisy::new("y3")) {
            yield_!(join(x, y).into_weight());
        }
        match yield_!(x.by_ref()) {
            x if x > 3 => yield_!(x),
            y => yield_!(y + 1),
        }
    }
}

alike! {
    (yield = i64, send = i64)
    fn assignment_drops_the_old_value() -> i64 {
        let mut a = Noisy::new("a0");
        for i in 1..3 {
            a = Noisy::new(format!("a{i}-{}", yield_!(i)));
        }
        let mut pair = Pair::new("left", "right");
        pair.left = Noisy::new(yield_!(5));
        let mut option = Some(Noisy::new("some"));
        if yield_!(6) % 2 == 0 {
            option = None;
        }
        yield_!(7)
    }
}

alike! {
    (yield = i64, send = i64)
    fn containers() -> i64 {
        let boxed = Box::new(Noisy::new("boxed"));
        let all = vec![Noisy::new("v0"), Noisy::new("v1")];
        let tuple = (Noisy::new("t0"), [Noisy::new("t1"), Noisy::new("t2")]);
        let shared = std::rc::Rc::new(Noisy::new("shared"));
        let other = shared.clone();
        yield_!(all.len() as i64);
        let (t0, _) = tuple;
        yield_!(other.by_ref());
        drop(shared);
        yield_!(t0.by_ref());
        (*boxed).into_weight()
    }
}

alike! {
    (yield = i64, send = i64)
    fn early_exits_drop_what_lives() -> i64 {
        let a = Noisy::new("a");
        'outer: for i in 0..3 {
            let b = Noisy::new("b");
            for j in 0..2 {
                let c = Noisy::new("c");
                let sent = yield_!(j);
                let d = Noisy::new("d");
                match sent % 5 {
                    0 => continue,
                    1 => continue 'outer,
                    2 => break,
                    3 => break 'outer,
                    _ => {}
                }
                let e = Noisy::new("e");
                yield_!(9);
            }
            let f = Noisy::new("f");
            if yield_!(i) == 8 {
                return 8;
            }
        }
        let g = Noisy::new("g");
        yield_!(4)
    }
}

alike! {
    /// The value of a block is made before its locals are dropped, and what holds it is dropped after.
    (yield = i64, send = i64)
    fn values_leave_their_scope() -> i64 {
        let outer = {
            let a = Noisy::new("a");
            let b = Noisy::new("b");
            yield_!(1);
            b
        };
        let other = if yield_!(2) > 1 {
            let c = Noisy::new("c");
            join(c, Noisy::new(yield_!(3)))
        } else {
            let d = Noisy::new("d");
            Noisy::new("e")
        };
        yield_!(outer.by_ref() + other.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn drops_of_unused_results() -> i64 {
        Noisy::new(yield_!(1));
        let _ = Noisy::new(yield_!(2));
        let _kept = Noisy::new(yield_!(3));
        (Noisy::new("a"), yield_!(4), Noisy::new("b"));
        _ = Noisy::new(yield_!(5));
        maybe(yield_!(6));
        yield_!(7)
    }
}

alike! {
    (yield = i64, send = i64)
    fn arguments_drop_after_the_locals(
        a: Noisy = Noisy::new("a"),
        b: Noisy = Noisy::new("b"),
        pair: (Noisy, Noisy) = (Noisy::new("left"), Noisy::new("right")),
    ) -> i64 {
        let c = Noisy::new("c");
        yield_!(1);
        let moved = pair.1;
        yield_!(2);
        drop(b);
        yield_!(3)
    }
}

alike! {
    (yield = i64, send = i64)
    fn arguments_nobody_mentions(a: Noisy = Noisy::new("a"), _b: Noisy = Noisy::new("b")) -> i64 {
        let c = Noisy::new("c");
        5
    }
}

alike! {
    (yield = i64, send = i64)
    fn scrutinees_and_arms() -> i64 {
        let n = match Some(Noisy::new("some")) {
            Some(inner) if inner.by_ref() > 20 => 1,
            Some(inner) => {
                let a = Noisy::new("arm");
                yield_!(inner.by_ref())
            }
            None => 0,
        };
        match (Noisy::new("x"), Noisy::new("y")) {
            (x, _) if n == 1 => yield_!(x.by_ref()),
            (_, y) => yield_!(y.by_ref()),
        };
        match Noisy::new("whole") {
            _ => yield_!(1),
        }
    }
}

alike! {
    (yield = i64, send = i64)
    fn loops_drop_each_round() -> i64 {
        let mut kept = None;
        for i in 0..4 {
            let round = Noisy::new(i);
            if yield_!(i) % 2 == 1 {
                kept = Some(round);
            }
        }
        let mut source = Source::new("w", 2);
        while let Some(each) = source.next() {
            let other = Noisy::new("other");
            yield_!(each.by_ref());
        }
        let n = loop {
            let last = Noisy::new("last");
            break yield_!(last.by_ref());
        };
        yield_!(n)
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_scope_guard_of_the_users() -> i64 {
        struct AtExit<F: FnMut()>(F);
        impl<F: FnMut()> Drop for AtExit<F> {
            fn drop(&mut self) {
                (self.0)();
            }
        }
        let outer = AtExit(|| say("outer exit"));
        for i in 0..3 {
            let _inner = AtExit(move || say(format!("inner exit {i}")));
            if yield_!(i) == 4 {
                return 4;
            }
        }
        yield_!(3)
    }
}

alike! {
    (yield = Noisy, send = i64)
    fn the_yielded_value_is_gone() -> Noisy {
        let a = Noisy::new("a");
        yield_!(a);
        let b = Noisy::new("b");
        yield_!(if yield_!(Noisy::new("c")) % 2 == 0 { b } else { Noisy::new("d") });
        Noisy::new("e")
    }
}

alike! {
    (yield = i64, send = i64)
    fn large_values() -> i64 {
        let mut buffer = [0u8; 4096];
        let noisy = Noisy::new("n");
        for i in 0..3 {
            buffer[i * 1000] = yield_!(buffer[i] as i64) as u8;
        }
        let copy = buffer;
        buffer[0] = 77;
        yield_!(copy[0] as i64);
        buffer.iter().chain(&copy).map(|byte| *byte as i64).sum()
    }
}

alike! {
    /// A local that gets its value late is dropped after those that were declared after it.
    (yield = i64, send = i64)
    fn declared_before_and_filled_after() -> i64 {
        let mut source = Source::new("source", 3);
        while let Some(mut x) = source.next() {
            let kept = Some(x);
            x = Noisy::new(0).into_with(yield_!(1));
            let late;
            let other = Noisy::new("other");
            late = Noisy::new(yield_!(2));
            if yield_!(3) == 3 {
                return 4;
            }
        }
        0
    }
}

alike! {
    /// An operand that is pending goes before the locals around it, and after what was declared inside.
    (yield = i64, send = i64)
    fn pending_operands_and_locals() -> i64 {
        let mut count = 0;
        while let Some(x) = maybe(2) {
            count += 1;
            let pair = [
                match maybe(count) {
                    Some(_) => Noisy::new("first"),
                    None => x,
                },
                match yield_!(count) {
                    3 => continue,
                    n if n > 8 => return 9,
                    n => Noisy::new(n),
                },
            ];
            if count > 4 {
                break;
            }
        }
        count
    }
}

alike! {
    /// The temporaries of the new value outlive the old one.
    (yield = Noisy, send = Noisy)
    fn another_value_for_one_that_was_moved_in_part() -> Noisy {
        let mut both: (Noisy, Noisy) = (Noisy::new("l"), Noisy::new("r"));
        let _ = yield_!(both.0);
        both = Pair { left: Noisy::new("new"), ..Pair::of((Noisy::new("l2"), Noisy::new("r2"))) }.into_both();
        yield_!(both.1)
    }
}

alike! {
    /// What the pattern leaves of the value is dropped before the temporaries, in `unsafe` as elsewhere.
    (yield = Noisy, send = i64)
    fn leftovers_in_an_unsafe_block() -> i64 {
        let n = unsafe {
            let Pair { left, .. } = Pair::of(
                Pair { left: Noisy::new(yield_!(Noisy::new("y"))), ..Pair::of((Noisy::new("l"), Noisy::new("r"))) }
                    .into_both(),
            );
            let Some(right) = maybe(Pair { left, ..Pair::of((Noisy::new("a"), Noisy::new("b"))) }.right.by_ref()) else {
                return yield_!(Noisy::new("early"));
            };
            right.by_ref() + yield_!(right)
        };
        n + yield_!(Noisy::new("end"))
    }
}

alike! {
    /// The temporaries of a `let`'s value are dropped before its `else`.
    (yield = i64, send = i64)
    fn temporaries_before_an_else() -> i64 {
        let mut count = 0;
        'again: loop {
            count += 1;
            let Some(kept): Option<Noisy> = maybe(Noisy::new("a").plus(yield_!(count))) else {
                let _ = Noisy::new("else");
                if count < 4 { continue 'again }
                break 'again
            };
            let Some(more): Option<Noisy> = maybe(Noisy::new("b").plus(yield_!(count))) else {
                yield_!(Noisy::new("other").by_ref());
                if count < 4 { continue 'again }
                return 7;
            };
            yield_!(kept.by_ref() + more.by_ref());
        }
        count
    }
}

alike! {
    /// A local that is bound again takes those that were declared after it along.
    (yield = i64, send = i64)
    fn a_local_of_an_outer_scope_gets_a_value_late() -> Option<Noisy> {
        let mut count = 0;
        'outer: while count < 3 {
            count += 1;
            let mut late = Noisy::new("late");
            let mut source = Source::new("source", 2);
            while let Some(item) = source.next() {
                if !(yield_!(1) != 0 && {
                    let closure = move |by: i64| late.plus(by);
                    count != 2
                }) {
                    break 'outer;
                }
                consume(item);
                late = Noisy::new("again");
            }
        }
        None
    }
}

alike! {
    /// What a `match` in an operand looks at is dropped after the operands before it, as any temporary is.
    (yield = i64, send = i64)
    fn a_scrutinee_among_operands() -> i64 {
        for each in [
            Noisy::new("operand"),
            match Some(Noisy::new("scrutinee")) {
                Some(it) if yield_!(1) % 2 == 0 => it,
                Some(it) => {
                    yield_!(2);
                    it
                }
                None => Noisy::new("none"),
            },
        ] {
            yield_!(each.by_ref());
        }
        3
    }
}

alike! {
    /// A tail drops its operands among its temporaries, a statement before them.
    (yield = i64, send = i64)
    fn operands_of_a_tail() -> i64 {
        both(Noisy::new("operand"), yield_!(Noisy::new("temporary").by_ref()));
        let of_a_tail = if yield_!(1) >= 0 {
            both(Noisy::new("operand of a tail"), yield_!(Noisy::new("temporary of a tail").by_ref()))
        } else {
            6
        };
        let of_an_arm = match yield_!(2) {
            n => both(Noisy::new(n), both(Noisy::new(n + 1), yield_!(Noisy::new(n + 2).by_ref()))),
        };
        of_a_tail + both(({ Noisy::new("block") }).into_next(), yield_!(Noisy::new("last").by_ref()))
    }
}

alike! {
    /// What comes out of a block is dropped after what the block declares.
    (yield = i64, send = i64)
    fn values_that_nobody_uses(choice: Option<Noisy> = Some(Noisy::new("choice"))) -> i64 {
        let n = yield_!(1);
        {
            let _inner = Noisy::new("inner");
            yield_!(2);
            Noisy::new("of a block")
        };
        {
            let _inner = Noisy::new("inner of a macro");
            yield_!(2);
            vec![Noisy::new("of a macro")]
        };
        match choice {
            Some(x) if yield_!(3) > n => Noisy::new("of a guarded arm"),
            Some(x) => {
                yield_!(4);
                Noisy::new("of an arm")
            }
            None => Noisy::new("of nothing"),
        };
        if let Some(x) = Some(Noisy::new(yield_!(5))) {
            Noisy::new("of a condition")
        } else {
            Noisy::new("of its other branch")
        };
        loop {
            let _turn = Noisy::new("turn");
            if yield_!(6) > 0 {
                break Noisy::new("of a loop");
            }
        };
        match Noisy::new("scrutinee").by_ref() {
            0 => Noisy::new(yield_!(7)),
            m => {
                let _in_arm = Noisy::new(m);
                Noisy::new(yield_!(8))
            }
        };
        _ = {
            let _inner = Noisy::new("inner again");
            yield_!(9);
            Noisy::new("assigned to nobody")
        };
        let _ = {
            let _inner = Noisy::new("innermost");
            yield_!(10);
            Noisy::new("bound by nobody")
        };
        yield_!(11)
    }
}

alike! {
    /// What is cast to a trait object has its destructor still.
    (yield = i64, send = i64)
    fn a_boxed_trait_object() -> i64 {
        let boxed = Box::new(Noisy::new("boxed")) as Box<dyn std::fmt::Debug>;
        let other = Noisy::new("other");
        let n = yield_!(format!("{boxed:?}").len() as i64);
        yield_!(n as i64 + other.by_ref())
    }
}
