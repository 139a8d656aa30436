//! Locks, queues and the like, between the tasks of one loop.
//!
//! All are fair: who waits first is served first, and nobody who comes later is served before them. A waiter that is cancelled at
//! the moment when it was served passes its turn on. None of them can be shared with another thread.

mod condition;
mod counter;
mod event;
mod lock;
mod queue;
mod semaphore;
mod turns;

pub use condition::{Condition, ConditionWait};
pub use event::{Event, EventWait};
pub use lock::{Lock, LockGuard, LockWait};
pub use queue::{Get, Join, Put, PutError, Queue, ShutDown};
pub use semaphore::{Acquire, Permit, Semaphore};
