//! What the tasks of a scenario share, and the operations that do not wait.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Display};
use std::pin::Pin;
use std::rc::Rc;

use coro_core::combine::{ChildError, GroupError};
use coro_core::event_loop::{Handle, call_soon, set_exception_handler};
use coro_core::future::{Callback, Future, Promise, SharedFuture};
use coro_core::sync::{Condition, Event, Lock, Queue, Semaphore};
use coro_core::task::{JoinHandle, Task, current_task};
use coro_core::time::yield_now;
use coro_core::{Cancelled, spawn};

use crate::scenario::{CALLBACKS, EVENTS, FUTURES, LOCKS, Op, QUEUES, SHARED, Scenario};

/// An error that a program raises.
#[derive(Clone, Debug)]
pub struct Failed(pub String);

impl Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<GroupError<Failed>> for Failed {
    fn from(group: GroupError<Failed>) -> Self {
        let mut errors: Vec<_> = group.errors.iter().map(ChildError::to_string).collect();
        errors.sort();
        Failed(format!("group({})", errors.join(" ")))
    }
}

/// How some operations end: the value is what `Return` gives, and there is none where they have run through.
pub type Flow = Result<Option<u32>, Failed>;
/// A program that was spawned.
pub type Handled = JoinHandle<Result<u32, Failed>>;
/// What a program is as a task.
pub type Program = Pin<Box<dyn std::future::Future<Output = Result<u32, Failed>>>>;
/// Makes a program's future, by one of the drivers.
pub type Driver = fn(Rc<World>, usize) -> Program;

pub struct World {
    pub scenario: Scenario,
    pub driver: Driver,
    turn: Cell<usize>,
    lines: RefCell<Vec<String>>,
    begun: RefCell<Vec<bool>>,
    tasks: RefCell<Vec<Option<Task>>>,
    handles: RefCell<Vec<Option<Handled>>>,
    pub futures: Vec<RefCell<Future<u32, Failed>>>,
    promises: Vec<Cell<Option<Promise<u32, Failed>>>>,
    pub awaited: [Cell<bool>; FUTURES],
    callbacks: RefCell<Vec<Vec<Callback<u32, Failed>>>>,
    pub shared: Vec<SharedFuture<u32, Failed>>,
    shared_promises: Vec<Cell<Option<Promise<u32, Failed>>>>,
    calls: RefCell<[Option<Handle>; CALLBACKS]>,
    pub events: [Event; EVENTS],
    pub locks: [Lock<()>; LOCKS],
    pub semaphore: Semaphore,
    pub acquirers: Cell<usize>,
    pub queues: [Queue<u32>; QUEUES],
    pub getters: [Cell<usize>; QUEUES],
    pub putters: [Cell<usize>; QUEUES],
    pub condition_lock: Lock<()>,
    pub condition: Condition,
}

/// Who acts that is no task.
const MAIN: &str = "-1";

/// Runs a scenario, and gives its trace.
pub fn run(scenario: &Scenario, driver: Driver) -> Vec<String> {
    let scenario = scenario.clone();
    coro_core::run(async move {
        set_exception_handler(|_| {});
        let world = World::new(scenario, driver);
        world.main().await;
        let lines = world.lines.take();
        // What is left is cancelled as often as it goes on after that: the loop would do it once, and wait.
        while world.cancel_left() {
            yield_now().await;
        }
        // They hold each other.
        world.callbacks.take();
        lines
    })
    .expect("nobody cancels it")
}

impl World {
    fn new(scenario: Scenario, driver: Driver) -> Rc<Self> {
        let programs = scenario.1.len();
        let (promises, futures) =
            std::iter::repeat_with(Promise::new).take(FUTURES).unzip::<_, _, Vec<_>, Vec<_>>();
        let (shared_promises, shared) =
            std::iter::repeat_with(Promise::new).take(SHARED).unzip::<_, _, Vec<_>, Vec<_>>();
        let world = Rc::new(World {
            scenario,
            driver,
            turn: Cell::new(0),
            lines: RefCell::default(),
            begun: RefCell::new(vec![false; programs]),
            tasks: RefCell::new(vec![None; programs]),
            handles: RefCell::new((0..programs).map(|_| None).collect()),
            futures: futures.into_iter().map(RefCell::new).collect(),
            promises: promises.into_iter().map(|it| Cell::new(Some(it))).collect(),
            awaited: Default::default(),
            callbacks: RefCell::default(),
            shared: shared.into_iter().map(Future::share).collect(),
            shared_promises: shared_promises.into_iter().map(|it| Cell::new(Some(it))).collect(),
            calls: RefCell::default(),
            events: Default::default(),
            locks: [Lock::new(()), Lock::new(())],
            semaphore: Semaphore::new(2),
            acquirers: Cell::default(),
            queues: [Queue::bounded(1), Queue::bounded(2)],
            getters: Default::default(),
            putters: Default::default(),
            condition_lock: Lock::new(()),
            condition: Condition::new(),
        });
        let callback = |f, c| {
            let world = world.clone();
            Callback::new(move |future: &Future<u32, Failed>| {
                let state = if future.is_cancelled() { "cancelled" } else { "done" };
                world.trace(100 + c, format_args!("future {f} {state}"));
                world.call(c);
            })
        };
        let callbacks = (0..FUTURES).map(|f| (0..CALLBACKS).map(|c| callback(f, c)).collect()).collect();
        world.callbacks.replace(callbacks);
        world
    }

    pub fn trace(&self, me: impl Display, what: impl Display) {
        self.lines.borrow_mut().push(format!("{} {me}: {what}", self.turn.get()));
    }

    fn tick(self: Rc<Self>) {
        self.turn.set(self.turn.get() + 1);
        call_soon(|| self.tick());
    }

    async fn main(self: &Rc<Self>) {
        let ticking = self.clone();
        call_soon(|| ticking.tick());
        for p in 0..self.scenario.0 {
            self.spawn(MAIN, p);
        }
        for _ in 0..60 {
            for _ in 0..25 {
                yield_now().await;
            }
            if !self.scenario.cancels() || !self.cancel_left() {
                return;
            }
        }
    }

    /// Cancels the tasks that have not ended, if there are some.
    fn cancel_left(&self) -> bool {
        let is_left = |p: &usize| self.tasks.borrow()[*p].as_ref().is_some_and(|task| !task.is_finished());
        let left: Vec<usize> = (0..self.scenario.1.len()).filter(is_left).collect();
        for &p in &left {
            self.cancel(MAIN, p, None);
        }
        !left.is_empty()
    }

    pub fn register(self: &Rc<Self>, p: usize, task: Task) {
        if self.tasks.borrow()[p].is_some() {
            return;
        }
        let world = self.clone();
        task.add_done_callback(move |task| {
            world.trace(p, if task.is_cancelled() { "ended cancelled" } else { "ended" });
        });
        self.tasks.borrow_mut()[p] = Some(task);
    }

    /// Whether a program is there, and not begun.
    pub fn begin(&self, p: usize) -> bool {
        self.begun.borrow_mut().get_mut(p).is_some_and(|begun| !std::mem::replace(begun, true))
    }

    fn spawn(self: &Rc<Self>, me: impl Display, p: usize) {
        if self.begin(p) {
            let handle = spawn((self.driver)(self.clone(), p));
            self.register(p, handle.task());
            self.handles.borrow_mut()[p] = Some(handle);
            self.trace(me, format_args!("spawned {p}"));
        }
    }

    /// The result of a program, if it is there to be awaited.
    pub fn handle(&self, p: usize) -> Option<Handled> {
        self.handles.borrow_mut().get_mut(p)?.take()
    }

    /// Those of some programs that run, and can be awaited.
    pub fn take_running(&self, ps: &[usize]) -> (Vec<usize>, Vec<Handled>) {
        let mut handles = self.handles.borrow_mut();
        let running = |p: &usize| Some((*p, handles.get_mut(*p)?.take_if(|it| !it.is_finished())?));
        ps.iter().filter_map(running).unzip()
    }

    pub fn give_back(&self, p: usize, handle: Handled) {
        self.handles.borrow_mut()[p] = Some(handle);
    }

    fn cancel(&self, me: impl Display, p: usize, because: Option<u32>) {
        let Some(task) = self.tasks.borrow().get(p).cloned().flatten() else { return };
        let cancelled = match because {
            Some(number) => task.cancel_because(format!("because {number}")),
            None => task.cancel(),
        };
        self.trace(me, format_args!("cancels {p}: {cancelled}"));
    }

    pub fn caught(&self, me: usize, cancelled: &Cancelled) {
        self.trace(me, format_args!("caught {}", cancelled.message().unwrap_or("-")));
    }

    fn call(self: &Rc<Self>, c: usize) {
        for op in &self.scenario.2[c] {
            self.act(100 + c, op);
        }
    }

    pub fn may_get(&self, q: usize) -> bool {
        self.getters[q].get() == 0 || self.queues[q].is_empty()
    }

    pub fn may_put(&self, q: usize) -> bool {
        self.putters[q].get() == 0 || self.queues[q].is_full()
    }

    /// Does what does not wait.
    pub fn act(self: &Rc<Self>, me: usize, op: &Op) {
        match *op {
            Op::Spawn(p) => self.spawn(me, p),
            Op::Cancel(p) => self.cancel(me, p, None),
            Op::CancelBecause(p, number) => self.cancel(me, p, Some(number)),
            Op::Uncancel => self.trace(me, format_args!("uncancels: {}", this().uncancel())),
            Op::Cancelling => self.trace(me, format_args!("cancelling: {}", this().cancelling())),
            Op::Resolve(f, value) => {
                let done = self.promises[f].take().is_some_and(|it| it.set_result(value).is_ok());
                self.trace(me, format_args!("resolves {f}: {done}"));
            }
            Op::Fail(f, number) => {
                let error = Failed(number.to_string());
                let done = self.promises[f].take().is_some_and(|it| it.set_error(error).is_ok());
                self.trace(me, format_args!("fails {f}: {done}"));
            }
            Op::CancelFuture(f) => {
                self.trace(me, format_args!("cancels future {f}: {}", self.futures[f].borrow().cancel()));
            }
            Op::AddCallback(f, c) => self.futures[f].borrow().add_callback(&self.callbacks.borrow()[f][c]),
            Op::RemoveCallback(f, c) => {
                let removed = self.futures[f].borrow().remove_done_callback(&self.callbacks.borrow()[f][c]);
                self.trace(me, format_args!("removes callback {c} of {f}: {removed}"));
            }
            Op::AddTaskCallback(p, c) => {
                if let Some(handle) = self.handles.borrow().get(p).and_then(Option::as_ref) {
                    let world = self.clone();
                    handle.task().add_done_callback(move |_| {
                        world.trace(100 + c, format_args!("task {p}"));
                        world.call(c);
                    });
                }
            }
            Op::ResolveShared(s, value) => {
                let done = self.shared_promises[s].take().is_some_and(|it| it.set_result(value).is_ok());
                self.trace(me, format_args!("resolves shared {s}: {done}"));
            }
            Op::CancelShared(s) => {
                self.trace(me, format_args!("cancels shared {s}: {}", self.shared[s].cancel()));
            }
            Op::CallSoon(c) => {
                let world = self.clone();
                let handle = call_soon(move || {
                    world.trace(100 + c, "called");
                    world.call(c);
                });
                self.calls.borrow_mut()[c] = Some(handle);
            }
            Op::CancelCall(c) => {
                if let Some(call) = &self.calls.borrow()[c] {
                    call.cancel();
                }
            }
            Op::SetEvent(e) => self.events[e].set(),
            Op::ClearEvent(e) => self.events[e].clear(),
            Op::TryGet(q) if self.may_get(q) => match self.queues[q].try_get() {
                Some(value) => self.trace(me, format_args!("gets of {q}: {value}")),
                None => self.trace(me, format_args!("gets of {q}: nothing")),
            },
            Op::TryPut(q, value) if self.may_put(q) => {
                let put = self.queues[q].try_put(value).is_ok();
                self.trace(me, format_args!("puts {value} into {q}: {put}"));
            }
            Op::TryGet(_) | Op::TryPut(..) => {}
            _ => unreachable!("{op:?} waits"),
        }
    }
}

fn this() -> Task {
    current_task().expect("a task does this")
}
