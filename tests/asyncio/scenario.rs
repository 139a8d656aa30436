//! A scenario: a few programs for tasks, as data. Its `Debug` text is what `interpreter.py` reads: an expression of Python.

/// How many there are of each thing that the programs share.
pub const FUTURES: usize = 3;
pub const SHARED: usize = 2;
pub const EVENTS: usize = 2;
pub const LOCKS: usize = 2;
pub const QUEUES: usize = 2;
pub const CALLBACKS: usize = 3;

/// One thing that a task does. Numbers name programs, futures, callbacks and so on. What cannot be done, in a way that both loops
/// see at the same time, is skipped.
#[derive(Clone, Debug)]
pub enum Op {
    Yield,
    Return(u32),
    Raise(u32),

    /// Starts a program, once.
    Spawn(usize),
    Join(usize),
    Shield(usize),
    WaitFirst(Vec<usize>),
    WaitAll(Vec<usize>),
    Gather(Vec<usize>),
    /// Starts programs in a task group, and runs the body there.
    Group(Vec<usize>, Vec<Op>),

    Cancel(usize),
    /// With a message.
    CancelBecause(usize, u32),
    Uncancel,
    Cancelling,
    /// A body, and what follows if it is cancelled.
    Catch(Vec<Op>, Vec<Op>),
    /// A body, and what follows if it fails.
    Rescue(Vec<Op>, Vec<Op>),
    /// A body, and the cleanup.
    Finally(Vec<Op>, Vec<Op>),
    /// A body with a limit that is never reached.
    Timeout(Vec<Op>),

    /// A future that has one reader: to cancel that cancels it.
    Await(usize),
    Resolve(usize, u32),
    Fail(usize, u32),
    CancelFuture(usize),
    /// Adds a callback to a future.
    AddCallback(usize, usize),
    RemoveCallback(usize, usize),
    /// Adds a callback to a task.
    AddTaskCallback(usize, usize),
    /// A future that has many readers.
    AwaitShared(usize),
    ResolveShared(usize, u32),
    CancelShared(usize),
    CallSoon(usize),
    CancelCall(usize),

    WithLock(usize, Vec<Op>),
    WithPermit(Vec<Op>),
    WaitEvent(usize),
    SetEvent(usize),
    ClearEvent(usize),
    Get(usize),
    Put(usize, u32),
    TryGet(usize),
    TryPut(usize, u32),
    /// Waits for the condition, and runs the body with its lock.
    WaitCondition(Vec<Op>),
    /// Locks, and notifies so many.
    Notify(usize),
}

/// What two loops run.
#[derive(Clone, Debug)]
pub struct Scenario(
    /// How many of the programs are started at the beginning.
    pub usize,
    /// What the tasks do.
    pub Vec<Vec<Op>>,
    /// What the callbacks do: nothing that waits.
    pub Vec<Vec<Op>>,
);

impl Scenario {
    /// Whether all that is left at the end is cancelled, and the trace goes on. Else it ends there.
    pub fn cancels(&self) -> bool {
        !self.1.iter().flatten().any(Op::has_condition)
    }
}

impl Op {
    /// The operations inside.
    pub fn bodies(&mut self) -> Vec<&mut Vec<Op>> {
        match self {
            Op::Catch(one, two) | Op::Rescue(one, two) | Op::Finally(one, two) => vec![one, two],
            Op::Group(_, body)
            | Op::Timeout(body)
            | Op::WithLock(_, body)
            | Op::WithPermit(body)
            | Op::WaitCondition(body) => vec![body],
            _ => vec![],
        }
    }

    fn has_condition(&self) -> bool {
        let mut it = self.clone();
        matches!(it, Op::WaitCondition(_) | Op::Notify(_))
            || it.bodies().into_iter().any(|body| body.iter().any(Op::has_condition))
    }
}
