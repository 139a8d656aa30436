//! Many futures at once.
//!
//! | | where they run | when it ends | the others are |
//! |---|---|---|---|
//! | [`join`](fn@join) | here | all have ended | |
//! | [`select`] | here | one has ended | cancelled and awaited |
//! | [`gather`], [`try_gather`] | as tasks | all have ended, or one failed | left alone |
//! | [`TaskGroup`] | as tasks | all have ended | cancelled and awaited, if one fails |
//! | [`wait`] | as tasks | as many have ended as was asked for | left alone |
//!
//! To cancel who awaits `join`, `select`, `gather` or a group cancels all of it, and waits until all of it has ended.

mod gather;
mod group;
mod join;
mod select;
mod shield;
mod wait;

use std::any::Any;
use std::fmt;

pub use gather::{Gather, TryGather, gather, try_gather};
pub use group::{GroupError, GroupScope, TaskGroup};
pub use join::{Join, JoinTuple, join};
pub use select::{Either, Select, select};
pub use shield::{Shield, shield};
pub use wait::{ReturnWhen, Wait, wait};

use crate::Cancelled;
use crate::task::JoinError;

/// How a task has failed whose future returns a `Result`.
pub enum ChildError<E> {
    /// It has returned this error.
    Failed(E),
    /// It was cancelled.
    Cancelled(Cancelled),
    /// It panicked, with this.
    Panicked(Box<dyn Any + Send>),
}

impl<E> From<JoinError> for ChildError<E> {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::Cancelled(cancelled) => ChildError::Cancelled(cancelled),
            JoinError::Panicked(panic) => ChildError::Panicked(panic),
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for ChildError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChildError::Failed(error) => f.debug_tuple("Failed").field(error).finish(),
            ChildError::Cancelled(cancelled) => f.debug_tuple("Cancelled").field(cancelled).finish(),
            ChildError::Panicked(panic) => {
                f.debug_tuple("Panicked").field(&crate::event_loop::panic_message(&**panic)).finish()
            }
        }
    }
}

impl<E: fmt::Display> fmt::Display for ChildError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChildError::Failed(error) => error.fmt(f),
            ChildError::Cancelled(cancelled) => write!(f, "the task was {cancelled}"),
            ChildError::Panicked(panic) => {
                write!(f, "the task panicked: {}", crate::event_loop::panic_message(&**panic))
            }
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for ChildError<E> {}
