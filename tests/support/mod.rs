//! What several test files use.
#![allow(dead_code)] // each file uses its part of it

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::pin::pin;
use std::process::Command;
use std::task::{Context, Poll, Waker};

use coro_core::{Complete, Coroutine, Yielded};

/// Effects, in the order in which they happen.
#[derive(Default)]
pub struct Log(RefCell<Vec<String>>);

impl Log {
    pub fn note(&self, what: impl Into<String>) {
        self.0.borrow_mut().push(what.into());
    }

    /// A value that notes its name when it is dropped.
    pub fn guard<'log>(&'log self, name: &'static str) -> Guard<'log> {
        Guard { log: self, name }
    }

    /// What was noted since the last call.
    pub fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

pub struct Guard<'log> {
    log: &'log Log,
    name: &'static str,
}

impl Guard<'_> {
    /// Borrows it for the call only.
    pub fn len(&self) -> usize {
        self.name.len()
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.log.note(format!("drop {}", self.name));
    }
}

/// The message that `run` panics with.
pub fn panic_message<R>(run: impl FnOnce() -> R) -> String {
    let Err(payload) = catch_unwind(AssertUnwindSafe(run)) else {
        panic!("this should have panicked");
    };
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => payload
            .downcast::<&str>()
            .map_or_else(|_| String::from("a payload that is no text"), |text| text.to_string()),
    }
}

/// Starts a coroutine and sends it the replies until it returns: what it yielded, and what it returned.
pub fn converse<S, C>(mut coroutine: C, replies: impl IntoIterator<Item = S>) -> (Vec<C::Yield>, C::Return)
where
    C: Coroutine<S> + Unpin,
{
    let mut replies = replies.into_iter();
    let mut yielded = Vec::new();
    let mut state = coroutine.start();
    loop {
        match state {
            Yielded(value) => yielded.push(value),
            Complete(value) => {
                assert!(replies.next().is_none(), "it returned before the last reply");
                return (yielded, value);
            }
        }
        state = coroutine.send(replies.next().expect("it yielded more often than there are replies"));
    }
}

/// Runs a coroutine that borrows from itself to its end: what it yielded, and what it returned.
pub fn collect<C: Coroutine>(coroutine: C) -> (Vec<C::Yield>, C::Return) {
    let mut coroutine = pin!(coroutine);
    let mut yielded = Vec::new();
    loop {
        match coroutine.send(()) {
            Yielded(value) => yielded.push(value),
            Complete(returned) => return (yielded, returned),
        }
    }
}

/// Pending once.
pub async fn pause() {
    let mut first = true;
    poll_fn(move |_| if std::mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await
}

/// Polls until it is ready. Says how often it was pending.
pub fn block_on<F: Future>(future: F) -> (F::Output, usize) {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    let mut pending = 0;
    loop {
        match future.as_mut().poll(&mut cx) {
            Poll::Ready(value) => return (value, pending),
            Poll::Pending => pending += 1,
        }
    }
}

/// Runs cargo on a package of its own below `tests/`, with the versions that the root has locked. Gives its output.
pub fn cargo(arguments: &[&str], package: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("tests").join(package);
    std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))
        .expect("the root's lock file should be there to copy");
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--manifest-path")
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join(package))
        .output()
        .expect("cargo should start");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stdout}\n{stderr}");
    format!("{stdout}\n{stderr}")
}
