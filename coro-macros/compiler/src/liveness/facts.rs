//! What is known at a point: which locals hold a value.

use std::collections::HashSet;

use crate::liveness::places::Part;
use crate::locals::{LocalId, Locals};

/// Whether a local holds a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Init {
    /// On no path.
    No,
    /// On every path.
    Yes,
    /// On some paths: a drop flag is needed.
    Maybe,
    /// On some paths, and an `Option` of the expansion tells on which. Only the emitter knows of such.
    Optional,
}

/// A method's name makes believe that it moves its receiver.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Guess {
    /// The receiver.
    pub local: LocalId,
    /// The line and column of the method's name.
    pub at: (usize, usize),
}

/// What holds at one point of the function.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
    init: Vec<Init>,
    /// What was used by value on some path: it is not there any more, or it is `Copy`.
    pub(super) taken: HashSet<Part>,
    /// Of which locals a pattern took parts by value on some path.
    pub(super) opened: HashSet<LocalId>,
    /// What is gone if a method moves its receiver, as its name makes believe.
    pub(super) guessed: HashSet<Guess>,
    /// Whether the point can be reached at all.
    pub reachable: bool,
}

impl Facts {
    /// At the entry: nothing is initialised.
    pub fn entry(locals: &Locals) -> Self {
        let init = vec![Init::No; locals.len()];
        Facts {
            init,
            taken: HashSet::new(),
            opened: HashSet::new(),
            guessed: HashSet::new(),
            reachable: true,
        }
    }

    /// What holds where control never comes.
    pub fn unreachable(&self) -> Self {
        Facts { reachable: false, ..self.clone() }
    }

    /// Whether `local` holds a value.
    pub fn of(&self, local: LocalId) -> Init {
        self.init[local.0]
    }

    /// Notes that it does, or does not.
    pub fn set(&mut self, local: LocalId, init: Init) {
        self.init[local.0] = init;
    }

    /// A local that was an `Option` before some code, and may still hold a value or not after it, is one there.
    pub fn keep_optional(&mut self, before: &Facts) {
        for (after, before) in self.init.iter_mut().zip(&before.init) {
            if (*before, *after) == (Init::Optional, Init::Maybe) {
                *after = Init::Optional;
            }
        }
    }

    /// Notes that it gets a new value.
    pub fn renew(&mut self, local: LocalId) {
        self.set(local, Init::Yes);
        self.taken.retain(|part| part.whole != local);
        self.opened.remove(&local);
        self.guessed.retain(|guess| guess.local != local);
    }

    /// What was used by value on some path.
    pub fn taken(&self) -> impl Iterator<Item = &Part> {
        self.taken.iter()
    }

    /// Of which locals a pattern took parts by value.
    pub fn opened(&self) -> impl Iterator<Item = LocalId> {
        self.opened.iter().copied()
    }

    /// Which locals are gone only if a method's name does not lie.
    pub fn guessed(&self) -> impl Iterator<Item = Guess> {
        self.guessed.iter().copied()
    }

    /// What holds where two paths meet.
    pub fn merge(&mut self, other: &Facts) {
        if !other.reachable {
            return;
        }
        if !self.reachable {
            *self = other.clone();
            return;
        }
        for (mine, theirs) in self.init.iter_mut().zip(&other.init) {
            if mine != theirs {
                *mine = Init::Maybe;
            }
        }
        self.taken.extend(other.taken.iter().cloned());
        self.opened.extend(&other.opened);
        self.guessed.extend(&other.guessed);
    }
}
