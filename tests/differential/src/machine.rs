//! The two kinds of machine behind one trait.

use std::pin::Pin;

/// What a resume came back with.
#[derive(Debug)]
pub enum Outcome<Yield, Return> {
    /// It is suspended.
    Yielded(Yield),
    /// It has returned.
    Complete(Return),
}

/// A machine under test.
pub trait Machine<Sent> {
    /// What it yields.
    type Yield;
    /// What it returns.
    type Return;
    /// Runs it to its first suspension. `quiet` is for machines that cannot be started without a value.
    fn start(&mut self, quiet: Sent) -> Outcome<Self::Yield, Self::Return>;
    /// Resumes it.
    fn send(&mut self, value: Sent) -> Outcome<Self::Yield, Self::Return>;
    /// Finishes it where it stands, if it knows how.
    fn close(&mut self);
}

/// One of the compiler's own. Pinned for good, as it has to be.
#[derive(Debug)]
pub struct Native<C>(Pin<Box<C>>);

impl<C> Native<C> {
    /// Ready to start.
    pub fn new(coroutine: C) -> Native<C> {
        Native(Box::pin(coroutine))
    }
}

impl<C: std::ops::Coroutine<S>, S> Machine<S> for Native<C> {
    type Yield = C::Yield;
    type Return = C::Return;

    fn start(&mut self, quiet: S) -> Outcome<C::Yield, C::Return> {
        self.send(quiet)
    }

    fn send(&mut self, value: S) -> Outcome<C::Yield, C::Return> {
        match self.0.as_mut().resume(value) {
            std::ops::CoroutineState::Yielded(value) => Outcome::Yielded(value),
            std::ops::CoroutineState::Complete(value) => Outcome::Complete(value),
        }
    }

    /// Native coroutines have no such thing: the drop that follows is their close.
    fn close(&mut self) {}
}

#[cfg(feature = "machine")]
pub use ours::{Ours, Pinned, Wrap};

#[cfg(feature = "machine")]
mod ours {
    use std::pin::Pin;

    use coro_core::{Coroutine, CoroutineState, Status};

    use super::{Machine, Outcome};

    /// One of ours.
    #[derive(Debug)]
    pub struct Ours<C>(Option<Box<C>>);

    /// A machine of ours that may hold borrows of its own locals, or not.
    pub struct Wrap<C>(pub C);

    impl<C: Unpin> Wrap<C> {
        /// Ready to start, at another address each time.
        pub fn wrapped(self) -> Ours<C> {
            Ours::new(self.0)
        }
    }

    /// For those that do: they are pinned.
    pub trait Pinned<C> {
        /// Ready to start.
        fn wrapped(self) -> Ours<Pin<Box<C>>>;
    }

    impl<C> Pinned<C> for Wrap<C> {
        fn wrapped(self) -> Ours<Pin<Box<C>>> {
            Ours::new(Box::pin(self.0))
        }
    }

    impl<C> Ours<C> {
        /// Ready to start.
        pub fn new(machine: C) -> Ours<C> {
            Ours(Some(Box::new(machine)))
        }

        /// The machine, at another address than before: nothing in it may point into itself.
        fn moved(&mut self) -> &mut C {
            let old = self.0.take().expect("it is taken here only");
            // Both boxes exist for a moment, so that the new one cannot have the old one's place.
            let mut new = Box::new(None);
            *new = Some(*old);
            self.0.insert(Box::new(new.expect("it was just put there")))
        }

        fn resumed<S>(
            &mut self,
            before: Status,
            resume: impl FnOnce(&mut C) -> CoroutineState<C::Yield, C::Return>,
        ) -> Outcome<C::Yield, C::Return>
        where
            C: Coroutine<S> + Unpin,
        {
            let machine = self.moved();
            assert_eq!(machine.status(), before);
            let outcome = match resume(machine) {
                CoroutineState::Yielded(value) => Outcome::Yielded(value),
                CoroutineState::Complete(value) => Outcome::Complete(value),
            };
            let after = match outcome {
                Outcome::Yielded(_) => Status::Suspended,
                Outcome::Complete(_) => Status::Returned,
            };
            assert_eq!(machine.status(), after);
            outcome
        }
    }

    impl<C: Coroutine<S> + Unpin, S> Machine<S> for Ours<C> {
        type Yield = C::Yield;
        type Return = C::Return;

        fn start(&mut self, quiet: S) -> Outcome<C::Yield, C::Return> {
            drop(quiet);
            self.resumed(Status::Unresumed, |machine| machine.start())
        }

        fn send(&mut self, value: S) -> Outcome<C::Yield, C::Return> {
            let before = self.0.as_ref().expect("it is taken elsewhere").status();
            self.resumed(before, |machine| machine.send(value))
        }

        fn close(&mut self) {
            let machine = self.moved();
            let after = match machine.status() {
                Status::Panicked => Status::Panicked,
                _ => Status::Returned,
            };
            machine.close();
            assert_eq!(machine.status(), after);
        }
    }
}
