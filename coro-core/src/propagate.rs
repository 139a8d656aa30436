//! The `?` operator inside a step: `std::ops::Try` and `FromResidual`, on stable Rust, for the types that have them.
//!
//! A step returns a `CoroutineState`, so a `?` of the body cannot stand in it as it is: it becomes [`propagate!`](crate::propagate).

use core::convert::Infallible;
use core::marker::PhantomData;
use core::ops::ControlFlow;
use core::task::Poll;

/// `std::ops::Try`: a value that `?` takes apart.
#[diagnostic::on_unimplemented(
    message = "the `?` operator can only be applied to values that implement `Try`",
    label = "the `?` operator cannot be applied to type `{Self}`"
)]
pub trait Try {
    /// What `?` evaluates to.
    type Output;
    /// What `?` returns early with.
    type Residual;
    /// Decides which of the two it is.
    fn branch(self) -> ControlFlow<Self::Residual, Self::Output>;
}

/// `std::ops::FromResidual`: a return type that `?` can return early with.
#[diagnostic::on_unimplemented(
    message = "`?` cannot turn `{R}` into the coroutine's return type `{Self}`",
    label = "this coroutine returns `{Self}`"
)]
pub trait FromResidual<R> {
    /// Converts, by `From` where it is a `Result`.
    fn from_residual(residual: R) -> Self;
}

impl<T> Try for Option<T> {
    type Output = T;
    type Residual = Option<Infallible>;

    #[inline]
    fn branch(self) -> ControlFlow<Self::Residual, T> {
        match self {
            Some(value) => ControlFlow::Continue(value),
            None => ControlFlow::Break(None),
        }
    }
}

impl<T, E> Try for Result<T, E> {
    type Output = T;
    type Residual = Result<Infallible, E>;

    #[inline]
    fn branch(self) -> ControlFlow<Self::Residual, T> {
        match self {
            Ok(value) => ControlFlow::Continue(value),
            Err(error) => ControlFlow::Break(Err(error)),
        }
    }
}

impl<B, C> Try for ControlFlow<B, C> {
    type Output = C;
    type Residual = ControlFlow<B, Infallible>;

    #[inline]
    fn branch(self) -> ControlFlow<Self::Residual, C> {
        match self {
            ControlFlow::Continue(value) => ControlFlow::Continue(value),
            ControlFlow::Break(value) => ControlFlow::Break(ControlFlow::Break(value)),
        }
    }
}

impl<T, E> Try for Poll<Result<T, E>> {
    type Output = Poll<T>;
    type Residual = Result<Infallible, E>;

    #[inline]
    fn branch(self) -> ControlFlow<Self::Residual, Poll<T>> {
        match self {
            Poll::Ready(Ok(value)) => ControlFlow::Continue(Poll::Ready(value)),
            Poll::Ready(Err(error)) => ControlFlow::Break(Err(error)),
            Poll::Pending => ControlFlow::Continue(Poll::Pending),
        }
    }
}

impl<T, E> Try for Poll<Option<Result<T, E>>> {
    type Output = Poll<Option<T>>;
    type Residual = Result<Infallible, E>;

    #[inline]
    fn branch(self) -> ControlFlow<Self::Residual, Poll<Option<T>>> {
        match self {
            Poll::Ready(Some(Ok(value))) => ControlFlow::Continue(Poll::Ready(Some(value))),
            Poll::Ready(Some(Err(error))) => ControlFlow::Break(Err(error)),
            Poll::Ready(None) => ControlFlow::Continue(Poll::Ready(None)),
            Poll::Pending => ControlFlow::Continue(Poll::Pending),
        }
    }
}

impl<T> FromResidual<Option<Infallible>> for Option<T> {
    #[inline]
    fn from_residual(_: Option<Infallible>) -> Self {
        None
    }
}

impl<T, E, F: From<E>> FromResidual<Result<Infallible, E>> for Result<T, F> {
    #[inline]
    fn from_residual(residual: Result<Infallible, E>) -> Self {
        let Err(error) = residual;
        Err(F::from(error))
    }
}

impl<B, C> FromResidual<ControlFlow<B, Infallible>> for ControlFlow<B, C> {
    #[inline]
    fn from_residual(residual: ControlFlow<B, Infallible>) -> Self {
        let ControlFlow::Break(value) = residual;
        ControlFlow::Break(value)
    }
}

impl<T, E, F: From<E>> FromResidual<Result<Infallible, E>> for Poll<Result<T, F>> {
    #[inline]
    fn from_residual(residual: Result<Infallible, E>) -> Self {
        let Err(error) = residual;
        Poll::Ready(Err(F::from(error)))
    }
}

impl<T, E, F: From<E>> FromResidual<Result<Infallible, E>> for Poll<Option<Result<T, F>>> {
    #[inline]
    fn from_residual(residual: Result<Infallible, E>) -> Self {
        let Err(error) = residual;
        Poll::Ready(Some(Err(F::from(error))))
    }
}

/// A value under a `?` that the check of the body has seen, where rustc has said what is wrong with it. Here a wrong one
/// passes, so that nothing is said twice.
pub struct Attempt<T>(pub T);

impl<T: Try> Attempt<T> {
    /// Decides which of the two it is.
    #[inline]
    pub fn branch(self) -> ControlFlow<T::Residual, T::Output> {
        self.0.branch()
    }
}

/// For values that `?` does not take apart.
pub trait WrongAttempt: Sized {
    /// Never runs.
    fn branch<Residual, Output>(self) -> ControlFlow<Residual, Output> {
        const { panic!("the check of the body should have refused this `?`") }
    }
}

impl<T> WrongAttempt for Attempt<T> {}

/// What a `?` returns early with, and what the coroutine returns.
pub struct Early<Return, Residual>(Residual, PhantomData<fn() -> Return>);

impl<Return, Residual> Early<Return, Residual> {
    /// Puts them together. The return type is found by inference.
    #[inline]
    pub fn new(residual: Residual) -> Self {
        Early(residual, PhantomData)
    }

    /// Says which type is returned. Never runs.
    pub fn returned(&self) -> Return {
        unreachable!("this is there for its type")
    }
}

impl<Return: FromResidual<Residual>, Residual> Early<Return, Residual> {
    /// Converts, by `From` where it is a `Result`.
    #[inline]
    pub fn convert(self) -> Return {
        Return::from_residual(self.0)
    }
}

/// For what does not convert to the return type.
pub trait WrongEarly<Return>: Sized {
    /// Never runs.
    fn convert(self) -> Return {
        const { panic!("the check of the body should have refused this `?`") }
    }
}

impl<Return, Residual> WrongEarly<Return> for Early<Return, Residual> {}

/// What a `?` has come to, where it is returned as it is.
pub struct Propagated<Value, Return>(pub Value, pub PhantomData<fn() -> Return>);

impl<Value> Propagated<Value, Value> {
    /// It is of the type that is returned.
    #[inline]
    pub fn returned(self) -> Value {
        self.0
    }
}

/// For a value of another type: it should have been in an `Ok`.
pub trait WrongPropagated<Return>: Sized {
    /// Never runs.
    fn returned(self) -> Return {
        const { panic!("the check of the body should have refused this value") }
    }
}

impl<Value, Return> WrongPropagated<Return> for Propagated<Value, Return> {}

/// The value of a `?` that is returned as it is. The check says what is wrong with its type, in the words for a `?`.
#[doc(hidden)]
#[macro_export]
macro_rules! propagated {
    ($value:expr, $Return:ty) => {
        match $crate::private::Propagated::<_, $Return>($value, ::core::marker::PhantomData) {
            propagated => {
                #[allow(unused_imports)]
                use $crate::private::WrongPropagated as _;
                propagated.returned()
            }
        }
    };
}

/// The `?` operator, in the step of a machine: the value, or an early return out of the step.
#[doc(hidden)]
#[macro_export]
macro_rules! propagate {
    ($value:expr) => {
        // Not in a block: its temporaries live to the end of the statement.
        match $crate::private::Attempt($value) {
            attempt => {
                #[allow(unused_imports)]
                use $crate::private::{WrongAttempt as _, WrongEarly as _};
                match attempt.branch() {
                    ::core::ops::ControlFlow::Continue(value) => value,
                    ::core::ops::ControlFlow::Break(residual) => {
                        let early = $crate::private::Early::new(residual);
                        if false {
                            return $crate::Complete(early.returned());
                        }
                        return $crate::Complete(early.convert());
                    }
                }
            }
        }
    };
}

/// The `?` operator in the step of a closure, which has no check: what is wrong with it is said here.
#[doc(hidden)]
#[macro_export]
macro_rules! propagate_unseen {
    ($value:expr) => {
        match $crate::private::Try::branch($value) {
            ::core::ops::ControlFlow::Continue(value) => value,
            ::core::ops::ControlFlow::Break(residual) => {
                return $crate::Complete($crate::private::FromResidual::from_residual(residual));
            }
        }
    };
}
