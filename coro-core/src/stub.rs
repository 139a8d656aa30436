//! Stand-ins for coroutines that have errors, so that those who call them get none. None of them can exist.

use core::convert::Infallible;
use core::fmt;
use core::future::Future;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use crate::machine::Signature;
use crate::{Cancelled, Coroutine, CoroutineState, Resume, ResumePoint, Status};

/// A coroutine that cannot exist.
pub struct Stub<Sig>(Infallible, PhantomData<fn() -> Sig>);

/// Stands in for a coroutine.
pub fn stub<Sig: Signature>() -> Stub<Sig> {
    unreachable!("a coroutine with errors does not compile")
}

/// An `async fn` that cannot exist.
pub struct AsyncStub<Return>(Infallible, PhantomData<fn() -> Return>);

/// Stands in for an `async fn`.
pub fn async_stub<Return>() -> AsyncStub<Return> {
    unreachable!("a coroutine with errors does not compile")
}

/// An `async fn` that yields, and cannot exist.
pub struct StreamStub<Item>(Infallible, PhantomData<fn() -> Item>);

/// Stands in for an `async fn` that yields.
pub fn stream_stub<Item>() -> StreamStub<Item> {
    unreachable!("a coroutine with errors does not compile")
}

/// What all of them do: nothing, as there are none.
macro_rules! impossible {
    () => {
        fn finish(self: Pin<&mut Self>) {
            match self.0 {}
        }

        fn status(&self) -> Status {
            match self.0 {}
        }

        fn resume_point(&self) -> ResumePoint {
            match self.0 {}
        }
    };
}

#[diagnostic::do_not_recommend]
impl<'resume, Sig: Signature> Coroutine<Sig::Send<'resume>, Sig::Throw> for Stub<Sig> {
    type Yield = Sig::Yield;
    type Return = Sig::Return;

    fn resume(
        self: Pin<&mut Self>,
        _: Resume<Sig::Send<'resume>, Sig::Throw>,
    ) -> CoroutineState<Sig::Yield, Sig::Return> {
        match self.0 {}
    }

    impossible!();
}

impl<Sig: Signature> Iterator for Stub<Sig> {
    type Item = Sig::Yield;

    fn next(&mut self) -> Option<Sig::Yield> {
        match self.0 {}
    }
}

impl<Sig: Signature> FusedIterator for Stub<Sig> {}

impl<Return> Future for AsyncStub<Return> {
    type Output = Return;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Return> {
        match self.0 {}
    }
}

#[diagnostic::do_not_recommend]
impl<'waker, Return> Coroutine<&'waker Waker, Cancelled> for AsyncStub<Return> {
    type Yield = ();
    type Return = Result<Return, Cancelled>;

    fn resume(
        self: Pin<&mut Self>,
        _: Resume<&'waker Waker, Cancelled>,
    ) -> CoroutineState<(), Result<Return, Cancelled>> {
        match self.0 {}
    }

    impossible!();
}

#[diagnostic::do_not_recommend]
impl<'waker, Item> Coroutine<&'waker Waker, Cancelled> for StreamStub<Item> {
    type Yield = Poll<Item>;
    type Return = Result<(), Cancelled>;

    fn resume(
        self: Pin<&mut Self>,
        _: Resume<&'waker Waker, Cancelled>,
    ) -> CoroutineState<Poll<Item>, Result<(), Cancelled>> {
        match self.0 {}
    }

    impossible!();
}

#[cfg(feature = "stream")]
impl<Item> futures_core::Stream for StreamStub<Item> {
    type Item = Item;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Item>> {
        match self.0 {}
    }
}

#[cfg(feature = "stream")]
impl<Item> futures_core::FusedStream for StreamStub<Item> {
    fn is_terminated(&self) -> bool {
        match self.0 {}
    }
}

/// What can be derived for them.
macro_rules! derived {
    ($($name:ident),*) => {$(
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                match self.0 {}
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.0 {}
            }
        }
    )*};
}

derived!(Stub, AsyncStub, StreamStub);
