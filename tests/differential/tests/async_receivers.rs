//! `async fn`: methods that take their receivers by value, and those that borrow them. Their names do not say which.

// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use std::ops::Deref;
use std::rc::Rc;

use coro_differential::prelude::*;

/// A connection, or a request that is built.
struct Link {
    name: Noisy,
    hops: Vec<Noisy>,
}

impl Link {
    fn open(name: &'static str) -> Link {
        Link { name: Noisy::new(name), hops: Vec::new() }
    }

    fn via(mut self, hop: &'static str) -> Link {
        self.hops.push(Noisy::new(hop));
        self
    }

    fn and_via(&mut self, hop: &'static str) -> &mut Link {
        self.hops.push(Noisy::new(hop));
        self
    }

    fn twin(&self) -> Link {
        Link { name: self.name.clone(), hops: Vec::new() }
    }

    fn shutdown_now(self) -> i64 {
        note(self.hops.len() as i64)
    }

    async fn submit(self, with: i64) -> i64 {
        ask(self.name.weight() + with).await
    }

    async fn ping(&self, with: &Noisy) -> &Noisy {
        ask(with.weight()).await;
        &self.name
    }

    async fn grow(&mut self) -> &mut Vec<Noisy> {
        ask(1).await;
        self.hops.push(Noisy::new("grown"));
        &mut self.hops
    }

    async fn shared(self: Rc<Self>) -> i64 {
        ask(Rc::strong_count(&self) as i64).await
    }

    async fn unboxed(self: Box<Self>) -> i64 {
        ask(self.name.weight()).await
    }

    async fn trade(self, for_other: Link) -> Link {
        ask(self.name.weight()).await;
        for_other
    }
}

trait Serve {
    async fn serve(self) -> i64;
    async fn peer(&self) -> &Noisy;
}

impl Serve for Link {
    async fn serve(self) -> i64 {
        ask(self.name.weight()).await
    }

    async fn peer(&self) -> &Noisy {
        ask(2).await;
        &self.name
    }
}

struct Pooled(Link);

impl Deref for Pooled {
    type Target = Link;

    fn deref(&self) -> &Link {
        note(9);
        &self.0
    }
}

alike! {
    async fn by_value() -> i64 {
        let link = Link::open("link");
        let after = Noisy::new("after");
        let sum = link.submit(after.weight()).await;
        note(sum);
        ask(sum).await
    }
}

alike! {
    async fn by_reference() -> i64 {
        let with = Noisy::new("with");
        let link = Link::open("link");
        let peer = link.ping(&with).await;
        let seen = ask(peer.weight()).await;
        note(seen) + inspect(peer)
    }
}

alike! {
    async fn by_unique_reference() -> i64 {
        let mut link = Link::open("link");
        let after = Noisy::new("after");
        let hops = link.grow().await;
        ask(1).await;
        hops.push(Noisy::new("more"));
        note(hops.len() as i64)
    }
}

alike! {
    async fn before_a_suspension() -> i64 {
        let first = Link::open("first").via("hop");
        let second = Link::open("second");
        let hops = first.shutdown_now();
        let twin = second.twin();
        ask(hops).await + twin.hops.len() as i64
    }
}

alike! {
    async fn on_one_path() -> i64 {
        let link = Link::open("link");
        let other = Noisy::new("other");
        let mut sum = 0;
        if ask(1).await > 0 {
            sum += link.submit(3).await;
        } else {
            sum += ask(5).await;
        }
        note(sum);
        ask(sum).await
    }
}

alike! {
    async fn out_of_a_loop() -> i64 {
        let link = Link::open("link");
        let mut sum = 0;
        loop {
            sum += ask(link.name.weight()).await;
            if sum > 6 {
                break sum + link.submit(sum).await + ask(7).await;
            }
            let turn = Noisy::new("turn");
        }
    }
}

alike! {
    async fn in_a_loop() -> i64 {
        let mut sum = 0;
        for name in ["a", "b"] {
            let link = Link::open(name);
            let turn = Noisy::new("turn");
            if ask(turn.weight()).await > 4 {
                continue;
            }
            sum += link.submit(sum).await;
            ask(sum).await;
        }
        sum
    }
}

alike! {
    async fn chains() -> i64 {
        let sum = Link::open("a").via("b").via("c").submit(1).await;
        note(sum);
        let sum = ask(sum).await + Link::open("d").via("e").and_via("f").twin().via("g").submit(note(2)).await;
        note(sum)
    }
}

alike! {
    async fn a_borrow_of_a_temporary() -> i64 {
        let with = Noisy::new("with");
        let seen = Link::open("a").via("b").ping(&with).await.weight() + ask(3).await;
        note(seen);
        let seen = inspect(Link::open("c").twin().peer().await) + ask(4).await;
        ask(seen).await
    }
}

alike! {
    async fn of_a_trait() -> i64 {
        let serves = Link::open("serves");
        let looks = Link::open("looks");
        let sum = serves.serve().await;
        let peer = looks.peer().await;
        ask(sum).await + peer.weight()
    }
}

alike! {
    async fn of_pointers() -> i64 {
        let shared = Rc::new(Link::open("shared"));
        let kept = Rc::new(Link::open("kept"));
        let boxed = Box::new(Link::open("boxed"));
        let pooled = Pooled(Link::open("pooled"));
        let with = Noisy::new("with");
        let sum = shared.shared().await;
        let peer = kept.ping(&with).await;
        let peer_2 = pooled.ping(&with).await;
        ask(sum + peer.weight()).await;
        sum + boxed.unboxed().await + peer_2.weight()
    }
}

alike! {
    async fn arguments_that_move() -> i64 {
        let first = Link::open("first");
        let second = Link::open("second");
        let third = first.trade(second).await;
        ask(1).await;
        let fourth = third.trade(Link::open("fourth").via("hop")).await;
        let weight = fourth.submit(inspect(&fourth_name())).await;
        ask(weight).await
    }
}

fn fourth_name() -> Noisy {
    Noisy::new("of the fourth")
}

alike! {
    async fn what_is_not_copied_but_has_no_destructor() -> i64 {
        struct Plain(i64);
        impl Plain {
            fn spend(self) -> i64 {
                note(self.0)
            }
            fn look(&self) -> i64 {
                note(self.0 + 1)
            }
        }
        let spent = Plain(1);
        let seen = Plain(2);
        let sum = ask(spent.0).await + spent.spend() + seen.look();
        ask(sum).await
    }
}

alike! {
    async fn in_a_match() -> i64 {
        let link = Some(Link::open("link"));
        let other = Noisy::new("other");
        match link {
            Some(link) => {
                let twin = link.twin();
                let sum = ask(1).await + link.submit(3).await;
                sum + twin.ping(&other).await.weight() + ask(2).await
            }
            None => ask(3).await,
        }
    }
}

alike! {
    async fn a_temporary_before_an_argument_that_suspends() -> i64 {
        let other = Noisy::new("other");
        let sum = Link::open("a").via("b").submit(ask(other.weight()).await).await;
        note(sum);
        let peer = Link::open("c").ping(&Noisy::new(ask(2).await)).await.weight();
        ask(peer).await
    }
}

alike! {
    async fn on_an_early_way_out() -> i64 {
        let link = Link::open("link");
        let other = Noisy::new("other");
        let first = ask(other.weight()).await;
        if first > 4 {
            return link.submit(first).await + ask(8).await;
        }
        if first > 3 {
            let peer = link.ping(&other).await;
            return peer.weight() + ask(9).await;
        }
        let sum = link.ping(&other).await.weight() + ask(1).await;
        sum + link.shutdown_now() + ask(2).await
    }
}

alike! {
    async fn on_the_way_out_of_a_loop() -> i64 {
        let link = Link::open("link");
        let mut sum = 0;
        for name in ["a", "b"] {
            let turn = Noisy::new(name);
            sum += ask(turn.weight()).await;
            if sum > 5 {
                sum += link.submit(sum).await;
                break;
            }
            sum += link.ping(&turn).await.weight();
        }
        ask(sum).await
    }
}

/// A protocol whose states are values.
enum Phase {
    Hello(Link),
    Body(Link, i64),
    Done(i64),
}

impl Phase {
    async fn advance(self, by: i64) -> Phase {
        match self {
            Phase::Hello(link) => Phase::Body(link, ask(by).await),
            Phase::Body(link, sum) => Phase::Done(sum + link.submit(sum).await),
            Phase::Done(sum) => Phase::Done(sum),
        }
    }

    fn sum(self) -> i64 {
        match self {
            Phase::Done(sum) => note(sum),
            _ => note(0),
        }
    }
}

alike! {
    async fn replaced_by_what_becomes_of_it() -> i64 {
        let mut phase = Phase::Hello(Link::open("link"));
        let other = Noisy::new("other");
        for turn in 0..3 {
            phase = phase.advance(turn).await;
            note(turn);
            if ask(turn).await > 8 {
                break;
            }
        }
        let sum = phase.sum();
        ask(sum).await
    }
}

alike! {
    async fn replaced_by_what_looks_at_it() -> i64 {
        let mut link = Link::open("link");
        let other = Noisy::new("other");
        while link.hops.len() < 2 {
            link = if ask(link.hops.len() as i64).await > 5 { link.via("a").via("b") } else { link.twin().via("c").via("d") };
            ask(1).await;
        }
        link = link.twin();
        ask(link.name.weight()).await
    }
}

alike! {
    async fn in_macros() -> i64 {
        let first = Link::open("first").via("hop");
        let second = Link::open("second");
        let text = format!("{} {}", first.hops.len(), first.shutdown_now());
        assert!(ask(1).await + second.shutdown_now() < 100, "{}", text);
        ask(text.len() as i64).await
    }
}
