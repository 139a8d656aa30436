//! Moves: conditional and partial ones, reassignment, deferred initialisation, captures.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use coro_differential::prelude::*;

alike! {
    (yield = i64, send = i64)
    fn moved_before_a_suspension() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        drop(a);
        let n = yield_!(1);
        let c = b;
        yield_!(2);
        consume(c) + n
    }
}

alike! {
    (yield = i64, send = i64)
    fn moved_on_one_branch() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        if yield_!(1) % 2 == 0 {
            consume(a);
        }
        yield_!(2);
        let c = Noisy::new("c");
        yield_!(3)
    }
}

alike! {
    (yield = i64, send = i64)
    fn moved_on_one_branch_after_a_suspension_in_it() -> i64 {
        let a = Noisy::new("a");
        if yield_!(1) % 2 == 0 {
            yield_!(2);
            drop(a);
            yield_!(3);
        } else if yield_!(4) > 2 {
            let b = a;
            yield_!(5);
        }
        yield_!(6)
    }
}

alike! {
    (yield = i64, send = i64)
    fn moved_in_a_match() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        let n = match yield_!(1) % 3 {
            0 => consume(a),
            1 => join(a, b).into_weight(),
            _ => yield_!(2),
        };
        yield_!(n);
        7
    }
}

alike! {
    (yield = i64, send = i64)
    fn reassigned_after_a_move() -> i64 {
        let mut a = Noisy::new("a");
        drop(a);
        yield_!(1);
        a = Noisy::new("b");
        yield_!(2);
        let b = a;
        a = Noisy::new(yield_!(3));
        join(a, b).into_weight()
    }
}

alike! {
    (yield = i64, send = i64)
    fn reassigned_after_a_conditional_move() -> i64 {
        let mut a = Noisy::new("a");
        for i in 0..4 {
            if yield_!(i) % 2 == 0 {
                drop(a);
            } else {
                a.by_mut(i);
            }
            yield_!(10 + i);
            a = Noisy::new(i);
        }
        yield_!(a.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn moved_and_reassigned_around_a_loop() -> i64 {
        let mut current = Noisy::new("start");
        let mut total = 0;
        while total < 20 {
            total += consume(current) + yield_!(total);
            current = Noisy::new(total);
            if yield_!(total) == 7 {
                let last = current;
                yield_!(last.by_ref());
                break;
            }
        }
        total
    }
}

alike! {
    (yield = i64, send = i64)
    fn moved_then_out_of_the_loop() -> i64 {
        let a = Noisy::new("a");
        let n = loop {
            if yield_!(1) > 2 {
                break consume(a);
            }
            if yield_!(2) > 8 {
                drop(a);
                return yield_!(3);
            }
        };
        yield_!(n)
    }
}

alike! {
    (yield = i64, send = i64)
    fn deferred_initialisation() -> i64 {
        let a;
        let b = Noisy::new("b");
        yield_!(1);
        a = Noisy::new("a");
        let n;
        if yield_!(2) % 2 == 0 {
            n = yield_!(3);
        } else {
            n = note(4);
        }
        let c: Noisy;
        yield_!(n);
        c = join(a, b);
        yield_!(c.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn conditional_initialisation() -> i64 {
        let a;
        let b;
        let c = Noisy::new("c");
        if yield_!(1) % 2 == 0 {
            a = Noisy::new("a");
            yield_!(a.by_ref());
        }
        match yield_!(2) % 3 {
            0 => b = Noisy::new("b0"),
            1 => { b = Noisy::new("b1"); yield_!(b.by_ref()); }
            _ => {}
        }
        yield_!(3)
    }
}

alike! {
    (yield = i64, send = i64)
    fn initialised_in_a_loop() -> i64 {
        let found;
        let mut n = 0;
        loop {
            n += 1;
            if yield_!(n) % 3 == 2 || n > 4 {
                found = Noisy::new(n);
                break;
            }
        }
        yield_!(found.by_ref());
        found.into_weight()
    }
}

alike! {
    (yield = i64, send = i64)
    fn partial_moves() -> i64 {
        let pair = Pair { left: Noisy::new("left"), right: Noisy::new("right") };
        let tuple = (Noisy::new("t0"), (Noisy::new("t1"), Noisy::new("t2")));
        drop(pair.right);
        yield_!(pair.left.by_ref());
        let inner = tuple.1.0;
        yield_!(2);
        let n = consume(pair.left) + inner.by_ref();
        yield_!(n);
        tuple.1.1.into_weight()
    }
}

alike! {
    (yield = i64, send = i64)
    fn conditional_partial_moves_of_a_tuple() -> i64 {
        let mut pair = (Noisy::new("left"), Noisy::new("right"));
        if yield_!(1) % 2 == 0 {
            drop(pair.0);
        }
        yield_!(2);
        if yield_!(3) % 3 == 0 {
            drop(pair.1);
        } else {
            pair.1 = Noisy::new("new right");
        }
        yield_!(4);
        pair.0 = Noisy::new("new left");
        yield_!(pair.0.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn partial_moves_put_back_into_a_tuple() -> i64 {
        let mut pair = (Noisy::new("left"), Noisy::new("right"));
        let left = pair.0;
        yield_!(1);
        pair.0 = join(left, Noisy::new(yield_!(2)));
        let both = pair;
        yield_!(both.0.by_ref());
        pair = (both.1, both.0);
        yield_!(pair.0.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn moved_in_part_after_it_was_looked_at() -> i64 {
        let before = Noisy::new("before");
        let triple = (Noisy::new("t0"), Noisy::new("t1"), Noisy::new("t2"));
        let after = Noisy::new("after");
        yield_!(1);
        say(format!("{triple:?}"));
        let all = &triple;
        let n = all.1.by_ref();
        for i in 0..yield_!(n) % 3 {
            if yield_!(i) % 2 == 0 {
                let moved = triple.1;
                yield_!(moved.by_ref());
                return triple.0.by_ref();
            }
        }
        yield_!(triple.0.by_ref() + triple.1.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn moved_in_part_in_a_loop() -> i64 {
        let mut total = 0;
        let mut outer = (Noisy::new("o0"), Noisy::new("o1"));
        for i in 0..3 {
            let pair: (Noisy, Option<Noisy>) = (outer.0, Some(Noisy::new(i)));
            outer.0 = Noisy::new("again");
            if let Some(inner) = pair.1 {
                total += yield_!(inner.by_ref());
            }
            let last = Noisy::new("last");
            yield_!(pair.0.by_ref());
            if yield_!(total) % 4 == 1 {
                drop(outer.1);
                break;
            }
        }
        yield_!(outer.0.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn parts_captured_by_closures() -> i64 {
        let pair = (Noisy::new("left"), Noisy::new("right"));
        let triple = (Noisy::new("t0"), Noisy::new("t1"), 3);
        let by_move = move || pair.0.by_ref();
        yield_!(1);
        let by_use = || drop(triple.1);
        yield_!(by_move() + triple.2);
        let unit = { by_use }();
        yield_!(pair.1.by_ref());
        yield_!(triple.0.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn moved_in_part_by_patterns() -> i64 {
        let tuple = (Noisy::new("t0"), (Noisy::new("t1"), Noisy::new("t2")), Noisy::new("t3"));
        let (.., (inner, _), _) = tuple;
        yield_!(inner.by_ref());
        let two = note((Noisy::new("x"), Noisy::new("y")));
        let (first, _) = two;
        yield_!(first.by_ref());
        let shown = Pair::new("left", "right");
        let Pair { left: _, right } = shown;
        let array = [Noisy::new("e0"), Noisy::new("e1"), Noisy::new("e2"), Noisy::new("e3")];
        say(format!("{} {array:?}", array[1]));
        let [element, .., _] = array;
        let last = Noisy::new("last");
        yield_!(right.by_ref() + element.by_ref());
        yield_!(tuple.2.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_part_that_is_borrowed_while_another_is_moved() -> i64 {
        let mut triple = (Noisy::new("t0"), Noisy::new("t1"), Noisy::new("t2"));
        let other = Noisy::new("other");
        let last = &mut triple.2;
        drop(triple.0);
        yield_!(last.by_mut(1));
        let n = last.by_ref();
        if yield_!(n) % 2 == 0 {
            triple.2 = triple.1;
        }
        yield_!(triple.2.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn parts_of_arguments(
        a: Noisy = Noisy::new("a"),
        pair: (Noisy, Noisy) = (Noisy::new("left"), Noisy::new("right")),
        b: Noisy = Noisy::new("b"),
        triple: (Noisy, Noisy, i64) = (Noisy::new("t0"), Noisy::new("t1"), 3),
        n: i64 = 4,
    ) -> i64 {
        let c = Noisy::new("c");
        yield_!(pair.1.by_ref() + n);
        let moved = pair.1;
        yield_!(triple.2);
        if yield_!(5) % 2 == 0 {
            drop(triple.0);
        }
        yield_!(moved.by_ref())
    }
}

#[cfg(feature = "limits")]
alike! {
    (yield = i64, send = i64)
    fn conditional_partial_moves() -> i64 {
        let mut pair = Pair::new("left", "right");
        if yield_!(1) % 2 == 0 {
            drop(pair.left);
        }
        yield_!(2);
        if yield_!(3) % 3 == 0 {
            drop(pair.right);
        } else {
            pair.right = Noisy::new("new right");
        }
        yield_!(4);
        pair.left = Noisy::new("new left");
        yield_!(pair.left.by_ref())
    }
}

#[cfg(feature = "limits")]
alike! {
    (yield = i64, send = i64)
    fn partial_moves_put_back() -> i64 {
        let mut pair = Pair::new("left", "right");
        let left = pair.left;
        yield_!(1);
        pair.left = join(left, Noisy::new(yield_!(2)));
        let both = pair;
        yield_!(both.left.by_ref());
        pair = Pair { left: both.right, right: both.left };
        yield_!(pair.left.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn moved_by_patterns() -> i64 {
        let pair = Pair { left: Noisy::new("left"), right: Noisy::new("right") };
        let option = Some(Noisy::new("some"));
        let Pair { right, .. } = pair;
        yield_!(right.by_ref());
        if let Some(inner) = option {
            yield_!(inner.by_ref());
        }
        yield_!(2);
        let (a, _) = (pair.left, Noisy::new("ignored"));
        yield_!(a.by_ref())
    }
}

alike! {
    /// Methods whose names lie: the receivers stay, if the source says that they are borrowed.
    (yield = i64, send = i64)
    fn borrowed_as_receivers() -> i64 {
        trait Look {
            fn into_look(&self) -> i64;
        }
        impl Look for Noisy {
            fn into_look(&self) -> i64 {
                self.by_ref()
            }
        }
        let a = Noisy::new("a");
        let n = (&a).into_look();
        yield_!(n);
        let m = sum((&Noisy::new("b")).into_look(), yield_!(1), 2);
        yield_!(m)
    }
}

#[cfg(feature = "limits")]
alike! {
    (yield = i64, send = i64)
    fn moved_in_some_arms_by_patterns() -> i64 {
        let option = Some((Noisy::new("a"), Noisy::new("b")));
        match option {
            Some((a, _)) if yield_!(1) % 3 == 0 => { yield_!(a.by_ref()); }
            Some((_, b)) if yield_!(2) % 3 == 0 => { yield_!(b.by_ref()); }
            _ => { yield_!(3); }
        }
        yield_!(4)
    }
}

alike! {
    (yield = i64, send = i64)
    fn moved_into_closures() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        let both = move || join(a, b).into_weight();
        yield_!(1);
        let n = { both }();
        let c = Noisy::new("c");
        let by_use = || drop(c);
        yield_!(n);
        if yield_!(2) % 2 == 0 {
            let n = { by_use }();
        }
        yield_!(3)
    }
}

alike! {
    (yield = i64, send = i64)
    fn moved_as_receivers() -> i64 {
        let a = Noisy::new("a");
        let b = Some(Noisy::new("b"));
        let c = vec![Noisy::new("c"), Noisy::new("d")];
        let n = a.into_weight();
        yield_!(n);
        let b = b.unwrap();
        yield_!(b.by_ref());
        let mut rest = c.into_iter();
        let first = rest.next();
        yield_!(first.map_or(0, |noisy| noisy.weight()));
        let d = {b}.into_next();
        yield_!(d.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn moved_into_containers_and_returned() -> Vec<Noisy> {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        let tuple = (a, yield_!(1));
        let mut all = vec![tuple.0];
        yield_!(2);
        if yield_!(3) % 2 == 0 {
            return vec![b, Noisy::new("c")];
        }
        all.insert(0, b);
        yield_!(4);
        all
    }
}

alike! {
    (yield = i64, send = i64)
    fn taken_swapped_replaced() -> i64 {
        let mut a = Noisy::new("a");
        let mut b = Some(Noisy::new("b"));
        let old = std::mem::replace(&mut a, Noisy::new("c"));
        yield_!(old.by_ref());
        let taken = b.take();
        yield_!(b.is_none() as i64);
        std::mem::swap(&mut a, b.get_or_insert_with(Noisy::default));
        yield_!(a.by_ref());
        taken.map_or(0, consume)
    }
}

alike! {
    /// `_` patterns, field reads and comparisons do not move.
    (yield = i64, send = i64)
    fn mentioned_but_not_moved() -> i64 {
        let a = Noisy::new("a");
        let pair = Pair::new("left", "right");
        let _ = a;
        let Pair { left: _, .. } = pair;
        yield_!(1);
        let same = a == pair.left;
        yield_!(pair.left.weight() + same as i64);
        match a {
            _ => yield_!(2),
        };
        say(format!("{a} {}", pair.right));
        yield_!(3)
    }
}

alike! {
    (yield = i64, send = i64)
    fn moved_by_path_statement_and_blocks() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        let c = Noisy::new("c");
        a;
        yield_!(1);
        { b };
        yield_!(2);
        let d = if yield_!(3) % 2 == 0 { c } else { Noisy::new("d") };
        yield_!(d.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn copies_are_not_moves() -> i64 {
        let n = 5;
        let pair = (1, 'x');
        let f = move || n + pair.0;
        let m = n;
        yield_!(f());
        let g = f;
        yield_!(f() + g() + m);
        n + pair.0
    }
}

alike! {
    /// What is there on some paths is dropped when the whole value is assigned, whatever the assignment looks like.
    (yield = Noisy, send = i64)
    fn assigned_while_undecided() -> i64 {
        let (mut n, mut x) = (0, Noisy::new("x"));
        let late: Noisy;
        for i in 0..3 {
            if yield_!(Noisy::new(i)) % 2 == 0 {
                drop(x);
            }
            (x, n) = (Noisy::new("by a tuple"), n + 1);
            if yield_!(Noisy::new("again")) % 3 == 0 {
                consume(x);
            }
            note({
                x = Noisy::new("in a macro's argument");
                i
            });
        }
        late = x;
        n + yield_!(late.clone())
    }
}

alike! {
    /// A local that some paths have moved, on paths that leave and assign it first.
    (yield = i64, send = i64)
    fn assigned_on_the_way_out() -> i64 {
        let mut x = Noisy::new("x");
        if yield_!(1) % 2 == 0 {
            drop(x);
        }
        if yield_!(2) % 3 == 0 {
            x = Noisy::new("last");
            return 3;
        }
        let Some(y) = maybe(yield_!(4)) else {
            x = Noisy::new("very last");
            return 5;
        };
        yield_!(y.by_ref())
    }
}

alike! {
    /// After the last suspension of a branch, a local is moved on one path only, and the branches meet.
    (yield = i64, send = i64)
    fn undecided_at_the_end_of_a_branch() -> i64 {
        let mut x = Noisy::new("x");
        let y: Noisy;
        if yield_!(1) % 2 == 0 {
            let n = yield_!(2);
            if n % 3 == 0 {
                y = x;
            } else {
                y = Noisy::new("y");
            }
            note(1);
        }
        x = Noisy::new("another");
        note(2)
    }
}

alike! {
    (yield = i64, send = i64)
    fn assigned_inside_of_a_macro() -> i64 {
        let mut count = 0;
        loop {
            count += yield_!(count);
            if matches!(Some('value: {
                if count > 3 {
                    break 'value Noisy::new("many");
                }
                Noisy::new("few")
            }), Some(some) if some.by_ref() > 4) {
                break note(count);
            }
            if count > 9 {
                return 9;
            }
        }
    }
}

alike! {
    /// The value of an assignment leaves instead, where the local may have been moved before.
    (yield = i64, send = i64)
    fn assigned_a_value_that_leaves_instead() -> i64 {
        let mut x = Noisy::new("x");
        let sent = yield_!(1);
        if sent % 2 == 0 {
            consume(x);
        }
        let mut count = 0;
        loop {
            count += 1;
            if count > 4 {
                break;
            }
            note(count);
            {
                x = match (sent + count) % 3 {
                    0 => Noisy::new("zero"),
                    1 if sent == 1 => return 7,
                    _ => continue,
                };
            }
        }
        yield_!(2)
    }
}

alike! {
    (yield = i64, send = i64)
    fn assigned_in_an_unsafe_block_a_value_that_leaves_instead() -> i64 {
        let mut x = Noisy::new("x");
        let sent = yield_!(1);
        if sent % 2 == 0 {
            consume(x);
        }
        let mut count = 0;
        while count < 4 {
            count += 1;
            unsafe {
                note(yield_!(count));
                x = match (sent + count) % 3 {
                    0 => Noisy::new("zero"),
                    _ => continue,
                };
            }
        }
        yield_!(2)
    }
}

alike! {
    /// The same, of a value that would be taken apart.
    (yield = i64, send = i64)
    fn assigned_in_part_a_value_that_leaves_instead() -> i64 {
        let mut x = Noisy::new("x");
        let mut y = 0;
        let sent = yield_!(1);
        for turn in 0..4 {
            if (sent + turn) % 2 == 0 {
                consume(x);
            } else {
                note(yield_!(turn));
                drop(x);
            }
            (x, y) = match (sent + turn) % 3 {
                0 => (Noisy::new("zero"), 1),
                1 => return y,
                _ if turn == 2 => break,
                _ => (Noisy::new(turn), 2),
            };
            note(yield_!(y));
        }
        yield_!(2)
    }
}

alike! {
    /// To call an `FnOnce` moves it, before its arguments are made.
    (yield = i64, send = i64)
    fn closures_that_are_called_once(
        first: Box<dyn FnOnce(i64) -> i64> = { let it = Noisy::new("first"); Box::new(move |n| n + it.into_weight()) },
        second: Box<dyn FnOnce(i64) -> i64> = { let it = Noisy::new("second"); Box::new(move |n| n * it.into_weight()) },
    ) -> i64 {
        let kept = Noisy::new("kept");
        let n = first(yield_!(1));
        yield_!(n);
        if n % 2 == 0 {
            yield_!(second(n));
        }
        yield_!(kept.by_ref())
    }
}

enum Sum {
    Leaf(Noisy),
    Of(Box<Sum>, Box<Sum>),
}

struct Link {
    this: Noisy,
    next: Option<Box<Link>>,
}

alike! {
    /// `*x` by value takes what is in a box, whether its type is written or seen.
    (yield = i64, send = i64)
    fn boxes_give_up_what_they_hold(
        sum: Box<Sum> = {
            let leaf = |name| Box::new(Sum::Leaf(Noisy::new(name)));
            Box::new(Sum::Of(leaf("a"), Box::new(Sum::Of(leaf("b"), leaf("c")))))
        },
        head: Option<Box<Link>> = Some(Box::new(Link {
            this: Noisy::new("first"),
            next: Some(Box::new(Link { this: Noisy::new("second"), next: None })),
        })),
        boxed: Box<Noisy> = Box::new(Noisy::new("boxed")),
    ) -> i64 {
        let mut left = vec![sum];
        while let Some(sum) = left.pop() {
            match *sum {
                Sum::Leaf(noisy) => note(yield_!(noisy.by_ref())),
                Sum::Of(one, other) => {
                    left.extend([other, one]);
                    note(yield_!(left.len() as i64))
                }
            };
        }
        let mut rest = head;
        while let Some(link) = rest {
            let Link { this, next } = *link;
            yield_!(this.by_ref());
            rest = next;
        }
        let noisy = *boxed;
        yield_!(noisy.by_ref())
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_list_of_closures_that_are_called_once(
        jobs: Vec<Box<dyn FnOnce(i64) -> i64>> = {
            let job = |name| -> Box<dyn FnOnce(i64) -> i64> {
                let it = Noisy::new(name);
                Box::new(move |n| n + it.into_weight())
            };
            vec![job("a"), job("b"), job("c")]
        },
    ) -> i64 {
        let mut sum = 0;
        for job in jobs {
            sum += yield_!(sum);
            if sum % 3 != 0 {
                sum += yield_!(job(sum));
            }
        }
        yield_!(sum)
    }
}

#[derive(Clone, Copy)]
struct Point(i64);

alike! {
    /// Nor does `*x` move what is `Copy`: the box is there to the end of its scope.
    (yield = i64, send = i64)
    fn boxes_of_what_is_copied(one: Box<Point> = Box::new(Point(1)), other: Box<Point> = Box::new(Point(2))) -> i64 {
        let lent = &other;
        yield_!(lent.0);
        yield_!(lent.0);
        let (a, b) = (*one, *other);
        yield_!(a.0 + b.0);
        let (c, d) = (*one, *other);
        yield_!(c.0 + d.0);
        drop((one, other));
        yield_!(a.0 + d.0)
    }
}
