//! [`select`]: the first of two.

use core::pin::Pin;
use core::task::{Context, Poll};
use std::fmt;

use pin_project_lite::pin_project;

use crate::Cancelled;
use crate::cancel::{self, CancelScope};

/// The value of one of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Either<L, R> {
    /// The first's.
    Left(L),
    /// The second's.
    Right(R),
}

impl<T> Either<T, T> {
    /// The value, whichever of the two it is of.
    ///
    /// ```
    /// use coro_core::combine::Either;
    ///
    /// assert_eq!(Either::<i32, i32>::Right(1).into_inner(), 1);
    /// ```
    pub fn into_inner(self) -> T {
        match self {
            Either::Left(value) | Either::Right(value) => value,
        }
    }
}

/// Awaits the first of two futures that has a value. The other is cancelled, and awaited until it has ended: its cleanup may
/// await.
///
/// When both have a value at the same time, it is that of the first, and that of the second is dropped. If one ends as cancelled by
/// itself, the other is cancelled as well, and so is who awaits this.
///
/// ```
/// use coro_core::combine::{Either, select};
/// use coro_core::{run, sleep};
/// use std::time::Duration;
///
/// run(async {
///     let hour = sleep(Duration::from_secs(3600));
///     assert_eq!(select(hour, async { 1 }).await, Either::Right(1));
/// })
/// .unwrap();
/// ```
///
/// For the first of more, `select` is nested. It is awaited until all the others have ended, here too:
///
/// ```
/// use coro_core::combine::{Either, select};
/// use coro_core::{run, sleep};
/// use std::time::Duration;
///
/// run(async {
///     let hour = || sleep(Duration::from_secs(3600));
///     match select(hour(), select(async { "second" }, hour())).await {
///         Either::Left(()) => unreachable!(),
///         Either::Right(Either::Left(text)) => assert_eq!(text, "second"),
///         Either::Right(Either::Right(())) => unreachable!(),
///     }
/// })
/// .unwrap();
/// ```
///
/// Who has lost has ended, for good: an `async fn` too of which only a `&mut` was given here, which tokio's `select!` would let go
/// on. Who awaits it again is cancelled in turn, or, on an executor that is not our loop, waits for ever. What is to go on is made a
/// task, which [`shield`](crate::combine::shield) keeps out of it:
///
/// ```
/// use coro_core::combine::{Either, select, shield};
/// use coro_core::time::yield_now;
/// use coro_core::{run, spawn};
///
/// run(async {
///     let mut answer = shield(spawn(async {
///         yield_now().await;
///         42
///     }));
///     let answer = loop {
///         match select(&mut answer, yield_now()).await {
///             Either::Left(answer) => break answer,
///             Either::Right(()) => println!("not yet"),
///         }
///     };
///     assert_eq!(answer.unwrap(), 42);
/// })
/// .unwrap();
/// ```
#[doc(alias = "race")]
pub fn select<L: Future, R: Future>(left: L, right: R) -> Select<L, R> {
    Select {
        left: Some(left),
        right: Some(right),
        value: None,
        uncaught: None,
        told: false,
        interrupted: false,
        scope: None,
    }
}

pin_project! {
    /// What [`select`] awaits.
    #[must_use = "futures do nothing unless they are awaited"]
    pub struct Select<L: Future, R: Future> {
        // Each until it has ended.
        #[pin]
        left: Option<L>,
        #[pin]
        right: Option<R>,
        value: Option<Either<L::Output, R::Output>>,
        // What one of them has ended with.
        uncaught: Option<Cancelled>,
        // Both were cancelled from outside, or the one that is left, here. A second time would interrupt its cleanup.
        told: bool,
        // A cancellation came from outside when there was a value already.
        interrupted: bool,
        scope: Option<CancelScope>,
    }
}

/// Polls what is left of one, and says what it has ended with, if it has.
fn poll_one<F: Future>(
    mut one: Pin<&mut Option<F>>,
    cx: &mut Context<'_>,
) -> Option<Result<F::Output, Cancelled>> {
    let polled = one.as_mut().as_pin_mut()?.poll(cx);
    let ended = match (cancel::catch(), polled) {
        (Some(cancelled), _) => Err(cancelled),
        (None, Poll::Ready(value)) => Ok(value),
        (None, Poll::Pending) => return None,
    };
    one.set(None);
    Some(ended)
}

impl<L: Future, R: Future> Future for Select<L, R> {
    type Output = Either<L::Output, R::Output>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let scope = this.scope.get_or_insert_with(CancelScope::enter);
        let thrown = cancel::catch();
        *this.told |= thrown.is_some();
        *this.interrupted |= thrown.is_some() && this.value.is_some();
        // The second round is for the first future, where the second has just ended.
        for _ in 0..2 {
            let mut tell = |left: bool, other_ended: bool| {
                if let Some(cancelled) = &thrown
                    && left
                {
                    cancel::throw(cancelled.clone());
                } else if left && other_ended && !*this.told {
                    *this.told = true;
                    scope.throw(Cancelled::new());
                }
            };
            tell(this.left.is_some(), this.right.is_none());
            match poll_one(this.left.as_mut(), cx) {
                Some(Ok(value)) => *this.value = this.value.take().or(Some(Either::Left(value))),
                Some(Err(cancelled)) => *this.uncaught = this.uncaught.take().or(Some(cancelled)),
                None => {}
            }
            tell(this.right.is_some(), this.left.is_none());
            match poll_one(this.right.as_mut(), cx) {
                Some(Ok(value)) => *this.value = this.value.take().or(Some(Either::Right(value))),
                Some(Err(cancelled)) => *this.uncaught = this.uncaught.take().or(Some(cancelled)),
                None => {}
            }
            if *this.told || this.right.is_some() || this.left.is_none() {
                break;
            }
        }
        if this.left.is_some() || this.right.is_some() {
            return Poll::Pending;
        }
        scope.exit();
        match (this.value.take(), this.uncaught.take()) {
            (None, None) => cancel::raise_again(),
            (Some(value), uncaught) if uncaught.is_none() || !*this.interrupted => return Poll::Ready(value),
            (_, uncaught) => cancel::throw(uncaught.unwrap_or_default()),
        }
        Poll::Pending
    }
}

impl<L: Future, R: Future> fmt::Debug for Select<L, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Select").finish_non_exhaustive()
    }
}
