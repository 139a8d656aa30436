//! `async fn`: when the awaited future, its temporaries, arguments and locals are dropped; and panics.

// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use std::pin::{Pin, pin};

use coro_differential::prelude::*;

/// A future that a function makes of a borrow.
async fn later(value: &Noisy, by: i64) -> i64 {
    let _held = Noisy::new("held");
    ask(by).await + inspect(value)
}

alike! {
    /// The future goes as soon as it is ready, its temporaries with the statement.
    async fn the_future_and_its_temporaries() -> i64 {
        let n = wait("first", inspect(&Noisy::new("temporary")) as u32 % 3, 1).await + note(2);
        let m = later(&Noisy::new("lent"), 3).await + note(4);
        note(wait("second", 1, later(&Noisy::new("inside"), 5).await).await) + n + m
    }
}

alike! {
    async fn statements_whose_value_is_dropped() -> i64 {
        wait("unused", 1, Noisy::new("value")).await;
        note(1);
        let _ = wait("underscore", 1, Noisy::new("value2")).await;
        note(2);
        _ = wait("assigned", 1, Noisy::new("value3")).await;
        note(3);
        let _kept = wait("kept", 1, Noisy::new("value4")).await;
        (Noisy::new("a"), wait("tuple", 1, Noisy::new("value5")).await, Noisy::new("b"));
        later(&Noisy::new("lent"), 1).await;
        wait("arguments", 0, note(4)).await
    }
}

alike! {
    async fn temporaries_live_to_the_end_of_the_statement() -> i64 {
        let n = inspect(&Noisy::new("a")) + later(&Noisy::new("b"), 1).await + inspect(&Noisy::new("c"));
        let m = Noisy::new("receiver").plus(later(&Noisy::new("d"), n).await);
        match later(&Noisy::new("scrutinee"), m).await {
            k if later(&Noisy::new("guard"), k).await > 3 => note(k),
            k => later(&Noisy::new("arm"), k).await,
        }
    }
}

alike! {
    async fn temporaries_of_conditions_and_tails() -> i64 {
        if later(&Noisy::new("condition"), 1).await > 3 {
            note(1);
        }
        while later(&Noisy::new("while"), 2).await % 3 != 0 {
            note(2);
        }
        if let Some(n) = Some(later(&Noisy::new("if let"), 3).await) {
            note(n);
        } else {
            note(4);
        }
        for _ in 0..later(&Noisy::new("for"), 4).await % 3 {
            note(5);
        }
        let n = { later(&Noisy::new("tail"), 6).await };
        later(&Noisy::new("end"), n).await
    }
}

alike! {
    async fn pending_arguments_are_dropped_last_first() -> i64 {
        let n = both(join(Noisy::new("a"), Noisy::new("b")), ask(1).await);
        let all = (Noisy::new("c"), Noisy::new("d"), ask(n).await, Noisy::new("e"));
        let list = [Noisy::new("f"), wait("g", 1, Noisy::new("g")).await, Noisy::new("h")];
        let pair = Pair { left: Noisy::new("left"), right: wait("right", 1, Noisy::new("right")).await };
        consume(join(Noisy::new("i"), wait("j", 2, Noisy::new("j")).await))
    }
}

alike! {
    async fn scopes_and_shadowing() -> i64 {
        let x = Noisy::new("first");
        let x = Noisy::new(format!("{x}-{}", ask(1).await));
        {
            let x = Noisy::new("inner");
            let y = Noisy::new("y");
            ask(x.by_ref()).await;
        }
        let _guard = Guard::new("guard");
        let _ = Noisy::new("at once");
        ask(x.by_ref()).await
    }
}

alike! {
    async arguments = body(Noisy::new("a"), Noisy::new("b"), Noisy::new("c"), Pair::new("l", "r"));
    machine! {
        pub async fn body(_: Noisy, b: Noisy, _c: Noisy, Pair { left, right }: Pair) -> i64 {
            let d = Noisy::new("d");
            ask(1).await
        }
    }
}

alike! {
    async arguments_that_are_moved = body(Noisy::new("a"), Pair::new("l", "r"));
    machine! {
        pub async fn body(a: Noisy, mut b: Pair) -> i64 {
            b.left = wait("new", 1, Noisy::new("left")).await;
            consume(a) + ask(1).await + b.right.by_ref()
        }
    }
}

alike! {
    /// A future in a local is a local: it is moved into its `.await`.
    async fn futures_in_locals() -> i64 {
        let first = wait("first", 1, 1);
        let second = wait("second", 1, 2);
        let a = Noisy::new("a");
        let n = second.await;
        let boxed: Pin<Box<dyn Future<Output = i64>>> = Box::pin(wait("boxed", 2, n));
        let m = boxed.await;
        let mut third = wait("third", 2, 3);
        let k = (&mut third).await;
        note(k);
        ask(m).await + first.await
    }
}

alike! {
    async fn what_is_awaited_becomes_a_future() -> i64 {
        struct Request(Noisy);
        impl IntoFuture for Request {
            type Output = Noisy;
            type IntoFuture = std::future::Ready<Noisy>;
            fn into_future(self) -> Self::IntoFuture {
                say("into_future");
                std::future::ready(self.0)
            }
        }
        let request = Request(Noisy::new("request"));
        let n = note(ask(1).await);
        consume(request.await) + Request(Noisy::new(n)).await.into_weight()
    }
}

alike! {
    async fn pinned_in_the_body() -> i64 {
        let mut first = pin!(wait("first", 2, 1));
        let a = Noisy::new("a");
        let n = first.as_mut().await;
        let second = pin!(later(&a, n));
        let m = second.await;
        pin!(wait("third", 1, m)).await + ask(2).await
    }
}

alike! {
    async fn panics_between_awaits() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        for i in 0..9 {
            let c = Noisy::new(i);
            let sent = ask(i).await;
            sum(inspect(&Noisy::new("temporary")), explode(sent), ask(1).await);
        }
        0
    }
}

alike! {
    async fn panics_while_polled() -> i64 {
        async fn fragile(value: &Noisy, n: i64) -> i64 {
            let inner = Noisy::new("inner");
            explode(ask(n).await) + value.by_ref()
        }
        let a = Noisy::new("a");
        let mut total = 0;
        for i in 0..9 {
            let b = Noisy::new("b");
            total += both(Noisy::new("operand"), fragile(&a, i).await);
            total += fragile(&Noisy::new("temporary"), i).await + b.by_ref();
        }
        total
    }
}

alike! {
    async fn panics_in_destructors() -> i64 {
        let a = Noisy::new("a");
        if ask(1).await % 2 == 0 {
            let bomb = Bomb("local");
            ask(2).await;
        }
        let pair = (Noisy::new("b"), Bomb("pair"), Noisy::new("c"));
        ask(3).await
    }
}

alike! {
    async fn a_panic_that_is_caught() -> i64 {
        let mut total = 0;
        for i in 0..4 {
            let sent = ask(i).await;
            let outcome = std::panic::catch_unwind(move || explode(sent + 3));
            total += ask(outcome.unwrap_or(-1)).await;
        }
        total
    }
}

alike! {
    async fn nothing_is_awaited(a: Noisy = Noisy::new("a")) -> i64 {
        let b = Noisy::new("b");
        consume(a)
    }
}

alike! {
    async fn loops_drop_each_round() -> i64 {
        let mut kept = None;
        let mut source = Source::new("s", 3);
        while let Some(each) = source.next() {
            let other = Noisy::new("other");
            if ask(each.by_ref()).await % 2 == 1 {
                kept = Some(each);
            }
        }
        for each in Source::new("t", 2) {
            wait("round", 1, each).await;
        }
        ask(kept.map_or(0, |kept| kept.into_weight())).await
    }
}

struct Tagged(Noisy, i64);

alike! {
    /// What a `match` awaits is dropped with it, though a guard awaits, too, or an arm takes only a part.
    async fn what_is_matched_goes_with_the_match(k: i64 = 3) -> i64 {
        match wait("first", 1, Tagged(Noisy::new("guarded"), k)).await {
            Tagged(_, n) if later(&Noisy::new("guard"), n).await == k => _ = note(n),
            _ => _ = note(0),
        }
        note(1);
        match wait("second", 1, Tagged(Noisy::new("in part"), k)).await {
            Tagged(_, n) => {
                later(&Noisy::new("arm"), n).await;
            }
        }
        note(2);
        let n = match wait("third", 1, Some(Tagged(Noisy::new("referred to"), k))).await {
            Some(ref tagged) if later(&tagged.0, tagged.1).await == k => tagged.0.weight(),
            _ => 0,
        };
        note(later(&Noisy::new("end"), n).await);
        k
    }
}
