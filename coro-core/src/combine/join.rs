//! [`join`]: several futures of different types, in one task.

use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use crate::Cancelled;
use crate::cancel;

pin_project! {
    /// One of the futures, or what has become of it.
    #[project = ChildProjection]
    enum Child<F: Future> {
        Running { #[pin] future: F },
        Returned { value: Option<F::Output> },
        Cancelled { cancelled: Option<Cancelled> },
    }
}

impl<F: Future> Child<F> {
    /// Polls it, unless it has ended. `thrown` is thrown in. Whether it has ended.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>, thrown: Option<&Cancelled>) -> bool {
        let ChildProjection::Running { future } = self.as_mut().project() else { return true };
        if let Some(cancelled) = thrown {
            cancel::throw(cancelled.clone());
        }
        let polled = future.poll(cx);
        if let Some(cancelled) = cancel::catch() {
            self.set(Child::Cancelled { cancelled: Some(cancelled) });
            return true;
        }
        match polled {
            Poll::Ready(value) => {
                self.set(Child::Returned { value: Some(value) });
                true
            }
            Poll::Pending => false,
        }
    }

    fn cancelled(self: Pin<&mut Self>) -> Option<Cancelled> {
        match self.project() {
            ChildProjection::Cancelled { cancelled } => cancelled.take(),
            _ => None,
        }
    }

    fn value(self: Pin<&mut Self>) -> Option<F::Output> {
        match self.project() {
            ChildProjection::Returned { value } => value.take(),
            _ => None,
        }
    }
}

/// A tuple of futures: what [`join`] takes.
pub trait JoinTuple: sealed::Sealed {
    /// What awaits them.
    type Join: Future;

    /// Puts them together.
    #[doc(hidden)]
    fn join(self) -> Self::Join;
}

mod sealed {
    pub trait Sealed {}
}

/// What [`join`] awaits.
pub type Join<Futures> = <Futures as JoinTuple>::Join;

/// Awaits several futures at the same time, and gives the values of all, in the order of the futures.
///
/// They run in this task. To cancel it cancels those that have not ended, and waits until they have; if one of them
/// ends as cancelled, so does the whole.
///
/// ```
/// use coro_core::{join, run, sleep};
/// use std::time::{Duration, Instant};
///
/// run(async {
///     let start = Instant::now();
///     let nap = || sleep(Duration::from_millis(10));
///     let (one, (), ()) = join((async { 1 }, nap(), nap())).await;
///     assert_eq!(one, 1);
///     assert!(start.elapsed() < Duration::from_millis(20));
/// })
/// .unwrap();
/// ```
pub fn join<Futures: JoinTuple>(futures: Futures) -> Join<Futures> {
    futures.join()
}

macro_rules! join_tuple {
    ($name:ident: $($future:ident $field:ident),*) => {
        pin_project! {
            /// What [`join`](fn@join) awaits, for a tuple of this length.
            #[must_use = "futures do nothing unless they are awaited"]
            pub struct $name<$($future: Future),*> {
                $(#[pin] $field: Child<$future>,)*
            }
        }

        impl<$($future: Future),*> sealed::Sealed for ($($future,)*) {}

        impl<$($future: Future),*> JoinTuple for ($($future,)*) {
            type Join = $name<$($future),*>;

            fn join(self) -> Self::Join {
                let ($($field,)*) = self;
                $name { $($field: Child::Running { future: $field }),* }
            }
        }

        impl<$($future: Future),*> Future for $name<$($future),*> {
            type Output = ($($future::Output,)*);

            fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
                let mut this = self.project();
                let thrown = cancel::catch();
                let mut ended = true;
                $(ended &= this.$field.as_mut().poll(cx, thrown.as_ref());)*
                if !ended {
                    return Poll::Pending;
                }
                let mut uncaught = None;
                $(uncaught = uncaught.or(this.$field.as_mut().cancelled());)*
                if let Some(cancelled) = uncaught {
                    cancel::throw(cancelled);
                    return Poll::Pending;
                }
                match ($(this.$field.value(),)*) {
                    ($(Some($field),)*) => Poll::Ready(($($field,)*)),
                    // It has ended before, as cancelled.
                    _ => {
                        cancel::raise_again();
                        Poll::Pending
                    }
                }
            }
        }
    };
}

join_tuple!(Join1: A a);
join_tuple!(Join2: A a, B b);
join_tuple!(Join3: A a, B b, C c);
join_tuple!(Join4: A a, B b, C c, D d);
join_tuple!(Join5: A a, B b, C c, D d, E e);
join_tuple!(Join6: A a, B b, C c, D d, E e, F f);
