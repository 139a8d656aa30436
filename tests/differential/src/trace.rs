//! The trace: what a body did, line by line. Two machines are equal when their traces are.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// A trace this long means that a body runs on without suspending.
const LIMIT: usize = 20_000;

thread_local! {
    static LINES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static RECORDING: Cell<bool> = const { Cell::new(false) };
}

/// Adds a line to the trace.
///
/// # Panics
///
/// When the trace has become endless.
pub fn say(line: impl Display) {
    let line = line.to_string();
    let length = LINES.with_borrow_mut(|lines| {
        lines.push(line);
        lines.len()
    });
    assert!(length < LIMIT, "the trace is endless");
}

/// The trace of all that `run` does on this thread. A panic is a line of the trace as well, see [`caught`].
pub fn record(run: impl FnOnce()) -> Vec<String> {
    install_hook();
    LINES.take();
    RECORDING.set(true);
    run();
    RECORDING.set(false);
    LINES.take()
}

/// The value of `run`, or nothing if it panicked, which the trace then tells.
pub fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    match panic::catch_unwind(AssertUnwindSafe(run)) {
        Ok(value) => Some(value),
        Err(payload) => {
            say(format_args!("caught: {}", message(&*payload)));
            None
        }
    }
}

/// Panics of a recorded run go to the trace, with their line: the same tokens make both machines, so it is the same.
/// All others are shown as ever.
fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !RECORDING.get() {
                return usual(info);
            }
            let line = info.location().map_or(0, |location| location.line());
            let text = format!("panic at line {line}: {}", message(info.payload()));
            LINES.with_borrow_mut(|lines| lines.push(text));
        }));
    });
}

fn message(payload: &(dyn Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<&str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "a value that is no text"
    }
}
