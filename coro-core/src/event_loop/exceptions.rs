//! Where errors go that nobody is there to receive.

use std::any::Any;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use super::{current, with};
use crate::ResumePoint;
use crate::task::{AnyTask, Task};

/// An error that nobody received: a task or a callback that panicked, a future that failed and was never read.
#[derive(Clone, Debug)]
pub struct Exception {
    message: String,
    error: Option<String>,
    task: Option<Task>,
    #[cfg_attr(not(feature = "tracing"), allow(dead_code))] // Only a log has a place for it.
    severity: Severity,
}

/// How bad it is: asyncio logs the one as an error, the other as a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Severity {
    Error,
    Warning,
}

impl Exception {
    pub(crate) fn new(message: impl Into<String>, task: Option<Task>) -> Self {
        Exception { message: message.into(), error: None, task, severity: Severity::Error }
    }

    pub(crate) fn with_error(mut self, error: String) -> Self {
        self.error = Some(error);
        self
    }

    pub(crate) fn panicked(message: &str, task: Option<Task>, panic: &(dyn Any + Send)) -> Self {
        Exception::new(message, task).with_error(panic_message(panic).to_owned())
    }

    #[cfg(feature = "tracing")]
    pub(super) fn severity(&self) -> Severity {
        self.severity
    }

    /// What happened.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The error, as text.
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// The task in which it happened.
    pub fn task(&self) -> Option<&Task> {
        self.task.as_ref()
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(task) = &self.task {
            write!(f, " ({})", task.name())?;
        }
        if let Some(error) = &self.error {
            write!(f, ": {error}")?;
        }
        Ok(())
    }
}

/// What `panic!` was given, where it was text.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> &str {
    if let Some(message) = panic.downcast_ref::<&str>() {
        message
    } else if let Some(message) = panic.downcast_ref::<String>() {
        message
    } else {
        "(a panic without a message)"
    }
}

pub(super) type ExceptionHandler = Rc<dyn Fn(&Exception)>;

/// Sets what the loop does with errors that nobody received. It prints them to standard error otherwise; with the feature
/// `tracing`, and where somebody subscribes to that, they are events instead.
///
/// ```
/// use coro_core::event_loop::{call_soon, set_exception_handler};
/// use coro_core::sleep;
/// use std::{cell::RefCell, rc::Rc, time::Duration};
///
/// let seen = Rc::new(RefCell::new(Vec::new()));
/// coro_core::run({
///     let seen = seen.clone();
///     async move {
///         set_exception_handler(move |exception| seen.borrow_mut().push(exception.to_string()));
///         call_soon(|| panic!("oh"));
///         sleep(Duration::ZERO).await;
///     }
/// })
/// .unwrap();
/// assert_eq!(*seen.borrow(), ["a callback panicked: oh"]);
/// ```
///
/// # Panics
///
/// Where no loop runs.
#[track_caller]
pub fn set_exception_handler(handler: impl Fn(&Exception) + 'static) {
    let old = with(|it| it.exception_handler.replace(Some(Rc::new(handler))));
    drop(old);
}

/// Tells the handler of this thread's loop.
pub(crate) fn report(exception: Exception) {
    match current::try_with(|it| it.exception_handler.borrow().clone()).flatten() {
        Some(handler) => handler(&exception),
        #[cfg(feature = "tracing")]
        None if super::spans::log(&exception) => {}
        None => eprintln!("{exception}"),
    }
}

/// Debug mode: says so if a callback has held up the loop.
pub(super) fn report_slow(took: Duration, slow: Duration, task: Option<Rc<AnyTask>>) {
    if took >= slow {
        let what = if task.is_some() { "a task's step" } else { "a callback" };
        warn(format!("{what} took {took:.3?}"), task.map(Task::from_any));
    }
}

/// Debug mode: says so of an `async fn` that was called, and dropped before it was polled.
#[cold]
pub(crate) fn report_never_awaited(made: &ResumePoint) {
    if current::try_with(|it| it.debug.get()) == Some(true) {
        let ResumePoint { file, line, column, .. } = made;
        warn(format!("a coroutine was never awaited: {file}:{line}:{column}"), None);
    }
}

fn warn(message: String, task: Option<Task>) {
    report(Exception { severity: Severity::Warning, ..Exception::new(message, task) });
}
