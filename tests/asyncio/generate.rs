//! Makes a scenario of a seed. What the two loops do differently on purpose is left out here, where `ours.py` cannot do it as ours.

use crate::scenario::Op::{self, *};
use crate::scenario::{CALLBACKS, EVENTS, FUTURES, LOCKS, QUEUES, SHARED, Scenario};

/// The parts of the library that one scenario is about.
#[derive(Clone, Copy, PartialEq)]
enum Theme {
    Tasks,
    Futures,
    Groups,
    Locks,
    Queues,
    /// Without cancellations: a waiter of asyncio's that is cancelled locks again before it goes on, to give up what `async with`
    /// holds. Here the guard is gone.
    Conditions,
}

struct Generator {
    random: Random,
    theme: Theme,
    programs: usize,
    /// A group inside of another is in a task of its own: to take back the requests of the one, as the interpreters do, would take back the
    /// other's.
    in_group: bool,
    /// Cancellations have messages. Where the cancellation of a group comes together with one that has one, asyncio loses that, and a
    /// cleanup that is interrupted loses its own, which ours keep: then there are neither groups nor cleanups.
    has_messages: bool,
}

impl Scenario {
    /// The scenario of a seed.
    pub fn of(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let theme = *random.one_of(&[
            Theme::Tasks,
            Theme::Futures,
            Theme::Groups,
            Theme::Locks,
            Theme::Queues,
            Theme::Conditions,
        ]);
        let programs = 3 + random.below(4);
        let roots = 2 + random.below(programs - 2);
        let has_messages = theme != Theme::Groups && random.below(2) == 0;
        let mut it = Generator { random, theme, programs, in_group: false, has_messages };
        let tasks = (0..programs).map(|me| it.block(me, 0)).collect();
        let callbacks = (0..CALLBACKS)
            .map(|c| (0..it.random.below(3)).map(|_| it.act(programs, c + 1)).collect())
            .collect();
        Scenario(roots, tasks, callbacks)
    }
}

impl Generator {
    fn block(&mut self, me: usize, depth: usize) -> Vec<Op> {
        let (least, more) = if depth == 0 { (3, 6) } else { (1, 4) };
        (0..least + self.random.below(more)).map(|_| self.op(me, depth)).collect()
    }

    /// Any program.
    fn any(&mut self) -> usize {
        self.random.below(self.programs)
    }

    /// A program that comes after this one: who waits for another never waits for itself.
    fn later(&mut self, me: usize) -> usize {
        me + 1 + self.random.below(self.programs.saturating_sub(me + 1).max(1))
    }

    fn some_later(&mut self, me: usize) -> Vec<usize> {
        (me + 1..self.programs).filter(|_| self.random.below(3) > 0).collect()
    }

    fn op(&mut self, me: usize, depth: usize) -> Op {
        let nests = depth < 3;
        match self.random.below(20) {
            0..=2 => Yield,
            3 => Spawn(self.later(me)),
            4 => Join(self.later(me)),
            5 if self.theme != Theme::Conditions => self.random.one_of(&[Uncancel, Cancelling]).clone(),
            6..=8 if nests => {
                let body = self.block(me, depth + 1);
                match self.random.below(7) {
                    0..=3 => Catch(body, self.block(me, depth + 1)),
                    4 => Rescue(body, self.block(me, depth + 1)),
                    5 if !self.has_messages => Finally(body, self.block(me, depth + 1)),
                    _ => Timeout(body),
                }
            }
            9 => match self.random.below(4) {
                0 => Return(self.random.below(9) as u32),
                1 => Raise(self.random.below(9) as u32),
                _ => Yield,
            },
            10..=12 => self.act(me, 0),
            _ => self.themed(me, depth),
        }
    }

    /// What the scenario is about.
    fn themed(&mut self, me: usize, depth: usize) -> Op {
        let nests = depth < 3;
        match self.theme {
            Theme::Tasks => match self.random.below(6) {
                0 => Spawn(self.later(me)),
                1 => Join(self.later(me)),
                2 => Shield(self.later(me)),
                3 => WaitFirst(self.some_later(me)),
                4 => Gather(self.some_later(me)),
                _ => WaitAll(self.some_later(me)),
            },
            Theme::Futures => match self.random.below(4) {
                0 | 1 => Await(self.random.below(FUTURES)),
                2 => AwaitShared(self.random.below(SHARED)),
                _ => self.act(me, 0),
            },
            Theme::Groups if nests => match self.random.below(4) {
                0 => Gather(self.some_later(me)),
                1 if !self.in_group => {
                    self.in_group = true;
                    let body = self.block(me, depth + 1);
                    self.in_group = false;
                    Group(self.some_later(me), body)
                }
                2 => Raise(self.random.below(9) as u32),
                _ => Await(self.random.below(FUTURES)),
            },
            Theme::Locks => match self.random.below(4) {
                0 if nests => WithLock(self.random.below(LOCKS), self.block(me, depth + 1)),
                1 if nests => WithPermit(self.block(me, depth + 1)),
                2 => WaitEvent(self.random.below(EVENTS)),
                _ => self.act(me, 0),
            },
            Theme::Queues => match self.random.below(2) {
                0 => Get(self.random.below(QUEUES)),
                _ => Put(self.random.below(QUEUES), self.random.below(9) as u32),
            },
            Theme::Conditions => match self.random.below(3) {
                0 if nests => WaitCondition(self.block(me, depth + 1)),
                1 => Notify(1 + self.random.below(2)),
                _ => Spawn(self.later(me)),
            },
            Theme::Groups => Yield,
        }
    }

    /// What does not wait. It may have callbacks called from the first of these on: none that has itself called again.
    fn act(&mut self, me: usize, first: usize) -> Op {
        let value = self.random.below(9) as u32;
        let may_call = first < CALLBACKS;
        let callback = first + self.random.below(CALLBACKS.saturating_sub(first).max(1));
        match self.random.below(8) {
            0 => Spawn(self.later(me)),
            1 if may_call => CallSoon(callback),
            2 if may_call => AddTaskCallback(self.any(), callback),
            3 => CancelCall(self.random.below(CALLBACKS)),
            4 if self.theme != Theme::Conditions => match self.random.below(2) {
                0 if self.has_messages => CancelBecause(self.any(), value),
                _ => Cancel(self.any()),
            },
            _ => match self.theme {
                Theme::Futures | Theme::Groups => self.act_on_future(callback, may_call),
                Theme::Locks => match self.random.below(2) {
                    0 => SetEvent(self.random.below(EVENTS)),
                    _ => ClearEvent(self.random.below(EVENTS)),
                },
                Theme::Queues => match self.random.below(2) {
                    0 => TryGet(self.random.below(QUEUES)),
                    _ => TryPut(self.random.below(QUEUES), value),
                },
                Theme::Tasks => Cancel(self.any()),
                Theme::Conditions => Spawn(self.later(me)),
            },
        }
    }

    fn act_on_future(&mut self, callback: usize, may_call: bool) -> Op {
        let (future, shared) = (self.random.below(FUTURES), self.random.below(SHARED));
        let value = self.random.below(9) as u32;
        match self.random.below(10) {
            0..=2 => Resolve(future, value),
            3 => Fail(future, value),
            4 => CancelFuture(future),
            5 | 6 if may_call => AddCallback(future, callback),
            7 => RemoveCallback(future, self.random.below(CALLBACKS)),
            8 => CancelShared(shared),
            _ => ResolveShared(shared, value),
        }
    }
}

/// Numbers that look random, and are the same for a seed on every machine: SplitMix64.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}
