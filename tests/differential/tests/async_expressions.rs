//! `async fn`: an `.await` in every position, in all control flow.

// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use coro_differential::prelude::*;

alike! {
    async fn among_arguments() -> i64 {
        let a = Noisy::new("a");
        let n = sum(note(1), ask(2).await, note(3));
        let m = sum(ask(n).await, note(4), ask(a.by_ref()).await);
        sum(note(m), both(Noisy::new("b"), ask(5).await), both(a, ask(6).await))
    }
}

alike! {
    async fn operands_and_conditions() -> i64 {
        let mut total = ask(1).await + note(2) * ask(3).await - -ask(4).await;
        if ask(total).await % 2 == 0 && ask(5).await > note(2) || !(ask(6).await == 7) {
            total += ask(7).await;
        }
        while ask(total).await < 40 && total < 60 {
            total += 1 + ask(8).await;
        }
        total = if ask(9).await > 3 { ask(10).await } else { note(11) } + total;
        (ask(total).await..=20).count() as i64 + (total as u8 as i64)
    }
}

alike! {
    async fn comparisons_borrow_their_sides() -> i64 {
        let a = Noisy::new("a");
        let same = a == wait("right", 1, Noisy::new("b")).await;
        let less = wait("left", 2, Noisy::new("c")).await < wait("other", 1, Noisy::new("d")).await;
        ask(same as i64 + less as i64).await
    }
}

alike! {
    async fn guards_of_arms() -> i64 {
        let mut total = 0;
        for i in 0..6 {
            total += match ask(i).await % 4 {
                0 if ask(10).await > 3 => 1,
                n @ (0 | 1) if ask(n).await % 2 == note(0) => ask(n).await,
                n if n > 2 && ask(20).await == n => n,
                _ => ask(30).await,
            };
        }
        total
    }
}

alike! {
    async fn scrutinees_with_temporaries() -> i64 {
        let n = match wait("some", 1, Some(Noisy::new("inner"))).await {
            Some(inner) if inner.by_ref() > 5 => ask(inner.by_ref()).await,
            Some(inner) => inner.into_weight(),
            None => 0,
        };
        let m = match inspect(&Noisy::new("temporary")) + ask(n).await {
            m if m % 2 == 0 => ask(m).await,
            m => m,
        };
        match Guard::new("guard").by_ref() {
            k => ask(k + m).await,
        }
    }
}

alike! {
    async fn let_else_and_let_chains() -> i64 {
        let mut total = 0;
        for i in 0..5 {
            let Some(first) = maybe(ask(i).await) else {
                total += ask(100).await;
                continue;
            };
            if let Some(second) = maybe(ask(first.weight()).await)
                && let n = ask(second.weight()).await
                && n > 2
                && let Some(third) = wait("third", 1, maybe(n)).await
            {
                total += ask(join(second, third).weight()).await;
            } else if let Ok(n) = fallible(ask(7).await) {
                total += n;
            }
            while let Some(more) = wait("more", 1, maybe(total)).await {
                total += 1 + more.by_ref();
            }
        }
        total
    }
}

alike! {
    async fn fields_elements_and_indices() -> i64 {
        let pair = Pair { left: wait("left", 1, Noisy::new("l")).await, right: Noisy::new(ask(1).await) };
        let mut list = [ask(2).await, note(3), ask(4).await];
        list[(ask(5).await % 3).unsigned_abs() as usize] = ask(6).await;
        list[1] += ask(list[0]).await;
        let mut bag = Bag(vec![Noisy::new("b0"), Noisy::new("b1")]);
        bag[ask(7).await % 2] = Noisy::new(ask(8).await);
        let tuple = (ask(9).await, (Noisy::new("t"), ask(10).await));
        tuple.1.0.plus(ask(list[2]).await) + inspect(&bag[ask(1).await % 2]) + pair.left.weight() + tuple.1.1
    }
}

alike! {
    async fn methods_and_receivers() -> i64 {
        let mut a = Noisy::new("a");
        let n = a.plus(ask(1).await) + a.by_mut(ask(2).await);
        let m = wait("receiver", 1, Noisy::new("b")).await.plus(ask(n).await);
        let c = a.into_with(ask(m).await).into_with(ask(3).await);
        let k = maybe(ask(4).await).map_or(0, |some| some.into_weight());
        c.into_with(k).into_next().plus(ask(5).await)
    }
}

alike! {
    async fn macros_of_std() -> i64 {
        let a = Noisy::new("a");
        let text = format!("{a} {} {n:>4} {:?}", ask(1).await, wait("shown", 1, Noisy::new("b")).await, n = ask(2).await);
        say(&text);
        let list = vec![ask(3).await, note(4), ask(5).await];
        assert!(ask(6).await < 100, "too large: {}", list[0]);
        assert_eq!(ask(7).await.min(1), note(1).min(ask(8).await), "{a}");
        debug_assert_ne!(ask(9).await, -1);
        let even = matches!(ask(10).await % 4, 0 | 2);
        let mut out = String::new();
        use std::fmt::Write as _;
        write!(out, "{}-{}", ask(11).await, list.len()).unwrap();
        say(&out);
        even as i64
    }
}

alike! {
    async fn assertions_that_fail() -> i64 {
        let a = Noisy::new("a");
        for i in 0..6 {
            assert!(ask(i).await < 14);
            assert_eq!(ask(i).await / 20, 0, "the weight is {}", a.weight());
        }
        0
    }
}

alike! {
    async fn question_marks() -> Result<i64, Big> {
        let a = Noisy::new("a");
        let first = fallible(ask(1).await)? + fallible(ask(2).await)?;
        let second = wait("result", 1, fallible(first)).await?;
        let b = Noisy::new("b");
        let third = sum(inspect(&Noisy::new("c")), wait("argument", 1, fallible(second + 1)).await?, note(1));
        for i in 0..3 {
            let d = Noisy::new(i);
            wait("round", 1, fallible(third + i).map(|n| n + 1)).await.map_err(|Small(e)| Big(e))?;
        }
        Ok(ask(third).await)
    }
}

alike! {
    async fn options_end_early() -> Option<Noisy> {
        let kept = Noisy::new("kept");
        let first = maybe(ask(1).await)?;
        let second = join(first, wait("second", 2, maybe(ask(2).await)).await?);
        Some(join(kept, second))
    }
}

alike! {
    async fn loops_labels_and_values() -> i64 {
        let mut total = 0;
        let found = 'outer: loop {
            let round = Noisy::new("round");
            for i in 0..4 {
                let inner = Noisy::new(i);
                match ask(i).await % 6 {
                    0 => continue,
                    1 => continue 'outer,
                    2 => break,
                    3 => break 'outer join(round, inner),
                    4 if total > 9 => return ask(40).await,
                    n => total += n,
                }
            }
            total += 1;
            if total > 12 {
                break wait("last", 1, round).await;
            }
        };
        let n = 'block: {
            if ask(50).await % 2 == 0 {
                break 'block ask(51).await;
            }
            total
        };
        ask(found.weight() + n).await
    }
}

alike! {
    async fn early_returns(a: Noisy = Noisy::new("a"), b: Noisy = Noisy::new("b")) -> i64 {
        let c = Noisy::new("c");
        if ask(1).await % 2 == 0 {
            let d = Noisy::new("d");
            return ask(d.by_ref()).await;
        }
        drop(b);
        let e = Noisy::new("e");
        sum(ask(2).await, if ask(3).await > 5 { return inspect(&e) } else { 4 }, c.by_ref())
    }
}

alike! {
    async fn conditional_moves() -> i64 {
        let a = Noisy::new("a");
        let b = Some(Noisy::new("b"));
        let mut n = 0;
        if ask(1).await % 2 == 0 {
            n += consume(a);
        }
        ask(2).await;
        match b {
            Some(inner) if n > 3 => n += consume(inner),
            Some(_) => n += ask(3).await,
            None => {}
        }
        ask(n).await
    }
}

alike! {
    async fn reassignments() -> i64 {
        let mut a = Noisy::new("a");
        for i in 0..4 {
            match ask(i).await % 3 {
                0 => drop(a),
                1 => { a.by_mut(i); }
                _ => {}
            }
            ask(10 + i).await;
            a = Noisy::new(i);
        }
        a = wait("assigned", 1, Noisy::new("z")).await;
        ask(a.by_ref()).await
    }
}

alike! {
    async fn late_initialisation() -> i64 {
        let a;
        let b;
        let n: i64;
        if ask(1).await % 2 == 0 {
            a = Noisy::new("a");
            n = ask(a.by_ref()).await;
        } else {
            n = ask(2).await;
        }
        match ask(n).await % 3 {
            0 => b = wait("b", 1, Noisy::new("b")).await,
            _ => {
                b = Noisy::new("other");
                ask(b.by_ref()).await;
            }
        }
        ask(b.by_ref() + n).await
    }
}

alike! {
    async fn an_await_of_an_await() -> i64 {
        let n = wait("outer", 1, wait("inner", 2, ask(1))).await.await.await;
        ask(ask(ask(n).await).await).await
    }
}

alike! {
    async fn blocks_and_unsafe() -> i64 {
        let n = {
            let a = Noisy::new("a");
            let n = ask(a.by_ref()).await;
            n + { ask(2).await }
        };
        let m = unsafe { std::ptr::read(&ask(n).await) };
        let k = { wait("tail", 1, Noisy::new("t")).await }.into_weight();
        ask(m + k).await
    }
}

alike! {
    async fn patterns() -> i64 {
        let (a, mut b) = (ask(1).await, Noisy::new("b"));
        let Pair { left: ref seen, right: ref kept } = wait("pair", 1, Pair::new("l", "r")).await;
        let [first, .., last] = [ask(2).await, note(3), ask(4).await];
        let n @ 0.. = ask(5).await else { return -1 };
        b.by_mut(n);
        let ref number = ask(6).await;
        let ref mut changed = wait("changed", 1, Noisy::new("c")).await;
        changed.by_mut(*number);
        ask(kept.by_ref()).await + seen.by_ref() + first + last + a + changed.by_ref()
    }
}

alike! {
    /// A server's loop.
    async fn arms_that_pass_over_parts_of_what_was_awaited() -> i64 {
        async fn accept(n: i64) -> Result<(Noisy, Noisy), Noisy> {
            match ask(n).await % 3 {
                0 => Err(Noisy::new("error")),
                n => Ok((Noisy::new(n), Noisy::new("address"))),
            }
        }
        let mut total = 0;
        for turn in 0..5 {
            match accept(turn).await {
                Ok((stream, _)) => total += ask(stream.weight()).await,
                Err(_) => {
                    ask(7).await;
                }
            }
            if let Ok((stream, _)) = accept(turn + 1).await {
                total += ask(stream.weight()).await;
            }
            let Ok((_, address)) = accept(turn + 2).await else {
                ask(8).await;
                continue;
            };
            total += ask(address.weight()).await;
        }
        total
    }
}

alike! {
    /// Which side comes first cannot be seen where the right one is only read.
    async fn what_a_future_gives_is_changed() -> i64 {
        let n = ask(1).await;
        let mut number = 3;
        *wait("lock", 1, &mut number).await += n;
        *wait("lock", 2, &mut number).await *= 2;
        let more = Noisy::new("more");
        let mut kept = Noisy::new("kept");
        *wait("lock", 1, &mut kept).await += more;
        number + ask(kept.by_ref()).await
    }
}

alike! {
    /// What is saved at an exit is not what is declared around it under the same name, with a type.
    async fn a_typed_local_hides_another_at_an_exit(start: i64 = 5) -> i64 {
        let mut x = start;
        'items: for item in [1, 7, 3] {
            let mut count = 0;
            while count < 3 && item == 7 {
                count += 1;
                let x: (Noisy, i64) = match note(item) {
                    n if n == 3 => break 'items,
                    n => (Noisy::new("hides"), n),
                };
                continue 'items;
            }
            x += ask(item).await;
        }
        x
    }
}
