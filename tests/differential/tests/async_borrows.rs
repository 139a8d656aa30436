//! `async fn`: what is borrowed across an `.await`, methods, generics, combinators.

// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Mutex;

use coro_differential::prelude::*;
use futures_util::future::{self, Either};

/// Something to read from, as a socket is.
struct Stream {
    this: Noisy,
    left: i64,
}

impl Stream {
    fn new(left: i64) -> Stream {
        Stream { this: Noisy::new("stream"), left }
    }

    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Small> {
        let asked = ask(buffer.len() as i64).await;
        self.this.by_mut(asked);
        if asked == 17 {
            return Err(Small(Noisy::new("broken")));
        }
        let count = self.left.min(asked.rem_euclid(4)).min(buffer.len() as i64);
        self.left -= count;
        buffer[..count as usize].fill(asked as u8);
        Ok(count as usize)
    }
}

alike! {
    async fn a_buffer_is_lent_to_each_read() -> Result<i64, Big> {
        let mut stream = Stream::new(9);
        let mut buffer = [0u8; 8];
        let mut all = Vec::new();
        let mut filled = 0;
        while filled < buffer.len() {
            let count = stream.read(&mut buffer[filled..]).await?;
            if count == 0 && filled > 3 {
                break;
            }
            all.extend_from_slice(&buffer[filled..filled + count]);
            filled += count;
        }
        say(format_args!("{all:?} {buffer:?}"));
        Ok(filled as i64)
    }
}

alike! {
    async fn references_in_locals() -> i64 {
        let mut a = Noisy::new("a");
        let b = Noisy::new("b");
        let shared = &b;
        let n = ask(shared.by_ref()).await;
        let exclusive = &mut a;
        exclusive.by_mut(ask(n).await);
        let name = exclusive.name();
        ask(name.len() as i64).await;
        say(name);
        let part = &Pair::new("l", "r").left;
        ask(part.by_ref()).await + shared.by_ref() + a.by_ref()
    }
}

alike! {
    async fn iterators_over_locals() -> i64 {
        let mut list = vec![Noisy::new("a"), Noisy::new("b"), Noisy::new("c")];
        let mut total = 0;
        for each in &list {
            total += ask(each.by_ref()).await;
        }
        for (index, each) in list.iter_mut().enumerate() {
            each.by_mut(ask(index as i64).await);
        }
        let mut pairs = list.iter().zip(list.iter().skip(1)).peekable();
        while let Some((left, right)) = pairs.next() {
            total += ask(left.by_ref() + right.by_ref()).await + pairs.peek().is_some() as i64;
        }
        let mut map = BTreeMap::new();
        map.insert(ask(1).await, Noisy::new("one"));
        *map.entry(ask(2).await).or_insert_with(|| Noisy::new("two")) = Noisy::new(ask(3).await);
        for value in map.values() {
            total += ask(value.by_ref()).await;
        }
        list.drain(..).fold(total, |total, each| total + each.into_weight())
    }
}

alike! {
    async methods_by_mut_self = run();
    struct Counter { this: Noisy, count: i64 }
    impl Counter {
        machine! {
            async fn step(&mut self, by: i64) -> i64 {
                self.count += ask(by).await;
                self.this.by_mut(self.count)
            }
        }
        machine! {
            async fn steps(&mut self) -> i64 {
                for by in 0..3 {
                    let n = self.step(by).await;
                    if self.step(n).await % 5 == 0 {
                        return self.count;
                    }
                }
                let Counter { this, count } = self;
                *count += ask(this.by_ref()).await;
                *count
            }
        }
        machine! {
            async fn into_count(mut self) -> i64 {
                let n = self.step(1).await;
                let Counter { this, count } = self;
                n + count + this.into_weight()
            }
        }
        machine! {
            async fn name<'a>(&'a self, other: &'a str) -> &'a str {
                if ask(0).await % 2 == 0 { self.this.name() } else { other }
            }
        }
    }
    machine! {
        pub async fn run() -> i64 {
            let mut counter = Counter { this: Noisy::new("counter"), count: 0 };
            let n = counter.steps().await;
            say(counter.name("other").await);
            counter.into_count().await + n
        }
    }
}

alike! {
    async fn guards_are_kept() -> i64 {
        let cell = RefCell::new(Noisy::new("cell"));
        let mutex = Mutex::new(1);
        {
            let mut inside = cell.borrow_mut();
            inside.by_mut(ask(1).await);
            let mut locked = mutex.lock().unwrap();
            *locked += ask(2).await;
            say(format_args!("{} {}", cell.try_borrow().is_err(), mutex.try_lock().is_err()));
        }
        let n = cell.borrow().plus(ask(3).await);
        *mutex.lock().unwrap() = ask(4).await;
        cell.borrow_mut().by_mut(ask(n).await);
        let seen = *mutex.lock().unwrap();
        say(format_args!("{}", cell.try_borrow_mut().is_ok()));
        ask(seen).await
    }
}

alike! {
    async fn closures_that_borrow() -> i64 {
        let base = Noisy::new("base");
        let offset: i64 = ask(1).await;
        let add = |n: i64| base.weight() + offset + n;
        let n = ask(add(1)).await;
        let mut count = 0;
        let mut counted = |n: i64| {
            count += n;
            base.by_ref() + n
        };
        let m = counted(ask(n).await) + counted(ask(3).await);
        let owned = Noisy::new("owned");
        let moved = move || owned.by_ref();
        ask(moved()).await + add(m) + count
    }
}

alike! {
    async fn patterns_that_borrow() -> i64 {
        let pair = Pair::new("left", "right");
        let Pair { ref left, ref right } = pair;
        let n = ask(left.by_ref()).await;
        let mut option = Some(Noisy::new("some"));
        if let Some(ref mut inner) = option {
            inner.by_mut(ask(n).await);
        }
        match &mut option {
            Some(inner) if ask(1).await > 2 => { inner.by_mut(ask(2).await); }
            Some(inner) => { ask(inner.by_ref()).await; }
            None => {}
        }
        let (ref a, ref b) = (Noisy::new("a"), ask(3).await);
        ask(a.plus(*b)).await + right.by_ref()
    }
}

alike! {
    async generic_functions = run();
    machine! {
        async fn first<T: Clone, F>(value: T, next: F) -> Vec<T>
        where
            F: AsyncFn(T) -> T,
        {
            let mut all = vec![value.clone()];
            for _ in 0..2 {
                let last = all.last().cloned();
                all.push(next(last.unwrap_or(value.clone())).await);
            }
            all
        }
    }
    machine! {
        async fn each(items: impl Iterator<Item = Noisy>, mut with: impl FnMut(&Noisy) -> i64) -> i64 {
            let mut total = 0;
            for item in items {
                total += ask(with(&item)).await;
            }
            total
        }
    }
    machine! {
        pub async fn run() -> i64 {
            let all = first(Noisy::new("x"), async |value: Noisy| Noisy::new(ask(value.by_ref()).await)).await;
            each(all.into_iter(), |value| value.by_ref()).await + each(Source::new("s", 2), inspect).await
        }
    }
}

alike! {
    async recursion_through_a_box = run();
    fn boxed<'a>(depth: i64, value: &'a Noisy) -> Pin<Box<dyn Future<Output = i64> + 'a>> {
        Box::pin(depths(depth, value))
    }
    machine! {
        async fn depths(depth: i64, value: &Noisy) -> i64 {
            let here = Noisy::new(depth);
            if depth == 0 {
                return ask(value.by_ref()).await;
            }
            let below = boxed(depth - 1, &here).await;
            ask(below).await + boxed(depth - 1, value).await
        }
    }
    machine! {
        pub async fn run() -> i64 {
            Box::pin(depths(2, &Noisy::new("root"))).await
        }
    }
}

alike! {
    async machines_inside_machines = outer();
    machine! {
        async fn inner(value: &mut Noisy, by: i64) -> Result<i64, Small> {
            let held = Noisy::new("held");
            let n = fallible(ask(by).await)?;
            Ok(value.by_mut(n))
        }
    }
    machine! {
        async fn middle(value: &mut Noisy) -> Result<i64, Big> {
            let kept = Noisy::new("kept");
            let n = inner(value, 1).await?;
            let m = inner(&mut *value, n).await?;
            Ok(m + inner(value, m).await.unwrap_or(kept.weight()))
        }
    }
    machine! {
        pub async fn outer() -> i64 {
            let mut value = Noisy::new("value");
            match middle(&mut value).await {
                Ok(n) => n,
                Err(Big(error)) => ask(error.by_ref()).await,
            }
        }
    }
}

alike! {
    async fn join_of_futures() -> i64 {
        let a = Noisy::new("a");
        let (n, m) = future::join(wait("left", 2, Noisy::new("l")), async {
            let b = Noisy::new("b");
            ask(a.by_ref()).await + b.by_ref()
        })
        .await;
        let all = future::join_all((0..3).map(|i| wait("each", i, i64::from(i)))).await;
        let tried = future::try_join(wait("ok", 1, Ok(1)), wait("error", 2, fallible(3))).await;
        say(format_args!("{tried:?}"));
        ask(n.by_ref() + m + all.len() as i64).await
    }
}

alike! {
    async fn select_drops_the_loser() -> i64 {
        let n = match future::select(wait("fast", 1, 1), pin!(async { ask(2).await + ask(3).await })).await {
            Either::Left((n, slow)) => n + ask(4).await + slow.await,
            Either::Right((m, _)) => m,
        };
        let mut kept = wait("kept", 3, Noisy::new("kept"));
        for i in 0..2 {
            match future::select(&mut kept, wait("round", 1, i)).await {
                Either::Left((value, _)) => return value.into_weight(),
                Either::Right((i, _)) => _ = ask(i).await,
            }
        }
        kept.await.into_weight() + n
    }
}

alike! {
    async fn async_blocks() -> i64 {
        let a = Noisy::new("a");
        let b = Noisy::new("b");
        let block = async {
            let c = Noisy::new("c");
            ask(a.by_ref()).await + c.by_ref()
        };
        let n = block.await;
        let owns = async move { ask(b.by_ref()).await + 1 };
        let outcome: Result<i64, Small> = async { Ok(fallible(ask(n).await)? + 1) }.await;
        let closure = async |m: i64| ask(m + a.weight()).await;
        owns.await + closure(1).await + closure(2).await + outcome.unwrap_or(0)
    }
}

alike! {
    async fn streams() -> i64 {
        use futures_util::stream::{self, StreamExt};
        let base = Noisy::new("base");
        let mut numbers = pin!(stream::iter(1..4).then(|n| ask(n)).filter(|n| future::ready(n % 5 != 0)));
        let mut total = 0;
        while let Some(n) = numbers.next().await {
            total += base.plus(n);
        }
        let mut unordered = stream::FuturesUnordered::new();
        unordered.push(wait("x", 2, 1));
        unordered.push(wait("y", 1, 2));
        while let Some(n) = unordered.next().await {
            total = total * 10 + ask(n).await;
        }
        total
    }
}

alike! {
    async fn shared_state() -> i64 {
        let shared = Rc::new(RefCell::new(Vec::new()));
        let count = Cell::new(0);
        let push = |n: i64| {
            count.set(count.get() + 1);
            shared.borrow_mut().push(n);
        };
        push(ask(1).await);
        push(ask(2).await);
        let other = Rc::clone(&shared);
        let inner = async move { other.borrow_mut().push(ask(3).await) };
        inner.await;
        say(format_args!("{:?} {}", shared.borrow(), Rc::strong_count(&shared)));
        ask(count.get()).await
    }
}

alike! {
    /// What a method gives is a future, that another one is made of, or that waits in a local.
    async fn futures_made_of_futures() -> i64 {
        async fn within<T>(limit: i64, future: impl Future<Output = T>) -> Option<T> {
            if ask(limit).await % 2 == 0 { Some(future.await) } else { None }
        }
        let mut stream = Stream::new(9);
        let mut buffer = [0u8; 8];
        let mut total = 0;
        while let Some(Ok(count)) = within(total, stream.read(&mut buffer)).await {
            total += count as i64 + 1;
            if total > 9 {
                break;
            }
        }
        let reading = stream.read(&mut buffer[1..]);
        let n = ask(1).await;
        let count = reading.await.unwrap_or(0);
        n + count as i64 + i64::from(buffer[1])
    }
}

alike! {
    async fn large_buffers_are_lent() -> Result<i64, Big> {
        let mut stream = Stream::new(9);
        let mut buffer = [0; 1024];
        let mut other = [1u8; 300];
        let mut total = 0;
        for i in 0..3 {
            let count = stream.read(&mut buffer).await?;
            other[i] = ask(i64::from(other[i])).await as u8;
            total += count as i64 + i64::from(buffer[0]);
        }
        Ok(total + i64::from(other[2]))
    }
}

async fn poke(noisy: &mut Noisy, by: i64) -> i64 {
    let asked = ask(by).await;
    noisy.by_mut(asked)
}

alike! {
    /// A `&mut` that is passed on by its name is lent, and there again afterwards.
    async fn an_exclusive_binding_is_lent_again() -> i64 {
        let mut all = vec![Noisy::new("a"), Noisy::new("b"), Noisy::new("c")];
        let mut sum = 0;
        for noisy in all.iter_mut() {
            sum += poke(noisy, 1).await;
            noisy.by_mut(2);
            sum += poke(noisy, sum).await + noisy.by_ref();
        }
        let first = &mut all[0];
        poke(first, 3).await;
        sum += first.by_ref();
        let mut named = BTreeMap::from([(1, Noisy::new("one"))]);
        if let Some(one) = named.get_mut(&1) {
            poke(one, 4).await;
            sum += poke(one, one.weight()).await;
        }
        let two = named.entry(2).or_insert_with(|| Noisy::new("two"));
        poke(two, 5).await;
        sum += two.by_ref();
        let (left, right) = all.split_at_mut(1);
        let (left, right) = (&mut left[0], &mut right[1]);
        poke(right, left.weight()).await;
        poke(left, right.by_mut(1)).await;
        sum + poke(right, left.by_ref()).await
    }
}

struct Locks(Noisy);

impl Locks {
    fn get_mut(&self, name: &'static str) -> Option<Guard> {
        Some(Guard::new(name))
    }

    fn iter(&self) -> std::array::IntoIter<Guard, 2> {
        [Guard::new("first"), Guard::new("second")].into_iter()
    }
}

async fn look(guard: &mut Guard) -> i64 {
    ask(guard.by_ref()).await
}

alike! {
    /// What methods are named like those that give references may be guards, which `drop` drops.
    async fn guards_of_a_map() -> i64 {
        let locks = Locks(Noisy::new("locks"));
        if let Some(mut guard) = locks.get_mut("mutable") {
            look(&mut guard).await;
            drop(guard);
            note(ask(1).await);
        }
        for mut guard in locks.iter() {
            look(&mut guard).await;
            drop(guard);
            note(ask(2).await);
        }
        3
    }
}
