//! Locals that are borrowed while the coroutine is suspended.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use std::cell::RefCell;
use std::collections::BTreeMap;

use coro_differential::prelude::*;

alike! {
    (yield = i64, send = i64)
    fn a_loop_by_reference() -> i64 {
        let items = vec![Noisy::new("a"), Noisy::new("b")];
        let mut sum = 0;
        for item in items.iter() {
            sum += yield_!(item.weight());
        }
        for item in &items {
            sum += yield_!(item.weight());
        }
        sum + items.len() as i64
    }
}

alike! {
    (yield = i64, send = i64)
    fn drops_between_moved_and_pinned() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        let c = Noisy::new("c");
        let r = &b;
        let d = Noisy::new("d");
        yield_!(r.weight());
        let e = Noisy::new("e");
        yield_!(r.weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn pinned_arguments(a: Noisy = Noisy::new("a"), b: Noisy = Noisy::new("b"), c: Noisy = Noisy::new("c")) -> i64 {
        let r = &b;
        yield_!(r.weight());
        let again = r;
        yield_!(again.weight() + a.weight() + c.weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_pinned_local_moves_out() -> i64 {
        let mut a = Noisy::new("a");
        let mut r = &mut a;
        yield_!(r.weight());
        *r = Noisy::new("b");
        yield_!(r.weight());
        let b = Noisy::new("c");
        drop(a);
        yield_!(b.weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_pinned_local_moves_on_some_paths() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        {
            let r = &a;
            yield_!(r.weight());
        }
        if yield_!(1) > 0 {
            drop(a);
        }
        let c = Noisy::new("c");
        yield_!(b.weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_fresh_one_each_turn() -> i64 {
        let mut total = 0;
        for n in 0..3 {
            let text = Noisy::new(format!("turn{n}"));
            let r = &text;
            if yield_!(r.weight()) == 5 {
                continue;
            }
            let more = Noisy::new("more");
            let r = &more;
            total += yield_!(r.weight());
            if total > 7 {
                break;
            }
        }
        total
    }
}

alike! {
    (yield = i64, send = i64)
    fn cells_and_guards() -> i64 {
        let cell = RefCell::new(vec![Noisy::new("a")]);
        {
            let mut guard = cell.borrow_mut();
            let n = yield_!(guard.len() as i64);
            guard.push(Noisy::new(n));
            yield_!(cell.try_borrow().is_err() as i64);
        }
        let first = cell.borrow();
        yield_!(first[0].weight());
        first.len() as i64
    }
}

alike! {
    (yield = i64, send = i64)
    fn references_in_a_collection() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        let mut all = Vec::new();
        all.push(&a);
        yield_!(1);
        all.push(&b);
        yield_!(2);
        let c = Noisy::new("c");
        all.iter().map(|noisy| noisy.weight()).sum::<i64>()
    }
}

alike! {
    (yield = i64, send = i64)
    fn patterns_by_reference() -> i64 {
        let pair = (Noisy::new("a"), Some(Noisy::new("b")));
        let (ref left, ref right) = pair;
        yield_!(left.weight());
        match &pair.1 {
            Some(inner) => {
                yield_!(inner.weight());
            }
            None => {
                yield_!(0);
            }
        }
        if let Some(ref inner) = pair.1 {
            yield_!(inner.weight() + left.weight());
        }
        right.is_some() as i64
    }
}

alike! {
    (yield = i64, send = i64)
    fn slices_split_and_fields_apart() -> i64 {
        let mut items = [Noisy::new("a"), Noisy::new("b"), Noisy::new("c")];
        let (left, right) = items.split_at_mut(1);
        yield_!(left.len() as i64);
        left[0] = Noisy::new("d");
        right[1] = Noisy::new("e");
        yield_!(right.len() as i64);
        let mut pair = (Noisy::new("f"), Noisy::new("g"));
        let (x, y) = (&mut pair.0, &mut pair.1);
        yield_!(x.weight());
        std::mem::swap(x, y);
        yield_!(y.weight());
        items.len() as i64
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_temporary_that_is_borrowed() -> i64 {
        let r = &Noisy::new("extended");
        let other = Noisy::new("other");
        yield_!(r.weight());
        match Noisy::new("scrutinee").by_ref() {
            0 => {}
            n => {
                yield_!(n);
            }
        }
        let text = vec![Noisy::new("x"), Noisy::new("y")];
        for noisy in vec![Noisy::new("p"), Noisy::new("q")].iter() {
            yield_!(noisy.weight());
        }
        yield_!(r.weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn closures_that_borrow() -> i64 {
        let base = Noisy::new("base");
        let offset = yield_!(1);
        let add = |n: i64| base.weight() + offset + n;
        yield_!(add(1));
        let mut log = Vec::new();
        let mut push = |n: i64| log.push(Noisy::new(n));
        push(1);
        yield_!(2);
        push(2);
        log.len() as i64 + add(0)
    }
}

alike! {
    (yield = i64, send = i64)
    fn shadowed_and_borrowed() -> i64 {
        let x = Noisy::new("first");
        let r = &x;
        let x = Noisy::new("second");
        let s = &x;
        yield_!(r.weight());
        let x = (r.weight(), s.weight());
        let t = &x;
        yield_!(t.0);
        yield_!(t.1)
    }
}

alike! {
    (yield = i64, send = i64)
    fn declared_before_it_has_a_value() -> i64 {
        let a;
        let b = Noisy::new("b");
        if yield_!(1) > 0 {
            a = Noisy::new("positive");
        } else {
            yield_!(2);
            a = Noisy::new("negative");
        }
        let c = Noisy::new("c");
        let r = &a;
        yield_!(r.weight());
        yield_!(r.weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn early_exits() -> i64 {
        let outer = Noisy::new("outer");
        let r = &outer;
        let n = 'found: {
            let inner = Noisy::new("inner");
            let s = (r, &inner);
            if yield_!(s.0.weight()) > 0 {
                break 'found s.1.weight();
            }
            if yield_!(s.1.weight()) > 1 {
                return 7;
            }
            r.weight()
        };
        yield_!(n)
    }
}

alike! {
    (yield = i64, send = i64)
    fn panics_with_borrows() -> i64 {
        let items = vec![Noisy::new("a"), Noisy::new("b")];
        let other = Noisy::new("other");
        for item in items.iter() {
            let local = Noisy::new("local");
            let r = &local;
            if yield_!(r.weight()) > 0 {
                panic!("in the loop");
            }
        }
        0
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_chain_of_three_and_a_reborrow() -> i64 {
        let text = String::from("one two three");
        let words: Vec<&str> = text.split(' ').collect();
        let first = &words[1];
        let mut letters = first.chars();
        while let Some(letter) = letters.next() {
            yield_!(letter as i64);
        }
        let mut items = vec![Noisy::new("a"), Noisy::new("b")];
        let outer = &mut items;
        let inner = &mut *outer;
        inner.push(Noisy::new("c"));
        yield_!(inner.len() as i64);
        inner[0] = Noisy::new("d");
        outer.pop();
        yield_!(outer.len() as i64);
        items.len() as i64 + words.len() as i64
    }
}

alike! {
    (yield = i64, send = i64)
    fn an_option_of_a_mutable_reference() -> i64 {
        let mut a = Noisy::new("a");
        let mut maybe = if yield_!(0) > 1 { Some(&mut a) } else { None };
        if let Some(r) = maybe.as_mut() {
            **r = Noisy::new("b");
            yield_!(r.weight());
        }
        if let Some(r) = maybe {
            yield_!(r.weight());
            *r = Noisy::new("c");
        }
        yield_!(a.weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn chains_with_closures() -> i64 {
        let offsets = vec![1i64, 2, 3];
        let base = Noisy::new("base");
        let mut sum = 0;
        for n in offsets.iter().map(|o| o + base.weight()).filter(|n| n % 2 == 0) {
            sum += yield_!(n);
        }
        for (i, n) in offsets.iter().enumerate().skip(1) {
            sum += yield_!(i as i64 + n);
        }
        for pair in offsets.windows(2) {
            sum += yield_!(pair[0] * pair[1]);
        }
        sum
    }
}

alike! {
    (yield = i64, send = i64)
    fn order_of_all_three_classes(array: [u8; 600] = [1; 600]) -> i64 {
        let moved = Noisy::new("moved");
        let mut large = [0u8; 600];
        let pinned = Noisy::new("pinned");
        let later = Noisy::new("later");
        let r = &pinned;
        let last = Noisy::new("last");
        large[1] = yield_!(r.weight()) as u8;
        yield_!(large[1] as i64 + array[2] as i64 + r.weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn early_exits_from_loops() -> i64 {
        let outer = Noisy::new("outer");
        let r = &outer;
        'all: for n in 0..3 {
            let inner = Noisy::new(n);
            let s = &inner;
            for m in 0..2 {
                let pair = (Noisy::new("x"), r, s);
                let t = &pair;
                match yield_!(t.1.weight() + t.2.weight()) {
                    0 => continue 'all,
                    1 => break 'all,
                    2 => return t.0.weight(),
                    _ => {}
                }
                if yield_!(m) == 3 {
                    break;
                }
            }
        }
        yield_!(r.weight())
    }
}

alike! {
    (yield = i64, send = i64)
    fn guards_in_conditions() -> i64 {
        let cell = RefCell::new(vec![Noisy::new("a"), Noisy::new("b")]);
        while let Some(last) = cell.borrow_mut().pop() {
            yield_!(last.weight() + cell.try_borrow().is_err() as i64);
        }
        if cell.borrow().is_empty() {
            yield_!(cell.try_borrow_mut().is_err() as i64);
        }
        match cell.borrow().len() {
            0 => {
                yield_!(cell.try_borrow_mut().is_err() as i64);
            }
            _ => {}
        }
        cell.into_inner().len() as i64
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_closure_that_computes() -> i64 {
        let mut scale = yield_!(1);
        scale += 1;
        let items = vec![1i64, 2];
        let scaled = |index: usize| items[index] * scale - scale;
        yield_!(scaled(0));
        yield_!(scaled(1) + scale)
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_copy_does_not_end_a_borrow() -> i64 {
        let pair = std::convert::identity((2i64, 3i64));
        let r = &pair;
        yield_!(r.0);
        let copied = std::convert::identity(pair).1;
        {
            let other = std::convert::identity((7i64, 8i64));
            let s = &other;
            yield_!(s.0);
            yield_!(r.0 + s.1);
        }
        copied + r.0
    }
}

alike! {
    /// What an earlier part of a condition has moved is gone in the `else`, and else it is there.
    (yield = i64, send = i64)
    fn a_condition_that_moves_and_fails() -> i64 {
        let items = vec![Some(3), None, Some(-1)];
        let mut sum = 0;
        for item in &items {
            if let Some(n) = item && *n > 0 {
                sum += yield_!(*n);
            } else {
                sum += 1;
            }
        }
        let noisy = Some(Noisy::new("a"));
        if let Some(inner) = noisy && inner.weight() > 100 {
            yield_!(inner.weight());
        } else {
            say("else");
            yield_!(sum);
        }
        sum
    }
}

alike! {
    /// The second reference has the memory of the first, whose scope has ended.
    (yield = i64, send = i64)
    fn references_one_after_the_other() -> i64 {
        let mut noisy = Noisy::new("a");
        let mut sum = 0;
        for turn in 0..2 {
            {
                let outer = &mut noisy;
                let inner = &mut *outer;
                yield_!(turn);
                sum += inner.by_mut(2) + outer.by_mut(3);
            }
            let outer = &mut noisy;
            let inner = &mut *outer;
            sum += yield_!(inner.by_mut(4));
        }
        sum
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_value_that_each_branch_gives_and_borrows(first: Noisy = Noisy::new("first")) -> i64 {
        let mut late: Noisy;
        if yield_!(1) % 2 == 0 {
            late = first;
            let mut change = |by: i64| late.by_mut(by);
            yield_!(change(2));
            yield_!(change(3));
        } else {
            late = first;
        }
        late = Noisy::new(late.weight());
        let look = &late;
        yield_!(4);
        look.weight()
    }
}

alike! {
    (yield = i64, send = i64)
    fn a_borrowed_option_moves_behind_a_guard(choice: Option<Noisy> = Some(Noisy::new("choice"))) -> i64 {
        if let Some(noisy) = &choice {
            yield_!(noisy.weight());
            note(noisy.weight());
        }
        match choice {
            Some(noisy) if yield_!(1) % 2 == 0 => noisy.weight(),
            Some(noisy) => yield_!(2) + noisy.weight(),
            None => 3,
        }
    }
}

alike! {
    /// What a value leaves behind is dropped after what the value takes the place of.
    (yield = i64, send = i64)
    fn a_borrowed_local_is_assigned_a_value_with_temporaries() -> i64 {
        let mut noisy = Noisy::new("a");
        for _ in 0..2 {
            noisy = Noisy::new(Noisy::new("temporary").by_ref());
            let change = |by: i64| noisy.plus(by);
            yield_!(change(1));
            yield_!(change(2));
            drop(noisy);
            noisy = Noisy::new("b");
        }
        noisy.weight()
    }
}

alike! {
    /// The line of the panic is the line of the assertion.
    (yield = i64, send = i64)
    fn an_assertion_of_a_borrowed_local_fails() -> i64 {
        let mut noisy = Noisy::new("a");
        let look = &mut noisy;
        yield_!(1);
        note(look.by_ref());
        assert!(noisy == Noisy::new(57), "asserted {}", 1);
        0
    }
}

alike! {
    /// What a binding is shows what it was made from: a `&mut` is borrowed again where it is taken apart.
    (yield = i64, send = i64)
    fn an_exclusive_binding_is_taken_apart_and_used_again() -> i64 {
        let mut slots = vec![Some(Noisy::new("a")), None, Some(Noisy::new("b"))];
        for (index, slot) in slots.iter_mut().enumerate() {
            if let Some(noisy) = slot {
                noisy.by_mut(yield_!(index as i64));
                yield_!(noisy.by_ref());
            }
            *slot = (index == 1).then(|| Noisy::new("c"));
        }
        let mut pairs = BTreeMap::from([(1, (Noisy::new("left"), 1)), (2, (Noisy::new("right"), 2))]);
        if let Some(pair) = pairs.get_mut(&1) {
            let (noisy, count) = pair;
            *count += yield_!(noisy.by_ref());
            note(*count);
            pair.0 = Noisy::new("other");
        }
        let last = &mut slots[2];
        match last {
            Some(noisy) => note(yield_!(noisy.by_ref())),
            None => note(yield_!(7)),
        };
        last.get_or_insert_with(|| Noisy::new("late")).by_mut(3);
        let Some((head, rest)) = slots.split_first_mut() else { return 0 };
        *head = Some(Noisy::new("head"));
        for slot in rest {
            yield_!(slot.as_ref().map_or(0, Noisy::weight));
            if let Some(noisy) = slot {
                noisy.by_mut(yield_!(1));
            }
            slot.take();
        }
        yield_!(head.as_ref().map_or(0, Noisy::by_ref))
    }
}

alike! {
    /// Each holds a borrow of what it was made from, by one way or another.
    (yield = i64, send = i64)
    fn what_holds_a_borrow() -> i64 {
        let words = vec![Noisy::new("a"), Noisy::new("b")];
        let none = Noisy::new("none");
        let last = words.last().unwrap();
        yield_!(last.by_ref());
        let found = words.iter().find_map(|noisy| (noisy.weight() > 1000).then_some(noisy)).unwrap_or(&none);
        yield_!(found.by_ref());
        let chosen = 'chosen: {
            for noisy in &words {
                if noisy.weight() % 2 == 0 {
                    break 'chosen Some(noisy);
                }
            }
            None
        };
        yield_!(chosen.map_or(0, Noisy::by_ref));
        let mut named = BTreeMap::new();
        named.entry(1).or_insert(&none).by_ref();
        if let Some(name) = named.get_mut(&1) {
            *name = &words[0];
        }
        yield_!(named[&1].by_ref());
        let lock = std::sync::RwLock::new(Noisy::new("locked"));
        let guard = lock.read().unwrap();
        let letters = none.name().chars();
        for letter in letters.clone() {
            yield_!(guard.by_ref() + letter as i64);
        }
        yield_!(letters.count() as i64 + guard.by_ref())
    }
}
