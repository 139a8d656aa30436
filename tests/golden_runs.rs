//! The golden expansions are compiled, and behave as their sources: the same values, returns, drops and places to go on from.

use std::cell::RefCell;
use std::io;

use coro_core::{Complete, Coroutine, Status, Yielded};

#[path = "golden"]
mod source {
    pub mod addition;
    pub mod blocks;
    pub mod countdowns;
    pub mod fib;
    pub mod lift;
    pub mod mail;
    pub mod primes;
    pub mod reader;
    pub mod relay;
    pub mod running_total;
    pub mod search;
    pub mod sentence;
    pub mod shout;
    pub mod successor;
    pub mod walk;
}

#[path = "golden"]
mod expanded {
    #[rustfmt::skip]
    #[path = "addition.expanded.rs"]
    pub mod addition;
    #[rustfmt::skip]
    #[path = "blocks.expanded.rs"]
    pub mod blocks;
    #[rustfmt::skip]
    #[path = "countdowns.expanded.rs"]
    pub mod countdowns;
    #[rustfmt::skip]
    #[path = "fib.expanded.rs"]
    pub mod fib;
    #[rustfmt::skip]
    #[path = "lift.expanded.rs"]
    pub mod lift;
    #[rustfmt::skip]
    #[path = "mail.expanded.rs"]
    pub mod mail;
    #[rustfmt::skip]
    #[path = "primes.expanded.rs"]
    pub mod primes;
    #[rustfmt::skip]
    #[path = "reader.expanded.rs"]
    pub mod reader;
    #[rustfmt::skip]
    #[path = "relay.expanded.rs"]
    pub mod relay;
    #[rustfmt::skip]
    #[path = "running_total.expanded.rs"]
    pub mod running_total;
    #[rustfmt::skip]
    #[path = "search.expanded.rs"]
    pub mod search;
    #[rustfmt::skip]
    #[path = "sentence.expanded.rs"]
    pub mod sentence;
    #[rustfmt::skip]
    #[path = "shout.expanded.rs"]
    pub mod shout;
    #[rustfmt::skip]
    #[path = "successor.expanded.rs"]
    pub mod successor;
    #[rustfmt::skip]
    #[path = "walk.expanded.rs"]
    pub mod walk;
}

/// Runs the body with the names of the source, and again with those of its expansion, and compares what comes of it.
macro_rules! both {
    ($name:ident, $body:block) => {{
        let source = {
            use source::$name::*;
            $body
        };
        let expanded = {
            use expanded::$name::*;
            $body
        };
        assert_eq!(source, expanded, "the source and its expansion differ");
        source
    }};
}

/// What a coroutine did at one resume, and where it stands then. The file is left out: the expansion is in another one.
fn step<S, T, C>(coroutine: &C, did: impl std::fmt::Debug) -> String
where
    C: Coroutine<S, T>,
{
    let point = coroutine.resume_point();
    let at = match coroutine.status() {
        Status::Returned => "end".to_string(),
        _ => format!("{} {}:{} {:?}", point.variant, point.line, point.column, point.saved),
    };
    format!("{did:?} / {at}")
}

#[test]
fn fib() {
    let trace = both!(fib, {
        let mut fib = fib(3);
        let mut trace = vec![step(&fib, "new")];
        for _ in 0..4 {
            let did = fib.send(());
            trace.push(step(&fib, did));
        }
        trace
    });
    assert_eq!(
        trace,
        [
            r#""new" / Unresumed 2:8 ["limit"]"#,
            r#"Yielded(0) / Suspend0 5:9 ["a", "b", "iter"]"#,
            r#"Yielded(1) / Suspend0 5:9 ["a", "b", "iter"]"#,
            r#"Yielded(1) / Suspend0 5:9 ["a", "b", "iter"]"#,
            "Complete(()) / end",
        ]
    );
    assert_eq!(both!(fib, { fib(8).collect::<Vec<_>>() }), [0, 1, 1, 2, 3, 5, 8, 13]);
}

#[test]
fn primes() {
    let trace = both!(primes, {
        let mut primes = primes(6);
        let mut trace = vec![step(&primes, "new")];
        for _ in 0..4 {
            let did = primes.send(());
            trace.push(step(&primes, did));
        }
        trace
    });
    assert_eq!(
        trace,
        [
            r#""new" / Unresumed 3:8 ["limit"]"#,
            r#"Yielded(2) / Suspend0 7:13 ["limit", "n"]"#,
            r#"Yielded(3) / Suspend0 7:13 ["limit", "n"]"#,
            r#"Yielded(5) / Suspend0 7:13 ["limit", "n"]"#,
            "Complete(()) / end",
        ]
    );
}

#[test]
fn running_total() {
    let trace = both!(running_total, {
        let mut total = running_total();
        let mut trace = vec![total.start()];
        trace.extend([Some(3), Some(-1), None].map(|amount| total.send(amount)));
        trace
    });
    assert_eq!(trace, [Yielded(0), Yielded(3), Yielded(2), Complete(2)]);
}

#[test]
fn reader() {
    let trace = both!(reader, {
        let mut reader = reader(3);
        let mut trace = vec![step(&reader, reader.resume_point().variant)];
        let did = reader.start();
        trace.push(step(&reader, did));
        let did = reader.send("one".into());
        trace.push(step(&reader, did));
        let did = reader.throw(io::ErrorKind::NotFound.into());
        trace.push(step(&reader, did));
        let did = reader.send("three".into());
        trace.push(step(&reader, did));
        trace
    });
    assert_eq!(trace.len(), 5);
    assert_eq!(trace[4], r#"Complete(Ok(["one", "three"])) / end"#);

    let gave_up = both!(reader, {
        let mut reader = reader(3);
        let _ = reader.start();
        format!("{:?}", reader.throw(io::ErrorKind::TimedOut.into()))
    });
    assert_eq!(gave_up, "Ok(Complete(Err(Kind(TimedOut))))");
}

#[test]
fn search() {
    for (wanted, looked_at, found) in [
        (5, vec![1, 5], Some((0, 1))),
        (4, vec![1, 5, 2, 4], Some((2, 1))),
        (9, vec![1, 5, 7, 2, 4, 8], None),
        (0, vec![1, 2], None),
    ] {
        let outcome = both!(search, {
            let mut search = search(vec![vec![1, 5, 7], vec![], vec![2, 4, 8]], wanted);
            let mut seen = Vec::new();
            loop {
                match search.send(()) {
                    Yielded(number) => seen.push(number),
                    Complete(found) => break (seen, found),
                }
            }
        });
        assert_eq!(outcome, (looked_at, found), "{wanted}");
    }
}

#[test]
fn lift() {
    let trace = both!(lift, {
        let mut lift = lift(2);
        let calls = [Call::Floor(2), Call::Floor(7), Call::Floor(12), Call::Stop { because: "fire".into() }];
        calls.map(|call| lift.send(call))
    });
    assert_eq!(
        trace,
        [
            Yielded("opens on 2".to_string()),
            Yielded("goes to 7, 5 away".to_string()),
            Yielded("has no floor 12".to_string()),
            Complete("fire".to_string()),
        ]
    );
}

#[test]
fn addition() {
    for (answers, outcome) in [
        (["2", "40"], r#"[Yielded("first"), Yielded("second"), Complete(Ok(42))]"#),
        (
            ["2", "x"],
            r#"[Yielded("first"), Yielded("second"), Complete(Err(NotANumber(ParseIntError { kind: InvalidDigit })))]"#,
        ),
    ] {
        let trace = both!(addition, {
            let mut addition = addition();
            let mut trace = vec![addition.start()];
            trace.extend(answers.map(|answer| addition.send(answer.to_string())));
            format!("{trace:?}")
        });
        assert_eq!(trace, outcome);
    }
}

#[test]
fn sentence() {
    let trace = both!(sentence, {
        let mut sentence = sentence(vec!["sings".into(), "helps".into()]);
        [sentence.start(), sentence.send("Ada".into()), sentence.send("Grace".into())]
    });
    assert_eq!(
        trace,
        [Yielded("who?"), Yielded("whom?"), Complete(Some("Ada helps Grace (1 more)".to_string()))]
    );
    assert_eq!(both!(sentence, { sentence(vec![]).start() }), Complete(None));
}

#[test]
fn walk_calls_itself() {
    let trace = both!(walk, {
        let leaf = |value| Some(Box::new(Node { value, left: None, right: None }));
        let left = Some(Box::new(Node { value: 1, left: leaf(0), right: leaf(2) }));
        let tree = Node { value: 3, left, right: leaf(4) };
        let mut walk = walk(&tree);
        let mut trace = Vec::new();
        for _ in 0..6 {
            let did = walk.send(());
            trace.push(step(&walk, did));
        }
        trace
    });
    let at = |n| format!("Yielded({n}) / Suspend0 14:5 [\"node\"]");
    assert_eq!(trace, [at(0), at(1), at(2), at(3), at(4), "Complete(()) / end".into()]);
}

#[test]
fn countdowns() {
    let trace = both!(countdowns, {
        let mut countdowns = countdowns(2, 1);
        let mut trace = Vec::new();
        for _ in 0..4 {
            let did = countdowns.send(());
            trace.push(step(&countdowns, did));
        }
        trace
    });
    assert_eq!(trace.len(), 4);
    assert_eq!(trace[3], r#"Complete("lift-off, lift-off") / end"#);
}

/// A letter that notes when it is dropped.
struct Letter<'log>(&'log RefCell<Vec<&'static str>>);

impl Drop for Letter<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push("dropped");
    }
}

#[test]
fn mail() {
    for (posts, noted) in [
        (true, vec!["posted", "dropped", "last suspension", "complete"]),
        (false, vec!["last suspension", "dropped", "complete"]),
    ] {
        let trace = both!(mail, {
            let log = RefCell::new(Vec::new());
            let note = |_letter| log.borrow_mut().push("posted");
            let mut mail = mail(Letter(&log), note);
            assert_eq!(mail.start(), Yielded("post it?"));
            assert_eq!(mail.send(posts), Yielded("done"));
            log.borrow_mut().push("last suspension");
            assert_eq!(mail.send(true), Complete(()));
            log.borrow_mut().push("complete");
            drop(mail);
            log.into_inner()
        });
        assert_eq!(trace, noted);
    }
}

#[test]
fn blocks() {
    let (sums, size) = both!(blocks, {
        let mut blocks = blocks();
        let size = size_of_val(&blocks);
        let sums: Vec<_> = (0..2048).filter_map(|n| blocks.send((n / 1024 + 1) as u8).yielded()?).collect();
        (sums, size)
    });
    assert_eq!(sums, [1024, 2048]);
    assert!((1024..1024 + 128).contains(&size), "{size} bytes");
}

#[test]
fn shout_borrows_its_words() {
    fn run(shout: impl Coroutine<Yield = String, Return = usize>) -> Vec<String> {
        let mut shout = std::pin::pin!(shout);
        let mut seen = Vec::new();
        loop {
            seen.push(shout.resume_point().variant.to_owned());
            match shout.send(()) {
                Yielded(word) => seen.push(word),
                Complete(longest) => {
                    seen.push(longest.to_string());
                    return seen;
                }
            }
        }
    }
    let expected = ["Unresumed", "A", "Suspend0", "BC", "Suspend0", "2"];
    assert_eq!(run(source::shout::shout("a bc")), expected);
    assert_eq!(run(expanded::shout::shout("a bc")), expected);
}

#[test]
fn relay_waits_twice() {
    use std::future::{Future, poll_fn};
    use std::task::{Context, Poll, Waker};

    fn message(text: &'static str) -> source::relay::Message {
        let mut arrives = false;
        Box::pin(poll_fn(move |_| match std::mem::replace(&mut arrives, true) {
            true => Poll::Ready(text.to_owned()),
            false => Poll::Pending,
        }))
    }
    fn run(relay: impl Future<Output = usize>) -> (usize, usize) {
        let mut relay = std::pin::pin!(relay);
        let mut polls = 1;
        loop {
            match relay.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(sum) => return (sum, polls),
                Poll::Pending => polls += 1,
            }
        }
    }
    assert_eq!(run(source::relay::relay(message("a b c"), message("four"))), (7, 3));
    assert_eq!(run(expanded::relay::relay(message("a b c"), message("four"))), (7, 3));
}

#[test]
fn successor_awaits_a_promise() {
    use coro_core::event_loop::call_soon;
    use coro_core::future::{FutureError, promise};
    use coro_core::spawn;

    let (value, end) = both!(successor, {
        let ((promise, number), (broken, future)) = (promise(), promise::<u32>());
        coro_core::run(async move {
            let task = spawn(successor(number));
            drop(broken);
            call_soon(move || promise.set_result(41).expect("nobody has cancelled it"));
            (task.await.expect("nobody cancels it"), successor(future).await)
        })
        .expect("nobody cancels it")
    });
    assert_eq!((value, end), (Ok(42), Err(FutureError::BrokenPromise)));
}
