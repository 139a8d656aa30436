//! Ctrl-c, as asyncio takes it: the first one cancels the main task, the second one ends the process at once.
//!
//! ```text
//!              the first `run`                ctrl-c
//!   default ------------------> listening ----------------> default, while the main tasks end
//!            <------------------
//!              the last `run` ends
//! ```
//!
//! A signal has one handler in a process, so ours is there from the first `run` on, and where nobody listens it does what the
//! system does by default.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;

use signal_hook::consts::SIGINT;
use signal_hook::flag;
use signal_hook::iterator::Signals;

use super::{Id, LoopHandle, current};
use crate::task::Task;

/// The main tasks that run now.
static MAINS: Mutex<Vec<(LoopHandle, Id)>> = Mutex::new(Vec::new());
/// Whether the handler does what the system does by default. The first use puts the handler in.
static DEFAULT: LazyLock<Arc<AtomicBool>> = LazyLock::new(install);

fn install() -> Arc<AtomicBool> {
    let default = Arc::new(AtomicBool::new(true));
    // Before the other one, which raises the flag: in the order of registration.
    flag::register_conditional_default(SIGINT, default.clone()).expect("ctrl-c can be handled");
    let mut signals = Signals::new([SIGINT]).expect("ctrl-c can be handled");
    let listen = move || {
        for _ in signals.forever() {
            interrupt();
        }
    };
    thread::Builder::new().name("coro-ctrl-c".into()).spawn(listen).expect("a thread can be started");
    default
}

fn mains() -> MutexGuard<'static, Vec<(LoopHandle, Id)>> {
    MAINS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn interrupt() {
    let mut mains = mains();
    DEFAULT.store(true, Ordering::SeqCst);
    for (event_loop, main) in mains.drain(..) {
        event_loop.call_soon(move || {
            if let Some(main) = current::with(|it| it.task(main)) {
                Task::from_any(main).cancel_because("interrupted");
            }
        });
    }
}

/// While this is alive, ctrl-c cancels a task.
pub(super) struct Listening(Id);

impl Listening {
    pub(super) fn new(event_loop: LoopHandle, main: Id) -> Self {
        let default = &*DEFAULT;
        let mut mains = mains();
        mains.push((event_loop, main));
        default.store(false, Ordering::SeqCst);
        Listening(main)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut mains = mains();
        mains.retain(|(_, main)| *main != self.0);
        if mains.is_empty() {
            DEFAULT.store(true, Ordering::SeqCst);
        }
    }
}
