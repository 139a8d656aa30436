//! The feature `tracing`: a span for each task, and events for what the exception handler would be told, if there was one.
//!
//! A task's span is entered while the task steps, and so is the parent of all that is logged there. Its own parent is the span in
//! which it was spawned.

use std::panic::Location;

use tracing::subscriber::NoSubscriber;
use tracing::{Span, debug_span, dispatcher, error, field, warn};

use super::exceptions::{Exception, Severity};

/// The span of a task. Its name is recorded when it gets one.
pub(crate) fn task(number: u64, spawned_at: &'static Location<'static>) -> Span {
    debug_span!("task", number, name = field::Empty, %spawned_at)
}

/// Logs an error that nobody received. Answers false where nobody subscribes: it must not be lost.
pub(super) fn log(exception: &Exception) -> bool {
    if dispatcher::get_default(|subscriber| subscriber.is::<NoSubscriber>()) {
        return false;
    }
    let task = exception.task().map(|task| task.name());
    let (message, error, task) = (exception.message(), exception.error(), task.as_deref());
    match exception.severity() {
        Severity::Error => error!(error, task, "{message}"),
        Severity::Warning => warn!(task, "{message}"),
    }
    true
}
