//! The locals of a program that is being generated, and which of them hold a value: what rustc's borrow checker will
//! find out again.

use super::tree::Type;

/// Whether a local, or a field, holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It does.
    Full,
    /// It was moved away, or never had one.
    Empty,
    /// That depends on the way taken.
    Unsure,
}

impl State {
    fn join(self, other: State) -> State {
        if self == other { self } else { State::Unsure }
    }
}

/// A local. A `Pair` has two states, one a field; all else has the first only, and the second is equal to it.
#[derive(Clone, Debug)]
pub struct Local {
    /// Its name, which another local may have as well.
    pub name: String,
    /// Its type.
    pub r#type: Type,
    /// Whether it holds a value, field by field.
    pub states: [State; 2],
    /// Whether statements may give it another value. Counters of loops may not be touched.
    pub writable: bool,
}

impl Local {
    /// Whether all of it is there.
    pub fn is_full(&self) -> bool {
        self.states == [State::Full; 2]
    }
}

/// What holds a value at some point of the program.
#[derive(Clone, Debug)]
pub struct Snapshot {
    states: Vec<[State; 2]>,
    reachable: bool,
}

/// The locals in scope, and the point of the program that has been reached.
#[derive(Debug)]
pub struct Scopes {
    /// Outer ones first.
    pub locals: Vec<Local>,
    /// Whether the program comes here at all.
    pub reachable: bool,
}

impl Scopes {
    /// An empty function.
    pub fn new() -> Scopes {
        Scopes { locals: Vec::new(), reachable: true }
    }

    /// A new local of this name.
    pub fn declare(&mut self, name: &str, r#type: Type, state: State) {
        self.locals.push(Local {
            name: name.to_owned(),
            r#type,
            states: [state; 2],
            writable: !matches!(r#type, Type::Closure | Type::Source),
        });
    }

    /// The state here.
    pub fn save(&self) -> Snapshot {
        Snapshot { states: self.locals.iter().map(|local| local.states).collect(), reachable: self.reachable }
    }

    /// Goes back to a point that was saved, in this scope or in one further in.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        for (local, states) in self.locals.iter_mut().zip(&snapshot.states) {
            local.states = *states;
        }
        self.reachable = snapshot.reachable;
    }

    /// This point is reached from that one, too.
    pub fn join(&mut self, other: &Snapshot) {
        if !other.reachable {
            return;
        }
        if !self.reachable {
            return self.restore(other);
        }
        for (local, states) in self.locals.iter_mut().zip(&other.states) {
            for (state, other) in local.states.iter_mut().zip(states) {
                *state = state.join(*other);
            }
        }
    }

    /// Leaves the scopes that were entered since there were so many locals.
    pub fn leave(&mut self, count: usize) {
        self.locals.truncate(count);
    }

    /// The locals that can be named here and for which `accept` holds: one that is shadowed cannot be named.
    pub fn named(&self, accept: impl Fn(usize, &Local) -> bool) -> Vec<usize> {
        (0..self.locals.len())
            .filter(|&index| {
                let name = &self.locals[index].name;
                let shadowed = self.locals[index + 1..].iter().any(|l| l.name == *name);
                !shadowed && accept(index, &self.locals[index])
            })
            .collect()
    }

    /// Whether a new local may take the name, inside a loop that was entered when there were `outside` locals. An outer
    /// one that is empty has to stay in sight: it must be filled again before the next round.
    pub fn may_shadow(&self, name: &str, outside: usize) -> bool {
        let old = self.locals.iter().rposition(|local| local.name == name);
        old.is_none_or(|index| index >= outside || self.locals[index].is_full())
    }

    /// Enters a loop: in a later round, what an earlier one filled may be full or not.
    pub fn enter_loop(&mut self) {
        for local in &mut self.locals {
            for state in &mut local.states {
                if *state != State::Full {
                    *state = State::Unsure;
                }
            }
        }
    }

    /// The locals that were full at the head of a loop, or a field of theirs, and are not here, at its back edge: they have
    /// to be filled again. None of them is shadowed, see [`may_shadow`](Scopes::may_shadow). One that is not writable only seems to
    /// be empty, see [`Generator::while_borrowed`](super::generator::Generator::while_borrowed).
    pub fn emptied(&self, head: &Snapshot) -> Vec<usize> {
        let heads = head.states.iter().zip(&self.locals).enumerate();
        let lost = |(head, here): (&State, &State)| *head == State::Full && *here != State::Full;
        heads
            .filter(|(_, (states, local))| local.writable && states.iter().zip(&local.states).any(lost))
            .map(|(index, _)| index)
            .collect()
    }
}
