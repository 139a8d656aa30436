//! A task's memory, and its step.

use core::pin::Pin;
use core::task::{Context, Poll, Waker, ready};
use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::rc::Rc;

use super::{JoinError, Task};
use crate::Cancelled;
use crate::cancel;
use crate::event_loop::{self, Call, Count, Exception, Id, Loop, report, with};

/// A task: what every one has, and its future. It is one allocation, whose header can be reached without knowing the future.
pub(crate) struct TaskCell<S: ?Sized> {
    header: Header,
    stage: S,
}

/// A task, whatever its future.
pub(crate) type AnyTask = TaskCell<dyn Run>;

/// A future that a task drives.
pub(crate) trait Run {
    /// Polls the future, and keeps its value.
    fn poll(&self, cx: &mut Context<'_>) -> Poll<()>;
    /// Drops the future, or its value, and keeps the error instead.
    fn fail(&self, error: JoinError);
}

/// A future that a task drives to a value of this type.
pub(crate) trait RunTo<T>: Run {
    /// The result, once.
    fn take(&self) -> Option<Result<T, JoinError>>;
}

/// How a task has ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    NotYet,
    Value,
    Cancelled,
    Panicked,
}

/// Who is told of the end: the join handle, or who has it.
#[derive(Default)]
pub(crate) enum Waiter {
    #[default]
    Nobody,
    Waker(Waker),
    /// Each index fits: there are no more than 2^28 tasks.
    Count(Rc<dyn Count>, u32),
}

/// All of a task but its future. It is kept small: what few tasks need is in [`Rare`].
pub(crate) struct Header {
    id: Id,
    number: u64,
    spawned_at: &'static Location<'static>,
    end: Cell<End>,
    started: Cell<bool>,
    /// Whether its step is queued: however often it is woken, it steps once.
    scheduled: Cell<bool>,
    /// A throw is due at the next step.
    must_cancel: Cell<bool>,
    /// Nobody has the join handle.
    pub(super) detached: Cell<bool>,
    /// A cancellation of who awaits the join handle was passed on to the task.
    pub(super) passed_on: Cell<bool>,
    waiter: Cell<Waiter>,
    /// It closes an async generator.
    closes: Cell<bool>,
    rare: Cell<Option<Box<Rare>>>,
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

/// What a task has that was cancelled, has callbacks, or was asked for its name.
#[derive(Default)]
struct Rare {
    /// Requests to cancel, less those taken back.
    cancelling: usize,
    /// Those of them that somebody has caught, and not taken back.
    settled: usize,
    /// What the last request said.
    cancelled: Option<Cancelled>,
    /// What a machine has caught that is suspended while it unwinds.
    unwinding: Option<Cancelled>,
    callbacks: Vec<Rc<dyn Call>>,
    name: Option<Rc<str>>,
}

impl Header {
    pub(crate) fn new(id: Id, number: u64, spawned_at: &'static Location<'static>) -> Self {
        Header {
            id,
            number,
            spawned_at,
            end: Cell::new(End::NotYet),
            started: Cell::new(false),
            scheduled: Cell::new(false),
            must_cancel: Cell::new(false),
            detached: Cell::new(false),
            passed_on: Cell::new(false),
            waiter: Cell::default(),
            closes: Cell::new(false),
            rare: Cell::default(),
            #[cfg(feature = "tracing")]
            span: event_loop::spans::task(number, spawned_at),
        }
    }

    /// Changes what few tasks have. No code of a user may run in `f`.
    fn with_rare<R>(&self, f: impl FnOnce(&mut Rare) -> R) -> R {
        let mut rare = self.rare.take().unwrap_or_default();
        let value = f(&mut rare);
        self.rare.set(Some(rare));
        value
    }

    /// Looks at it, if this is one of those tasks.
    fn if_rare<R: Default>(&self, f: impl FnOnce(&mut Rare) -> R) -> R {
        let Some(mut rare) = self.rare.take() else { return R::default() };
        let value = f(&mut rare);
        self.rare.set(Some(rare));
        value
    }

    #[cfg(feature = "signal")]
    pub(super) fn id(&self) -> Id {
        self.id
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.end.get() != End::NotYet
    }

    /// Whether a step is to be queued.
    pub(crate) fn schedule(&self) -> bool {
        !self.scheduled.replace(true)
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.end.get() == End::Cancelled
    }

    pub(super) fn has_panicked(&self) -> bool {
        self.end.get() == End::Panicked
    }

    pub(super) fn ask_to_cancel(&self, cancelled: Cancelled) {
        self.must_cancel.set(true);
        self.with_rare(|rare| {
            rare.cancelling += 1;
            rare.cancelled = Some(cancelled);
        });
    }

    #[cfg(feature = "stream")]
    pub(super) fn set_closes(&self) {
        self.closes.set(true);
    }

    pub(super) fn closes(&self) -> bool {
        self.closes.get()
    }

    /// Keeps what a machine has caught while it unwinds. Several may, of one cancellation: one has a message, then, if any has.
    fn keep_unwinding(&self, caught: Cancelled) {
        self.with_rare(|rare| {
            if caught.message().is_some() || rare.unwinding.is_none() {
                rare.unwinding = Some(caught);
            }
        });
    }

    pub(super) fn unwinding(&self) -> Option<Cancelled> {
        self.if_rare(|rare| rare.unwinding.clone())
    }

    pub(super) fn count_request(&self) {
        self.with_rare(|rare| rare.cancelling += 1);
    }

    pub(super) fn uncancel(&self) -> usize {
        let left = self.if_rare(|rare| {
            rare.cancelling = rare.cancelling.saturating_sub(1);
            rare.settled = rare.settled.min(rare.cancelling);
            if rare.cancelling == 0 {
                rare.unwinding = None;
            }
            rare.cancelling
        });
        if left == 0 {
            self.must_cancel.set(false);
        }
        left
    }

    pub(super) fn cancelling(&self) -> usize {
        self.if_rare(|rare| rare.cancelling)
    }

    pub(super) fn settle(&self) {
        self.if_rare(|rare| {
            rare.settled = rare.cancelling;
            rare.unwinding = None;
        });
    }

    pub(super) fn is_being_cancelled(&self) -> bool {
        self.if_rare(|rare| rare.cancelling > rare.settled)
    }

    /// By the waker, as its loop may be stopped, or another than the one that runs.
    pub(super) fn wake(&self) {
        self.id.waker().wake();
    }

    pub(super) fn spawned_at(&self) -> &'static Location<'static> {
        self.spawned_at
    }

    pub(super) fn name(&self) -> Rc<str> {
        self.with_rare(|rare| rare.name.get_or_insert_with(|| format!("Task-{}", self.number).into()).clone())
    }

    pub(super) fn set_name(&self, name: Rc<str>) {
        #[cfg(feature = "tracing")]
        self.span.record("name", &*name);
        self.with_rare(|rare| rare.name = Some(name));
    }

    pub(crate) fn set_waiter(&self, waiter: Waiter) {
        self.waiter.set(waiter);
    }

    pub(super) fn add_done_callback(&self, callback: Rc<dyn Call>) {
        if self.is_finished() {
            with(|it| it.call_soon(callback));
        } else {
            self.with_rare(|rare| rare.callbacks.push(callback));
        }
    }

    fn last_request(&self) -> Cancelled {
        self.if_rare(|rare| rare.cancelled.take()).unwrap_or_default()
    }
}

/// What has become of a future.
pub(super) enum Stage<F: Future> {
    Running(F),
    Finished(Result<F::Output, JoinError>),
    /// The result was taken, or is about to be put in.
    Empty,
}

impl<F: Future> TaskCell<RefCell<Stage<F>>> {
    pub(super) fn new(header: Header, future: F) -> Rc<Self> {
        Rc::new(TaskCell { header, stage: RefCell::new(Stage::Running(future)) })
    }
}

impl<S: ?Sized> TaskCell<S> {
    pub(crate) fn header(&self) -> &Header {
        &self.header
    }
}

impl<T> TaskCell<dyn RunTo<T>> {
    /// The result, once.
    pub(super) fn take(&self) -> Option<Result<T, JoinError>> {
        self.stage.take()
    }
}

impl<F: Future> Run for RefCell<Stage<F>> {
    fn poll(&self, cx: &mut Context<'_>) -> Poll<()> {
        let mut stage = self.borrow_mut();
        let Stage::Running(future) = &mut *stage else {
            unreachable!("a task that has ended is not stepped")
        };
        // SAFETY: `TaskCell::new` puts the future into an `Rc` that is only ever shared, and it is dropped where it lies, by an
        // assignment to the stage: from its first poll on it does not move.
        let future = unsafe { Pin::new_unchecked(future) };
        let value = ready!(future.poll(cx));
        *stage = Stage::Empty;
        *stage = Stage::Finished(Ok(value));
        Poll::Ready(())
    }

    fn fail(&self, error: JoinError) {
        let mut stage = self.borrow_mut();
        // A destructor may panic. The task has failed already; how, is what counts.
        let _ = catch_unwind(AssertUnwindSafe(|| *stage = Stage::Empty));
        *stage = Stage::Finished(Err(error));
    }
}

impl<F: Future> RunTo<F::Output> for RefCell<Stage<F>> {
    fn take(&self) -> Option<Result<F::Output, JoinError>> {
        let mut stage = self.borrow_mut();
        if !matches!(*stage, Stage::Finished(_)) {
            return None;
        }
        match std::mem::replace(&mut *stage, Stage::Empty) {
            Stage::Finished(result) => Some(result),
            Stage::Running(_) | Stage::Empty => unreachable!("it has just been looked at"),
        }
    }
}

/// Resumes a task: by a throw if it is to be cancelled, else by a poll.
pub(crate) fn step(it: &Loop, task: &Rc<AnyTask>) {
    let header = task.header();
    #[cfg(feature = "tracing")]
    let _entered = header.span.enter();
    header.scheduled.set(false);
    if header.is_finished() {
        return;
    }
    if header.must_cancel.take() {
        if !header.started.get() {
            return end(it, task, Err(JoinError::Cancelled(header.last_request())));
        }
        cancel::throw(header.last_request());
    }
    header.started.set(true);
    let outer = it.set_current(Some(header.id));
    // It owns nothing, which the compiler does not see.
    let waker = ManuallyDrop::new(header.id.waker());
    let polled = catch_unwind(AssertUnwindSafe(|| task.stage.poll(&mut Context::from_waker(&waker))));
    it.set_current(outer);
    let uncaught = cancel::catch();
    match polled {
        Err(panic) => end(it, task, Err(JoinError::Panicked(panic))),
        Ok(_) if uncaught.is_some() => end(it, task, Err(JoinError::Cancelled(said(header, uncaught)))),
        // It was asked to while it ran to its end.
        Ok(Poll::Ready(())) if header.must_cancel.get() => {
            end(it, task, Err(JoinError::Cancelled(header.last_request())));
        }
        Ok(Poll::Ready(())) => end(it, task, Ok(())),
        Ok(Poll::Pending) => {
            if let Some(caught) = cancel::suspend_unwinding() {
                header.keep_unwinding(caught);
            }
            if header.scheduled.get() {
                it.step_again(task.clone());
            }
        }
    }
}

/// What the cancellation said that has ended the task: it, or, if its machine was suspended while it unwound, what that caught.
fn said(header: &Header, uncaught: Option<Cancelled>) -> Cancelled {
    uncaught.filter(|it| it.message().is_some()).or_else(|| header.unwinding()).unwrap_or_default()
}

/// Ends a task, and tells who waits for it.
fn end(it: &Loop, task: &Rc<AnyTask>, result: Result<(), JoinError>) {
    let header = task.header();
    header.end.set(match &result {
        Ok(()) => End::Value,
        Err(JoinError::Cancelled(_)) => End::Cancelled,
        Err(JoinError::Panicked(_)) => End::Panicked,
    });
    if let Err(error) = result {
        if header.detached.get() {
            report_unread(task, &error);
        }
        // Whatever is dropped with it was not forgotten.
        it.without_debug_mode(|| task.stage.fail(error));
    }
    it.remove_task(header.id);
    for callback in header.if_rare(|rare| std::mem::take(&mut rare.callbacks)) {
        it.call_soon(callback);
    }
    match header.waiter.take() {
        Waiter::Nobody => {}
        Waiter::Waker(waker) => waker.wake(),
        Waiter::Count(counter, index) => it.count(counter, index as usize),
    }
}

/// Tells the exception handler of a panic that nobody will see.
pub(super) fn report_unread(task: &Rc<AnyTask>, error: &JoinError) {
    if let JoinError::Panicked(panic) = error {
        report(Exception::panicked("a task panicked", Some(Task(task.clone())), &**panic));
    }
}

/// Ends a task that the loop will not step any more.
pub(crate) fn destroy(it: &event_loop::Loop, task: &Rc<AnyTask>) {
    end(it, task, Err(JoinError::Cancelled(Cancelled::because("the event loop is closed"))));
}
