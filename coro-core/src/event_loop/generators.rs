//! The async generators that a loop closes: those that are dropped while they are suspended, and at its end all others.

use core::task::{Context, Poll};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use super::Loop;
use crate::aclosing::{Close, State};
use crate::{ResumePoint, Status};

/// An async generator, whatever it yields.
pub(crate) trait Closable {
    fn state(&self) -> &State;
    fn status(&self) -> Status;
    fn resume_point(&self) -> ResumePoint;
    /// Polls it. Whether it has yielded, and not returned.
    fn poll(&self, cx: &mut Context<'_>) -> Poll<bool>;
    /// Ends it where it stands.
    fn finish(&self);
}

/// The generators that were iterated in a loop: asyncio's `_asyncgens`, a weak set.
#[derive(Default)]
pub(super) struct Generators {
    known: RefCell<Vec<Weak<dyn Closable>>>,
    /// At this length, those that are gone are taken out: so that each costs the same, however many there are.
    sweep_at: Cell<usize>,
    /// The loop runs nothing any more.
    closed: Cell<bool>,
}

/// Fewer than this are not worth a sweep.
const MIN_SWEPT: usize = 64;

impl Generators {
    fn insert(&self, generator: Weak<dyn Closable>) {
        let mut known = self.known.borrow_mut();
        if known.len() >= self.sweep_at.get() {
            known.retain(|generator| generator.strong_count() > 0);
            self.sweep_at.set((2 * known.len()).max(MIN_SWEPT));
        }
        known.push(generator);
    }

    pub(super) fn close(&self) {
        self.closed.set(true);
        self.known.take();
    }
}

impl Loop {
    /// Remembers a generator that is iterated here for the first time.
    pub(crate) fn know(&self, generator: &Rc<dyn Closable>) {
        self.generators.insert(Rc::downgrade(generator));
    }

    /// Closes a generator that is suspended, as a task. A loop that is closed drops it instead.
    pub(crate) fn close(&self, generator: Rc<dyn Closable>) {
        if !self.generators.closed.get() && !generator.state().take_over() {
            let made_at = generator.state().made_at();
            crate::task::spawn_to_close(self, made_at, Close::new(generator));
        }
    }

    /// Closes those that are suspended.
    pub(super) fn close_known(&self) {
        for generator in self.generators.known.take() {
            if let Some(generator) = generator.upgrade()
                && generator.status() == Status::Suspended
            {
                self.close(generator);
            }
        }
    }
}
