//! A suspension in every position of an expression, among operands with effects.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use coro_differential::prelude::*;

alike! {
    (yield = i64, send = i64)
    fn statement_and_let() -> i64 {
        yield_!(1);
        let a = yield_!(2);
        let (b, c): (i64, i64) = (yield_!(a), note(a) + 1);
        yield_!(b + c)
    }
}

alike! {
    (yield = (), send = ())
    fn nothing_yielded_nothing_sent() -> () {
        say("one");
        yield_!();
        say("two");
        yield_!()
    }
}

alike! {
    (yield = i64, send = i64)
    fn no_suspension_is_reached() -> i64 {
        if note(false) {
            yield_!(1);
        }
        5
    }
}

alike! {
    (yield = i64, send = i64)
    fn nested_suspensions() -> i64 {
        yield_!(yield_!(note(yield_!(1)) + 1) + yield_!(2))
    }
}

alike! {
    (yield = i64, send = i64)
    fn call_arguments() -> i64 {
        let first = sum(yield_!(1), note(2), note(3));
        let middle = sum(note(1), yield_!(first), note(3));
        let last = sum(note(1), note(2), yield_!(middle));
        sum(yield_!(first), sum(note(4), yield_!(middle), 5), yield_!(last))
    }
}

alike! {
    (yield = i64, send = i64)
    fn arguments_by_value_are_pending() -> i64 {
        let a = Noisy::new("a");
        let n = both(a, yield_!(1));
        let joined = join(Noisy::new("b"), join(Noisy::new(yield_!(n)), Noisy::new("c")));
        both(joined, yield_!(2))
    }
}

alike! {
    (yield = i64, send = i64)
    fn callee() -> i64 {
        fn plus_one(n: i64) -> i64 {
            note(n + 1)
        }
        fn twice(n: i64) -> i64 {
            note(n * 2)
        }
        fn pick(n: i64) -> fn(i64) -> i64 {
            say("pick");
            if n % 2 == 0 { plus_one } else { twice }
        }
        let a = pick(yield_!(1))(note(10));
        let b = { yield_!(a); twice }(yield_!(2));
        let chosen = pick(b);
        a + chosen(yield_!(3)) + (chosen)(note(4))
    }
}

#[cfg(feature = "limits")]
alike! {
    /// The branches are two functions: their types are coerced to that of a pointer.
    (yield = i64, send = i64)
    fn callee_of_two_branches() -> i64 {
        fn plus_one(n: i64) -> i64 {
            note(n + 1)
        }
        fn twice(n: i64) -> i64 {
            note(n * 2)
        }
        (if yield_!(1) % 2 == 0 { twice } else { plus_one })(yield_!(2))
    }
}

alike! {
    (yield = i64, send = i64)
    fn receivers_and_method_arguments() -> i64 {
        let a = Noisy::new(yield_!(1)).into_with(yield_!(2)).into_next();
        let n = yield_!(3).wrapping_add(note(4)).wrapping_mul(yield_!(5));
        a.into_with(n).into_with(yield_!(6)).into_weight()
    }
}

alike! {
    (yield = i64, send = i64)
    fn binary_operators() -> i64 {
        let a = note(1) + yield_!(2) * note(3) - yield_!(4);
        let b = (yield_!(a) & 6 | note(8)) ^ (yield_!(b'x' as i64) << 1) >> note(1);
        a.wrapping_mul(7) % (yield_!(b) + 50) / note(3)
    }
}

alike! {
    (yield = i64, send = i64)
    fn comparisons() -> bool {
        let a = note(1) < yield_!(2);
        let b = yield_!(3) == note(2);
        (a != b) == (yield_!(a as i64) >= yield_!(b as i64))
    }
}

alike! {
    (yield = i64, send = bool)
    fn unary_operators() -> i64 {
        let a = !yield_!(1);
        let b = -(if !!yield_!(2) { note(3) } else { note(4) });
        if !(a && !yield_!(b)) { -b } else { b }
    }
}

alike! {
    (yield = i64, send = bool)
    fn short_circuit() -> i64 {
        let a = yield_!(1) && yield_!(2) || yield_!(3);
        let b = note(true) && (yield_!(4) || note(false)) && !yield_!(5);
        let c = note(false) || yield_!(6) && { say("block"); yield_!(7) };
        i64::from(a) + 2 * i64::from(b) + 4 * i64::from(c)
    }
}

alike! {
    (yield = i64, send = i64)
    fn short_circuit_leaves_a_local_moved() -> i64 {
        let a = Noisy::new("a");
        let b = yield_!(1) % 2 == 0 && { drop(a); yield_!(2) > 3 };
        yield_!(b as i64);
        say("end");
        3
    }
}

alike! {
    (yield = i64, send = i64)
    fn compound_assignment() -> i64 {
        let mut n = 5;
        n += yield_!(n);
        n -= { n *= 2; yield_!(n) };
        let mut pair = (1, [2, 3]);
        pair.0 += yield_!(n);
        pair.1[1] *= note(3) + yield_!(4);
        n + pair.0 + pair.1[0] + pair.1[1]
    }
}

alike! {
    /// The right side comes first, then the operands of the place, then the drop of the old value.
    (yield = i64, send = i64)
    fn assignment() -> i64 {
        let mut numbers = [1, 2, 3];
        numbers[note(yield_!(1)) as usize % 3] = note(yield_!(2));
        let mut a = Noisy::new("a");
        a = Noisy::new(yield_!(numbers[0]));
        let mut pair = Pair::new("left", "right");
        pair.right = Noisy::new(yield_!(3));
        let (mut x, mut y) = (1, 2);
        (x, y) = (y + yield_!(x), x);
        (x, numbers[yield_!(5) as usize % 3], ..) = (yield_!(6), y, note(7));
        [a, _] = [Noisy::new("b"), Noisy::new(yield_!(x))];
        x + y + numbers[1]
    }
}

#[cfg(feature = "limits")]
alike! {
    (yield = i64, send = i64)
    fn struct_fields() -> i64 {
        let pair = Pair { right: Noisy::new(yield_!(1)), left: Noisy::new(yield_!(2)) };
        yield_!(3);
        let left = Noisy::new("shorthand");
        let pair = Pair { left, ..note(Pair { right: Noisy::new(yield_!(4)), ..pair }) };
        yield_!(5);
        pair.left.into_weight()
    }
}

#[cfg(feature = "limits")]
alike! {
    (yield = i64, send = i64)
    fn struct_update_with_a_suspending_base() -> i64 {
        let pair = Pair {
            left: Noisy::new("l"),
            ..{ yield_!(1); Pair { left: Noisy::new("unused"), right: Noisy::new(yield_!(2)) } }
        };
        yield_!(3);
        pair.right.into_weight()
    }
}

alike! {
    (yield = i64, send = i64)
    fn tuples_arrays_repeat_index() -> i64 {
        let tuple = (note(1), Noisy::new("t"), yield_!(2), Noisy::new("u"), yield_!(3));
        let array = [Noisy::new("x"), Noisy::new(yield_!(tuple.2)), Noisy::new("y")];
        let repeated = [yield_!(4); 3];
        let picked = [note(10), 11, 12][yield_!(5) as usize % 3] + repeated[yield_!(6) as usize % 3];
        let field = (yield_!(7), note(8)).1;
        picked + field + array.len() as i64 + tuple.4
    }
}

alike! {
    (yield = i64, send = i64)
    fn ranges_casts_references() -> i64 {
        let range = note(1)..yield_!(4);
        let inclusive = (yield_!(range.start)..=note(5)).contains(&yield_!(2));
        let from = (yield_!(inclusive as i64)..).next();
        let cast = (yield_!(300) as u8) as i64 + yield_!(-1) as u16 as i64;
        let reference = *&yield_!(cast);
        let slices = [1, 2, 3, 4][..yield_!(reference) as usize % 4].len();
        slices as i64 + from.unwrap_or(0)
    }
}

alike! {
    (yield = i64, send = i64)
    fn conditions_and_scrutinees() -> i64 {
        let mut n = if yield_!(1) > note(3) { yield_!(2) } else { note(5) };
        while n < yield_!(n) + 3 {
            n += 2;
        }
        match yield_!(n) + note(1) {
            0 => note(1),
            n @ 1..4 => yield_!(n),
            _ if yield_!(7) % 2 == 0 => note(2),
            other => yield_!(other) + yield_!(8),
        }
    }
}

alike! {
    (yield = i64, send = i64)
    fn values_of_blocks() -> i64 {
        let a = { say("in"); yield_!(1) };
        let b = 'found: {
            if a > 2 {
                break 'found yield_!(2);
            }
            note(3) + yield_!(3)
        };
        let c = unsafe { sum(yield_!(b), note(1), a) };
        let d = loop { break note(1) + yield_!(c); };
        if d > 100 {
            return yield_!(d);
        }
        return sum(a, yield_!(d), b);
    }
}

alike! {
    /// An operand that is a `Copy` local is read before the suspension.
    (yield = i64, send = i64)
    fn operands_are_read_in_their_turn() -> i64 {
        let mut n = 3;
        let a = n + { n = 10; yield_!(n) } + n;
        let b = sum(n, { n += 1; yield_!(n) }, n);
        let c = (n, { n += 1; yield_!(n); n }, [n, { n = 0; yield_!(1) }]);
        let d = n.wrapping_sub({ n = 9; yield_!(n) });
        a + b + c.0 + c.1 + c.2[0] + d + n
    }
}

alike! {
    /// A local that an operand moved, and a later operand gives a new value.
    (yield = i64, send = i64)
    fn operand_moved_and_reassigned() -> i64 {
        let mut a = Noisy::new("a");
        let joined = join(a, { a = Noisy::new("b"); yield_!(1); Noisy::new("c") });
        yield_!(2);
        join(joined, a).into_weight()
    }
}

alike! {
    (yield = Noisy, send = Noisy)
    fn values_with_drops_go_in_and_out() -> Noisy {
        let a = yield_!(Noisy::new("first"));
        let b = yield_!(join(a, Noisy::new("second")));
        yield_!(b);
        let kept = yield_!(yield_!(Noisy::new("third")).into_next());
        join(kept, yield_!(Noisy::new("fourth")))
    }
}

alike! {
    (yield = i64, send = Option<i64>)
    fn sent_options() -> Option<i64> {
        let a = yield_!(1)?;
        let b = yield_!(a).unwrap_or(note(9)) + yield_!(2)?;
        let Some(c) = yield_!(b) else { return Some(-1) };
        yield_!(c).map(|n| n + a)
    }
}

alike! {
    (yield = i64, send = i64, as = first)
    fn the_first_value_has_a_name() -> i64 {
        let second = yield_!(first);
        yield_!(first + second)
    }
}

alike! {
    (yield = i64, send = Noisy, as = first)
    fn the_first_value_lives_to_the_end() -> i64 {
        let inner = Noisy::new("inner");
        let second = yield_!(first.by_ref());
        yield_!(second.by_ref() + inner.by_ref())
            .into_weight()
    }
}

alike! {
    (yield = i64, send = i64)
    fn arguments(a: Noisy = Noisy::new("a"), n: i64 = 4, b: Noisy = Noisy::new("b")) -> i64 {
        let c = Noisy::new("c");
        let m = yield_!(n);
        drop(a);
        yield_!(m + c.by_ref())
    }
}

alike! {
    (yield = &'static str, send = i64)
    fn types_are_inferred() -> Vec<i64> {
        let mut all = Vec::new();
        let mut last = None;
        let mut names = ["a", "b", "c"].into_iter();
        while let Some(name) = names.next() {
            let sent = yield_!(name);
            all.extend(last.replace(sent));
            let parsed = sent.to_string().parse();
            all.push(parsed.unwrap_or(yield_!("default")));
        }
        all
    }
}

alike! {
    /// An early exit leaves operands pending: they drop, last first.
    (yield = i64, send = i64)
    fn exits_with_pending_operands() -> i64 {
        let mut n = 0;
        'outer: loop {
            n += 1;
            let c = join(
                Noisy::new("a"),
                join(Noisy::new("b"), if yield_!(n) % 3 == 0 { break 'outer } else { Noisy::new("c") }),
            );
            let d = (c, Noisy::new("d"), if yield_!(n) % 5 == 4 { continue } else { Noisy::new("e") });
            let e = [d.1, if n > 3 { return yield_!(100) } else { Noisy::new("f") }];
        }
        yield_!(n)
    }
}
