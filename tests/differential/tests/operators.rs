//! Operators that are functions of the user's types: operands by value, by reference, through guards.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use coro_differential::prelude::*;

alike! {
    (yield = i64, send = i64)
    fn binary_by_value() -> i64 {
        let a = Noisy::new("a");
        let b = a + Noisy::new(yield_!(1)) - Noisy::new("c");
        let c = b * yield_!(2) + (Noisy::new("d") << Noisy::new(yield_!(3)));
        yield_!(c.by_ref());
        (c + yield_!(4)).into_weight()
    }
}

alike! {
    (yield = i64, send = i64)
    fn unary_by_value() -> i64 {
        let a = -Noisy::new(yield_!(1));
        let b = { yield_!(2); !-a };
        let c = -(Noisy::new("c") + -Noisy::new(yield_!(3)));
        yield_!(b as i64 + c.by_ref())
    }
}

alike! {
    /// Comparison takes its operands by reference: temporaries live on, locals are not moved.
    (yield = i64, send = i64)
    fn comparison_of_temporaries() -> i64 {
        let a = Noisy::new("left") == Noisy::new(yield_!(1));
        let b = { yield_!(2); Noisy::new("m") } < { yield_!(3); Noisy::new("n") };
        let c = Noisy::new(yield_!(4)) != Noisy::new("4") && Noisy::new("x") >= Noisy::new(yield_!(5));
        yield_!(6);
        i64::from(a) + 2 * i64::from(b) + 4 * i64::from(c)
    }
}

alike! {
    (yield = i64, send = i64)
    fn comparison_of_locals() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        let n = (a == b) as i64 + yield_!((a < b) as i64);
        let m = (a == Noisy::new("a")) as i64;
        yield_!(m);
        consume(a) + consume(b) + n
    }
}

alike! {
    /// The local is borrowed before its right side is evaluated, and used after: nothing can come between.
    (yield = i64, send = i64)
    fn comparison_with_a_suspending_right_side() -> i64 {
        let a = Noisy::new("a");
        let n = (a == Noisy::new(yield_!(1))) as i64;
        let m = (a < { yield_!(2); Noisy::new("b") }) as i64;
        yield_!(n + m);
        consume(a)
    }
}

alike! {
    (yield = i64, send = i64)
    fn compound_assignment_on_values() -> i64 {
        let mut a = Noisy::new("a");
        let mut pair = Pair::new("left", "right");
        a -= 3;
        yield_!(a.by_ref());
        a += Noisy::new("b");
        yield_!(1);
        pair.left += Noisy::new("c");
        pair.right -= a.by_ref();
        yield_!(pair.right.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn compound_assignment_with_a_suspending_right_side() -> i64 {
        let mut a = Noisy::new("a");
        a += Noisy::new(yield_!(1));
        a -= yield_!(2) + yield_!(3);
        let mut pair = Pair::new("left", "right");
        pair.left += Noisy::new(yield_!(4));
        let mut bag = Bag::default();
        bag += Noisy::new(yield_!(5));
        bag += { let inner = Noisy::new("inner"); yield_!(6); inner };
        yield_!(a.by_ref() + pair.left.by_ref());
        bag.0.len() as i64
    }
}

alike! {
    /// Two-phase borrows: the receiver is a place, and its argument suspends.
    (yield = i64, send = i64)
    fn two_phase_borrows() -> i64 {
        let mut all = Vec::new();
        all.push(yield_!(1));
        all.push(all.len() as i64 + yield_!(2));
        all.insert(0, yield_!(3));
        let mut a = Noisy::new("a");
        let n = a.by_mut(yield_!(4)) + a.plus(yield_!(5));
        let mut text = String::from("x");
        text.push_str(&yield_!(6).to_string());
        all.push(n);
        yield_!(text.len() as i64);
        all.iter().sum()
    }
}

alike! {
    (yield = i64, send = i64)
    fn two_phase_borrows_of_fields() -> i64 {
        let mut pair = (vec![1], Pair { left: Noisy::new("left"), right: Noisy::new("right") });
        pair.0.push(yield_!(1));
        pair.1.left.by_mut(yield_!(2));
        drop(pair.1.right);
        pair.0.push(pair.1.left.plus(yield_!(3)));
        pair.0.into_iter().fold(0, |a: i64, b| a.wrapping_mul(3) + b)
    }
}

alike! {
    (yield = i64, send = i64)
    fn index_of_the_users_type() -> i64 {
        let mut bag = Bag(vec![Noisy::new("a"), Noisy::new("b"), Noisy::new("c")]);
        let n = bag[yield_!(0) % 3].by_ref();
        bag[1] = Noisy::new("d");
        let m = bag[2].by_mut(n);
        yield_!(m);
        bag[yield_!(1) % 3] = Noisy::new(yield_!(2));
        let total = bag[0].weight() + yield_!(n + m);
        yield_!(total)
    }
}

alike! {
    (yield = i64, send = i64)
    fn guards_are_dereferenced() -> i64 {
        let mut guard = Guard::new("guarded");
        let n = guard.by_ref();
        yield_!(n);
        guard.by_mut(2);
        let m = inspect(&guard) + change(&mut guard);
        yield_!(m);
        *guard = Noisy::new(yield_!(3));
        let weight = (*guard).weight();
        *guard += Noisy::new("more");
        yield_!(weight)
    }
}

#[cfg(feature = "limits")]
alike! {
    /// The guard is dereferenced before the argument is evaluated: that borrow is not a two-phase one.
    (yield = i64, send = i64)
    fn guards_are_dereferenced_before_the_argument() -> i64 {
        let mut guard = Guard::new("guarded");
        let n = guard.by_mut(yield_!(2));
        guard.plus(yield_!(n))
    }
}

alike! {
    (yield = i64, send = i64)
    fn boxes_are_dereferenced() -> i64 {
        let mut boxed = Box::new(5);
        *boxed += yield_!(*boxed);
        let mut noisy = Box::new(Noisy::new("boxed"));
        yield_!(noisy.by_ref());
        *noisy = Noisy::new(yield_!(*boxed));
        yield_!(noisy.by_ref());
        *Box::new(Noisy::new(yield_!(3))) = Noisy::new("into a temporary");
        *boxed
    }
}

#[cfg(feature = "limits")]
alike! {
    (yield = i64, send = i64)
    fn moved_out_of_a_box() -> i64 {
        let boxed = Box::new(Noisy::new("boxed"));
        yield_!(boxed.by_ref());
        let moved = *boxed;
        yield_!(moved.by_ref());
        let mut pair = Box::new(Pair::new("left", "right"));
        let left = pair.left;
        yield_!(left.by_ref());
        pair.left = moved;
        yield_!(pair.left.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn references_passed_between_suspensions() -> i64 {
        let mut a = Noisy::new("a");
        let n = inspect(&a) + change(&mut a);
        yield_!(n);
        {
            let view = &mut a;
            view.by_mut(1);
            let again = &*view;
            again.by_ref();
        }
        let m = sum(inspect(&a), yield_!(change(&mut a)), inspect(&a));
        yield_!(m)
    }
}

alike! {
    /// References that come in as arguments cross suspensions freely.
    (yield = i64, send = i64)
    fn references_from_outside(text: &'static str = "some words here", all: &'static [i64] = &[3, 1, 2]) -> i64 {
        let mut total = 0;
        for word in text.split(' ') {
            yield_!(word.len() as i64);
        }
        for number in all.iter() {
            total += *number * yield_!(*number);
        }
        let [first, rest @ ..] = all else { return 0 };
        yield_!(*first);
        let largest = rest.iter().max();
        yield_!(total);
        largest.copied().unwrap_or(0)
    }
}

alike! {
    /// Which side comes first cannot be seen where the right one is only read.
    (yield = i64, send = i64)
    fn a_place_that_suspends_is_changed(by: Noisy = Noisy::new("by")) -> i64 {
        let mut numbers = vec![1, 2, 3];
        let n = 5;
        let mut m = yield_!(1);
        numbers[yield_!(2).rem_euclid(3) as usize] += n;
        numbers[yield_!(3).rem_euclid(3) as usize] -= -1;
        numbers[{ note(1); yield_!(n).rem_euclid(3) as usize }] *= (m as i32) as i64;
        m = numbers[yield_!(4).rem_euclid(3) as usize];
        let mut list = vec![Noisy::new("a"), Noisy::new("b")];
        list[yield_!(5).rem_euclid(2) as usize] += by;
        let more = Noisy::new("more");
        *{ yield_!(6); Guard::new("guard") } += more;
        m
    }
}
