//! [`Pool`]: the threads of `spawn_blocking`.
//!
//! A thread is started when there is work and no thread is idle, up to a limit; it stays until the loop is closed.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

type Work = Box<dyn FnOnce() + Send>;

/// As in asyncio: work that blocks needs few processors.
fn max_threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).saturating_add(4).min(32)
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    work: VecDeque<Work>,
    idle: usize,
    closed: bool,
}

/// Threads for work that blocks.
#[derive(Default)]
pub(super) struct Pool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl Pool {
    pub(super) fn run(&mut self, work: Work) {
        let idle = {
            let mut state = self.shared.lock();
            state.work.push_back(work);
            state.idle >= state.work.len()
        };
        if idle || self.threads.len() == max_threads() {
            self.shared.changed.notify_one();
        } else {
            let shared = self.shared.clone();
            let thread = thread::Builder::new().name("coro-blocking".into()).spawn(move || shared.work());
            match thread {
                Ok(thread) => self.threads.push(thread),
                // The threads that there are will come to it.
                Err(_) if !self.threads.is_empty() => {}
                Err(error) => panic!("no thread for blocking work: {error}"),
            }
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What each thread does.
    fn work(&self) {
        let mut state = self.lock();
        loop {
            if let Some(work) = state.work.pop_front() {
                drop(state);
                work();
                state = self.lock();
            } else if state.closed {
                return;
            } else {
                state.idle += 1;
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                state.idle -= 1;
            }
        }
    }
}

impl Drop for Pool {
    /// Waits for what has been given to it.
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.changed.notify_all();
        for thread in self.threads.drain(..) {
            // A thread does not panic: what it runs catches its own.
            let _ = thread.join();
        }
    }
}
