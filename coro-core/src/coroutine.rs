//! The [`Coroutine`] trait: what every machine can do, and the laws it keeps.
//!
//! ```text
//!               resume                    resume
//!   Unresumed ----------> Suspended <-------------.
//!       |                  |  |  |                |
//!       |                  |  |  `--- Yielded ----'
//!       | close, throw     |  `------ Complete, close ----> Returned
//!       |                  `--------- a panic ------------> Panicked
//!       `-------------------------------------------------> Returned
//! ```

use core::convert::Infallible;
use core::fmt;
use core::iter::FusedIterator;
use core::ops::DerefMut;
use core::pin::Pin;

/// What a coroutine is resumed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resume<Send = (), Throw = Infallible> {
    /// Run from the beginning to the first suspension.
    Start,
    /// The suspended `yield` evaluates to this value.
    Send(Send),
    /// The suspended `yield` evaluates to this error.
    Throw(Throw),
}

/// What a resume came back with: `std::ops::CoroutineState`, on stable Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum CoroutineState<Yield, Return> {
    /// The coroutine is suspended at a `yield` of this value.
    Yielded(Yield),
    /// The coroutine has returned this value.
    Complete(Return),
}

impl<Yield, Return> CoroutineState<Yield, Return> {
    /// The yielded value, if it is one.
    ///
    /// ```
    /// use coro_core::Yielded;
    /// assert_eq!(Yielded::<i32, ()>(1).yielded(), Some(1));
    /// ```
    pub fn yielded(self) -> Option<Yield> {
        match self {
            CoroutineState::Yielded(value) => Some(value),
            CoroutineState::Complete(_) => None,
        }
    }

    /// The returned value, if it is one.
    ///
    /// ```
    /// use coro_core::Complete;
    /// assert_eq!(Complete::<(), i32>(1).complete(), Some(1));
    /// ```
    pub fn complete(self) -> Option<Return> {
        match self {
            CoroutineState::Yielded(_) => None,
            CoroutineState::Complete(value) => Some(value),
        }
    }
}

/// Where a coroutine stands: `inspect.getgeneratorstate` in Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Not a line of its body has run.
    Unresumed,
    /// It waits at a suspension point.
    Suspended,
    /// It has returned, or was closed.
    Returned,
    /// Its body panicked. Nothing is left in it.
    Panicked,
}

/// The place a coroutine will go on from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ResumePoint {
    /// The state's name in the expansion, such as `Suspend0`.
    pub variant: &'static str,
    /// The source file.
    pub file: &'static str,
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1.
    pub column: u32,
    /// The names of the locals that are kept there, in the order of their declarations.
    pub saved: &'static [&'static str],
}

impl fmt::Display for ResumePoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}:{}:{}", self.variant, self.file, self.line, self.column)
    }
}

/// A function that can be suspended, and resumed with a value.
///
/// Driving it equals running the function as it was written, with each `yield` replaced by a call to the driver:
/// the same values, effects, panics and drops, in the same order. Dropping it drops what an early `return` at its
/// suspension point would drop.
///
/// ```
/// use coro_core::{Coroutine, Yielded};
///
/// #[coro_core::coroutine(yield = f64, send = f64)]
/// fn average() {
///     let (mut sum, mut count) = (0.0, 0.0);
///     loop {
///         let value = yield_!(if count == 0.0 { 0.0 } else { sum / count });
///         sum += value;
///         count += 1.0;
///     }
/// }
///
/// let mut average = average();
/// assert_eq!(average.start(), Yielded(0.0));
/// assert_eq!(average.send(10.0), Yielded(10.0));
/// assert_eq!(average.send(20.0), Yielded(15.0));
/// ```
///
/// See [PEP 342](https://peps.python.org/pep-0342/) and `std::ops::Coroutine`.
#[must_use = "coroutines do nothing until they are started"]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a coroutine that takes `{Send}` by `send` and `{Throw}` by `throw`",
    label = "not a coroutine that takes `{Send}` and `{Throw}`"
)]
pub trait Coroutine<Send = (), Throw = Infallible> {
    /// What it yields.
    type Yield;
    /// What it returns.
    type Return;

    /// Runs to the next suspension, or to the end.
    ///
    /// # Panics
    ///
    /// When the coroutine is complete or has panicked; when it is started twice; when it is sent a value before it
    /// was started (unless it sends nothing, or its first value has a name); when an error is thrown into it before
    /// it was started. [`throw`](Coroutine::throw) gives the error back instead.
    fn resume(self: Pin<&mut Self>, resume: Resume<Send, Throw>)
    -> CoroutineState<Self::Yield, Self::Return>;

    /// [`close`](Coroutine::close), for a coroutine that is pinned.
    fn finish(self: Pin<&mut Self>);

    /// Where it stands.
    fn status(&self) -> Status;

    /// The place it will go on from: its state's name, its line, and the names of what it keeps.
    ///
    /// ```
    /// use coro_core::{Coroutine};
    ///
    /// #[coro_core::coroutine(yield = u32)]
    /// fn count(limit: u32) {
    ///     for i in 0..limit {
    ///         yield_!(i);
    ///     }
    /// }
    ///
    /// let mut count = count(3);
    /// let _ = count.start();
    /// let point = count.resume_point();
    /// assert_eq!(point.variant, "Suspend0");
    /// assert!(point.line > 0);
    /// ```
    fn resume_point(&self) -> ResumePoint;

    /// Runs to the first suspension.
    ///
    /// # Panics
    ///
    /// When it has been started before.
    fn start(&mut self) -> CoroutineState<Self::Yield, Self::Return>
    where
        Self: Unpin,
    {
        Pin::new(self).resume(Resume::Start)
    }

    /// Resumes: the suspended `yield` evaluates to `value`.
    ///
    /// # Panics
    ///
    /// Before the start, unless it sends nothing or its first value has a name. It can still be started then.
    /// After the end.
    fn send(&mut self, value: Send) -> CoroutineState<Self::Yield, Self::Return>
    where
        Self: Unpin,
    {
        Pin::new(self).resume(Resume::Send(value))
    }

    /// Resumes: the suspended `yield` evaluates to `Err(error)`.
    ///
    /// # Errors
    ///
    /// Gives the error back where the coroutine cannot take it: before its start (it is then finished, and its body
    /// never ran) and after its end.
    fn throw(&mut self, error: Throw) -> Result<CoroutineState<Self::Yield, Self::Return>, Throw>
    where
        Self: Unpin,
    {
        match self.status() {
            Status::Suspended => Ok(Pin::new(self).resume(Resume::Throw(error))),
            Status::Unresumed => {
                Pin::new(self).finish();
                Err(error)
            }
            Status::Returned | Status::Panicked => Err(error),
        }
    }

    /// What it yields, to its end, as an iterator.
    ///
    /// A coroutine that holds no borrow of its own locals is an iterator itself. One that does cannot be moved, so it is
    /// pinned first.
    ///
    /// ```
    /// use std::pin::pin;
    /// use coro_core::Coroutine;
    ///
    /// #[coro_core::coroutine(yield = usize)]
    /// fn lengths(text: String) {
    ///     for word in text.split(' ') {
    ///         yield_!(word.len());
    ///     }
    /// }
    ///
    /// let mut lengths = pin!(lengths("a bcd".to_owned()));
    /// assert_eq!(lengths.iter().collect::<Vec<_>>(), [1, 3]);
    /// ```
    fn iter(&mut self) -> Iter<'_, Self>
    where
        Self: Coroutine<(), Infallible, Return = ()> + Unpin + Sized,
    {
        Iter { coroutine: self }
    }

    /// Finishes it, as an early `return` at its suspension point would. Closing twice is closing once.
    fn close(&mut self)
    where
        Self: Unpin,
    {
        Pin::new(self).finish();
    }
}

/// What a coroutine yields. See [`Coroutine::iter`].
#[derive(Debug)]
pub struct Iter<'coroutine, C> {
    coroutine: &'coroutine mut C,
}

impl<C: Coroutine<Return = ()> + Unpin> Iterator for Iter<'_, C> {
    type Item = C::Yield;

    fn next(&mut self) -> Option<C::Yield> {
        match self.coroutine.status() {
            Status::Returned => None,
            _ => self.coroutine.send(()).yielded(),
        }
    }
}

impl<C: Coroutine<Return = ()> + Unpin> FusedIterator for Iter<'_, C> {}

impl<Send, Throw, C> Coroutine<Send, Throw> for &mut C
where
    C: Coroutine<Send, Throw> + Unpin + ?Sized,
{
    type Yield = C::Yield;
    type Return = C::Return;

    fn resume(mut self: Pin<&mut Self>, resume: Resume<Send, Throw>) -> CoroutineState<C::Yield, C::Return> {
        Pin::new(&mut **self).resume(resume)
    }

    fn finish(mut self: Pin<&mut Self>) {
        Pin::new(&mut **self).finish();
    }

    fn status(&self) -> Status {
        (**self).status()
    }

    fn resume_point(&self) -> ResumePoint {
        (**self).resume_point()
    }
}

impl<Send, Throw, P> Coroutine<Send, Throw> for Pin<P>
where
    P: DerefMut,
    P::Target: Coroutine<Send, Throw>,
{
    type Yield = <P::Target as Coroutine<Send, Throw>>::Yield;
    type Return = <P::Target as Coroutine<Send, Throw>>::Return;

    fn resume(
        self: Pin<&mut Self>,
        resume: Resume<Send, Throw>,
    ) -> CoroutineState<Self::Yield, Self::Return> {
        self.as_deref_mut().resume(resume)
    }

    fn finish(self: Pin<&mut Self>) {
        self.as_deref_mut().finish();
    }

    fn status(&self) -> Status {
        (**self).status()
    }

    fn resume_point(&self) -> ResumePoint {
        (**self).resume_point()
    }
}

#[cfg(feature = "alloc")]
impl<Send, Throw, C> Coroutine<Send, Throw> for alloc::boxed::Box<C>
where
    C: Coroutine<Send, Throw> + Unpin + ?Sized,
{
    type Yield = C::Yield;
    type Return = C::Return;

    fn resume(mut self: Pin<&mut Self>, resume: Resume<Send, Throw>) -> CoroutineState<C::Yield, C::Return> {
        Pin::new(&mut **self).resume(resume)
    }

    fn finish(mut self: Pin<&mut Self>) {
        Pin::new(&mut **self).finish();
    }

    fn status(&self) -> Status {
        (**self).status()
    }

    fn resume_point(&self) -> ResumePoint {
        (**self).resume_point()
    }
}
