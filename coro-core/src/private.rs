//! All that generated code may name. Not for people: it may change in any release.

#[cfg(feature = "stream")]
pub use crate::async_generator::{AsyncGenerator, async_generator};
pub use crate::async_machine::{AsyncMachine, Pause, async_machine, ended};
pub use crate::cancel::{catch_to_unwind, raise, resumed};
#[cfg(feature = "stream")]
pub use crate::cleaning::cleaning_generator;
pub use crate::cleaning::{Cleaning, cleaning_machine};
pub use crate::defer::{Defer, defer};
pub use crate::machine::{Machine, Point, Signature, State, Types, machine};
pub use crate::propagate::{
    Attempt, Early, FromResidual, Propagated, Try, WrongAttempt, WrongEarly, WrongPropagated,
};
pub use crate::receiver::Asked;
pub use crate::slot::{Alias, Held, Kept, KeptUnlessMoved, Slot, Turn, copied, pinned, take, vacant};
pub use crate::stub::{async_stub, stream_stub, stub};

#[cfg(feature = "alloc")]
pub use crate::frames::{Frames, async_frames};
#[cfg(feature = "alloc")]
pub use crate::recursive::Handover::{Call, TailCall, Value};
#[cfg(feature = "alloc")]
pub use crate::recursive::{Handover, Recursive, recursive_machine};
#[cfg(feature = "alloc")]
pub use alloc::{format, vec};
#[cfg(feature = "stream")]
pub use futures_core::FusedStream;

use core::cell::Cell;
use core::convert::Infallible;
use core::hint;
use core::marker::PhantomData;
use core::mem;
use core::ops::Deref;
use core::pin::Pin;
use core::task::Context;

use crate::{Coroutine, CoroutineState, Resume};

/// How parts are moved out of locals in slots.
pub mod moves {
    pub use crate::part::{Out, OutOfPlace};
}

/// How it is asked whether a method takes its receiver by value.
pub mod receivers {
    pub use crate::receiver::{AskNothing, AskOwned, AskShared, TakenByValue};
}

/// What a suspension is in the check of a body. It never runs.
pub fn suspend<Yield, Sent>(_value: Yield) -> Sent {
    never_runs()
}

/// The types of a closure that is a coroutine: its machine and the check of its body are of the same.
///
/// They are invariant. Else the check would be of types with shorter lifetimes, in which a borrow of a local can be yielded.
#[allow(clippy::type_complexity)]
pub struct Linked<Send, Yield, Return>(PhantomData<fn(Send, Yield, Return) -> (Send, Yield, Return)>);

impl<Send, Yield, Return> Clone for Linked<Send, Yield, Return> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Send, Yield, Return> Copy for Linked<Send, Yield, Return> {}

#[allow(clippy::new_without_default)]
impl<Send, Yield, Return> Linked<Send, Yield, Return> {
    /// Types that are inferred.
    pub fn new() -> Self {
        Linked(PhantomData)
    }

    /// See [`machine`].
    #[inline]
    pub fn machine<S, Step>(
        &self,
        state: S,
        step: Step,
    ) -> Machine<S, Step, Types<Send, Infallible, Yield, Return>>
    where
        S: State,
        Step: FnMut(&mut S, Resume<Send, Infallible>) -> CoroutineState<Yield, Return>,
    {
        machine::<Types<Send, Infallible, Yield, Return>, _, _>(state, step)
    }

    /// See [`suspend`].
    pub fn suspend(&self, _value: Yield) -> Send {
        never_runs()
    }

    /// See [`delegate`].
    pub fn delegate<C: Coroutine<Send, Infallible, Yield = Yield>>(&self, _child: C) -> C::Return {
        never_runs()
    }

    /// The first value sent.
    pub fn first(&self) -> Send {
        never_runs()
    }

    /// Takes the body.
    pub fn body(&self, _body: impl FnOnce() -> Return) {}
}

/// The same, of an `async` block.
pub struct LinkedAsync<Return>(PhantomData<fn() -> Return>);

impl<Return> Clone for LinkedAsync<Return> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Return> Copy for LinkedAsync<Return> {}

#[allow(clippy::new_without_default)]
impl<Return> LinkedAsync<Return> {
    /// Types that are inferred.
    pub fn new() -> Self {
        LinkedAsync(PhantomData)
    }

    /// See [`async_machine`].
    #[inline]
    pub fn machine<S, Step>(&self, state: S, step: Step) -> AsyncMachine<S, Step, Return>
    where
        S: State,
        Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause, Return>,
    {
        async_machine::<Return, _, _>(state, step)
    }

    /// See [`cleaning_machine`].
    #[inline]
    pub fn cleaning_machine<S, Step>(&self, state: S, step: Step) -> Cleaning<AsyncMachine<S, Step, Return>>
    where
        S: State,
        Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause, Return>,
    {
        cleaning_machine::<Return, _, _>(state, step)
    }

    /// Takes the body.
    pub fn body(&self, _body: impl FnOnce() -> Return) {}
}

/// Takes the body of a method, which runs once.
pub fn once<Return>(body: impl FnOnce() -> Return) -> impl FnOnce() -> Return {
    body
}

/// The same, of an `async` block that yields.
#[cfg(feature = "stream")]
pub struct LinkedGenerator<Yield>(PhantomData<fn(Yield) -> Yield>);

#[cfg(feature = "stream")]
impl<Yield> Clone for LinkedGenerator<Yield> {
    fn clone(&self) -> Self {
        *self
    }
}

#[cfg(feature = "stream")]
impl<Yield> Copy for LinkedGenerator<Yield> {}

#[cfg(feature = "stream")]
#[allow(clippy::new_without_default)]
impl<Yield> LinkedGenerator<Yield> {
    /// Types that are inferred.
    pub fn new() -> Self {
        LinkedGenerator(PhantomData)
    }

    /// See [`async_generator`].
    #[inline]
    pub fn machine<S, Step>(&self, state: S, step: Step) -> AsyncGenerator<S, Step, Yield>
    where
        S: State,
        Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause<Yield>, ()>,
    {
        async_generator(state, step)
    }

    /// See [`cleaning_generator`].
    #[inline]
    pub fn cleaning_machine<S, Step>(&self, state: S, step: Step) -> Cleaning<AsyncGenerator<S, Step, Yield>>
    where
        S: State,
        Step: FnMut(*mut S, &mut Context<'_>) -> CoroutineState<Pause<Yield>, ()>,
    {
        cleaning_generator(state, step)
    }

    /// See [`suspend`].
    pub fn suspend(&self, _value: Yield) {
        never_runs()
    }

    /// Takes the body.
    pub fn body(&self, _body: impl FnOnce()) {}
}

/// What a deferred block returns when a cancellation was caught before it: nothing, as the step says so by itself.
pub fn cancelled<T>() -> T {
    never_runs()
}

/// What was on its way out when a deferred block began.
pub fn left<T>(returned: Option<T>) -> T {
    returned.expect("it left by a `return`")
}

/// An `.await` where a cancellation is caught, in the check of a body. It never runs.
pub fn awaited_or_cancelled<F: Future<Output = T>, T>(_future: F) -> Option<T> {
    never_runs()
}

/// A `yield` where a cancellation is caught, in the check of a body. It never runs.
pub fn resumed_or_cancelled<Sent>(_sent: Sent) -> Option<Sent> {
    never_runs()
}

/// What an `.await` is in the check of a body. It never runs.
pub fn awaited<F: Future<Output = T>, T>(_future: F) -> T {
    never_runs()
}

/// What an `.await` is in the check of a body whose value nobody takes.
pub trait Discarded: Sized {
    /// It never runs.
    fn awaited_as_a_statement<T>(self) -> T
    where
        Self: IntoFuture<Output = T>,
    {
        never_runs()
    }
}

impl<F> Discarded for F {}

/// What can be delegated to, by a coroutine of these types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a coroutine that takes `{Send}` by `send` and `{Throw}` by `throw`, and yields `{Yield}`",
    label = "this cannot be delegated to"
)]
pub trait Delegate<Send, Throw, Yield> {}

impl<Send, Throw, C> Delegate<Send, Throw, C::Yield> for C where C: Coroutine<Send, Throw> + Unpin {}

/// What a delegation is in the check of a body: its value is that of [`Delegation::value`]. It never runs.
pub fn delegate<Send, Throw, Yield, C>(_child: C) -> Delegation<Send, Throw, Yield, C>
where
    C: Delegate<Send, Throw, Yield>,
{
    never_runs()
}

/// What a delegation of a function to itself is in the check of its body, where its machine is not yet known to be `Unpin`. It
/// never runs.
pub fn call_of_itself<Send, Throw, Yield, C>(_call: C) -> C::Return
where
    C: Coroutine<Send, Throw, Yield = Yield>,
{
    never_runs()
}

/// A child in the check of a body.
#[allow(clippy::type_complexity)]
pub struct Delegation<Send, Throw, Yield, C>(PhantomData<fn(Send, Throw) -> (Yield, C)>, WrongDelegation);

impl<Send, Throw, Yield, C> Delegation<Send, Throw, Yield, C>
where
    C: Coroutine<Send, Throw>,
{
    /// What the child returns. It never runs.
    pub fn value(&self) -> C::Return {
        never_runs()
    }
}

impl<Send, Throw, Yield, C> Deref for Delegation<Send, Throw, Yield, C> {
    type Target = WrongDelegation;

    fn deref(&self) -> &WrongDelegation {
        &self.1
    }
}

/// A child that [`delegate`] refuses: nothing more is said of it.
pub struct WrongDelegation;

impl WrongDelegation {
    /// It never runs.
    pub fn value<T>(&self) -> T {
        never_runs()
    }
}

/// A value that can be moved out of its field, while a reference to it is an error (E0793): the field may not be aligned.
/// That of a type whose alignment is 1 always is.
#[repr(Rust, packed)]
pub struct OnlyByValue<T> {
    /// The value.
    pub value: T,
}

/// The receiver of a method that was believed to move it, because of its name. If it only borrows it, rustc says so here.
#[doc(hidden)]
#[macro_export]
macro_rules! believed_to_move_its_receiver {
    ($receiver:expr) => {
        $crate::private::OnlyByValue { value: $receiver }.value
    };
}

/// How a part of a local that stays where it is can be had by value.
#[diagnostic::on_unimplemented(
    message = "a part is moved out of a local that is borrowed across a suspension; move all of it, `{{ local }}`, and take that apart",
    label = "`{Self}` is not `Copy`"
)]
pub trait Part<By> {}

/// It is a copy.
pub struct ByCopy;

/// It is reborrowed from behind a reference.
pub struct ByReference;

impl<T: Copy> Part<ByCopy> for T {}
impl<T: ?Sized> Part<ByReference> for &mut T {}

/// A part of a local in a slot, which has been bound by value.
#[inline]
pub const fn copied_part<T: Part<By>, By>(_part: *const T) {}

/// How a guard that is taken apart can look at what its pattern binds by value.
#[diagnostic::on_unimplemented(
    message = "a guard that suspends or assigns looks at a value that its pattern moves; bind it by `ref`, or make the guard an `if` in the arm",
    label = "`{Self}` is not `Copy`"
)]
pub trait Glimpse<By> {}

impl<T: Copy> Glimpse<ByCopy> for T {}
impl<T: ?Sized> Glimpse<ByReference> for &mut T {}

/// What a pattern has bound before its guard was asked. If it says no, nothing may have been moved.
#[inline]
pub const fn glimpsed<T: Glimpse<By>, By>(_bound: *const T) {}

/// The boxed future of a function that awaits itself. Its type does not name the function's, which would have no end.
#[cfg(feature = "alloc")]
#[inline]
pub fn recursive<'call, F: Future + 'call>(
    future: Pin<alloc::boxed::Box<F>>,
) -> Pin<alloc::boxed::Box<dyn Future<Output = F::Output> + 'call>> {
    future
}

/// A value in the check of a body. It never runs.
pub fn never_runs<T>() -> T {
    unreachable!("the check of a coroutine's body is compiled and never run")
}

/// The child of a delegation that the check of the body has seen, and what it is resumed with. A wrong child passes here,
/// so that nothing is said twice.
pub struct Child<'child, Send, Throw, Yield, C> {
    child: &'child mut C,
    resume: Resume<Send, Throw>,
    yields: PhantomData<fn() -> Yield>,
}

impl<'child, Send, Throw, Yield, C> Child<'child, Send, Throw, Yield, C> {
    /// Puts them together. What is yielded is found by inference.
    #[inline]
    pub fn new(child: &'child mut C, resume: Resume<Send, Throw>) -> Self {
        Child { child, resume, yields: PhantomData }
    }

    /// Says which type is yielded. Never runs.
    pub fn yielded(&self) -> Yield {
        never_runs()
    }
}

impl<Send, Throw, Yield, C> Child<'_, Send, Throw, Yield, C>
where
    C: Coroutine<Send, Throw, Yield = Yield> + Unpin,
{
    /// Resumes the child.
    #[inline]
    pub fn resume(self) -> CoroutineState<Yield, C::Return> {
        Pin::new(self.child).resume(self.resume)
    }
}

/// For what is no child of this coroutine.
pub trait WrongChild<Yield>: Sized {
    /// Never runs.
    fn resume<Return>(self) -> CoroutineState<Yield, Return> {
        const { panic!("the check of the body should have refused this child") }
    }
}

impl<Send, Throw, Yield, C> WrongChild<Yield> for Child<'_, Send, Throw, Yield, C> {}

/// Resumes the child of a delegation.
#[doc(hidden)]
#[macro_export]
macro_rules! resume_child {
    ($child:ident, $resume:ident $(, $handover:path)?) => {{
        #[allow(unused_imports)]
        use $crate::private::WrongChild as _;
        let child = $crate::private::Child::new($child, $resume.take());
        if false {
            return $crate::Yielded($($handover)?(child.yielded()));
        }
        child.resume()
    }};
}

/// What a machine awaits has been polled, where it lies. While it is pending, and when a cancellation is caught there, the step
/// comes back.
#[doc(hidden)]
#[macro_export]
macro_rules! awaited {
    ($polled:expr) => {{
        let polled = $polled;
        if $crate::cancel::in_flight() {
            return $crate::Yielded($crate::private::Pause::Cancelled);
        }
        match polled {
            ::core::task::Poll::Ready(value) => value,
            ::core::task::Poll::Pending => return $crate::Yielded($crate::private::Pause::Pending),
        }
    }};
}

/// The same, before a deferred block that awaits: a cancellation is `None`, for the block to come first.
#[doc(hidden)]
#[macro_export]
macro_rules! awaited_or_cancelled {
    ($polled:expr) => {{
        let polled = $polled;
        if $crate::cancel::in_flight() {
            $crate::private::catch_to_unwind();
            ::core::option::Option::None
        } else {
            match polled {
                ::core::task::Poll::Ready(value) => ::core::option::Option::Some(value),
                ::core::task::Poll::Pending => {
                    return $crate::Yielded($crate::private::Pause::Pending);
                }
            }
        }
    }};
}

/// Goes on when an `async fn` that has awaited itself is back. As at another `.await`, a cancellation beats what is returned.
#[doc(hidden)]
#[macro_export]
macro_rules! called {
    ($result:ident) => {
        match $result.take() {
            ::core::option::Option::Some(value) if !$crate::cancel::in_flight() => value,
            _ => return $crate::Yielded($crate::private::Pause::Cancelled),
        }
    };
}

/// The same, before a deferred block that awaits: a cancellation is `None`, for the block to come first.
#[doc(hidden)]
#[macro_export]
macro_rules! called_or_cancelled {
    ($result:ident) => {{
        let value = $result.take();
        if $crate::cancel::in_flight() {
            $crate::private::catch_to_unwind();
            ::core::option::Option::None
        } else {
            value
        }
    }};
}

/// Goes on after a `yield` of an async generator, unless a cancellation was thrown in there.
#[doc(hidden)]
#[macro_export]
macro_rules! resumed {
    () => {
        match $crate::private::resumed() {
            ::core::option::Option::Some(()) => {}
            ::core::option::Option::None => return $crate::Yielded($crate::private::Pause::Cancelled),
        }
    };
}

/// Where control comes only if a machine's state is not what its step has made it.
///
/// # Safety
///
/// Control never comes there. While a child is polled, the step has the machine to itself: the state that an arm has matched
/// is the one that it then takes out.
#[inline]
pub unsafe fn unreachable() -> ! {
    // SAFETY: the caller promises that this does not run.
    unsafe { hint::unreachable_unchecked() }
}

/// Stores the state in which a coroutine suspends.
///
/// The step has left `Panicked` there when it took the state out, so there is nothing to drop. An assignment would call
/// the destructor of the whole enum at each suspension, to find that out.
#[inline]
pub fn set<S>(state: &mut S, suspended: S) {
    mem::forget(mem::replace(state, suspended));
}

/// The value of a body that ends without one.
pub struct Nothing<Return>(pub PhantomData<Return>);

impl Nothing<()> {
    /// Nothing.
    #[inline]
    pub fn value(self) {}
}

/// For a return type other than `()`: either the end is never reached, or the check of the body has refused it.
pub trait NoValue<Return>: Sized {
    /// Never runs.
    fn value(self) -> Return {
        unreachable!("a body without a value does not come to its end")
    }
}

impl<Return> NoValue<Return> for Nothing<Return> {}

/// The value of a body that ends without one, where a type is declared.
#[doc(hidden)]
#[macro_export]
macro_rules! nothing {
    ($Return:ty) => {{
        #[allow(unused_imports)]
        use $crate::private::NoValue as _;
        $crate::private::Nothing::<$Return>(::core::marker::PhantomData).value()
    }};
}

impl<Send, Throw> Resume<Send, Throw> {
    /// What the coroutine is resumed with. It is taken once; after that a child is started.
    #[doc(hidden)]
    #[inline]
    pub fn take(&mut self) -> Self {
        mem::replace(self, Resume::Start)
    }

    /// Refuses what cannot start the coroutine.
    ///
    /// # Panics
    ///
    /// Always.
    #[doc(hidden)]
    #[cold]
    #[track_caller]
    pub fn refuse(&mut self) -> ! {
        match self {
            Resume::Start => panic!("this coroutine is started by sending its first value"),
            Resume::Send(_) => panic!("a value was sent to a coroutine that has not been started"),
            Resume::Throw(_) => panic!("an error was thrown into a coroutine that has not been started"),
        }
    }

    /// The first value of a coroutine that names it.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[doc(hidden)]
    #[inline]
    #[track_caller]
    pub fn sent_first(&mut self) -> Send {
        match self.take() {
            Resume::Send(value) => value,
            mut other => other.refuse(),
        }
    }

    /// The value of a `yield` into which errors can be thrown.
    ///
    /// # Panics
    ///
    /// When the coroutine is started a second time.
    ///
    /// # Errors
    ///
    /// The thrown one.
    #[doc(hidden)]
    #[inline]
    #[track_caller]
    pub fn sent_or_thrown(&mut self) -> Result<Send, Throw> {
        match self.take() {
            Resume::Start => panic!("a coroutine can be started only once"),
            Resume::Send(value) => Ok(value),
            Resume::Throw(error) => Err(error),
        }
    }
}

impl<Send> Resume<Send> {
    /// The value of a `yield`.
    ///
    /// # Panics
    ///
    /// When the coroutine is started a second time.
    #[doc(hidden)]
    #[inline]
    #[track_caller]
    pub fn sent(&mut self) -> Send {
        match self.take() {
            Resume::Start => panic!("a coroutine can be started only once"),
            Resume::Send(value) => value,
            Resume::Throw(never) => match never {},
        }
    }
}

/// Holds a temporary whose only remaining use is its destructor.
///
/// `Keep(value).keep()` is `value` if that may have a destructor, and `()` if it is `Copy` or a reference: then there is
/// nothing to keep. Method resolution decides, by how many references it has to add.
pub struct Keep<T>(pub Cell<Option<T>>);

/// For values without a destructor.
pub trait KeepNothing {
    /// Keeps nothing.
    fn keep(self);
}

impl<T: Copy> KeepNothing for Keep<T> {
    #[inline]
    fn keep(self) {}
}

/// For references, which are not `Copy` if they are mutable.
pub trait KeepNoReference {
    /// Keeps nothing.
    fn keep(self);
}

impl<T: ?Sized> KeepNoReference for Keep<&mut T> {
    #[inline]
    fn keep(self) {}
}

/// For all other values.
pub trait KeepValue {
    /// What is kept.
    type Value;
    /// Keeps the value.
    fn keep(self) -> Self::Value;
}

impl<T> KeepValue for &Keep<T> {
    type Value = T;

    #[inline]
    fn keep(self) -> T {
        self.0.take().expect("a temporary is kept once")
    }
}

/// What `*` is applied to, where it is a temporary: it would live to the end of its statement, across a suspension.
///
/// A `Box` is taken apart, and there is nothing left to be seen of it. Of others the machine keeps nothing, and they may have no
/// destructor. `checked` is found here for a `Box`, and else behind `Deref`.
pub struct Dereferenced<T>(Checked<T>);

/// As [`Dereferenced`], for all that is no `Box`.
pub struct Checked<T>(core::cell::Cell<Option<T>>);

impl<T> Dereferenced<T> {
    /// Wraps a value.
    #[inline]
    pub fn of(value: T) -> Self {
        Self(Checked(core::cell::Cell::new(Some(value))))
    }
}

#[cfg(feature = "alloc")]
impl<T: ?Sized> Dereferenced<alloc::boxed::Box<T>> {
    /// The box.
    #[inline]
    pub fn checked(self) -> alloc::boxed::Box<T> {
        self.0.checked_out()
    }
}

impl<T> core::ops::Deref for Dereferenced<T> {
    type Target = Checked<T>;

    #[inline]
    fn deref(&self) -> &Checked<T> {
        &self.0
    }
}

impl<T> Checked<T> {
    /// The value.
    #[inline]
    pub fn checked(&self) -> T {
        const {
            assert!(
                !core::mem::needs_drop::<T>(),
                "what is dereferenced here lives to the end of the statement, across the suspension: bind it by a `let` first"
            );
        }
        self.checked_out()
    }

    #[inline]
    fn checked_out(&self) -> T {
        self.0.take().expect("it is taken once")
    }
}

/// Std's macros, and `coroutine!`, each in a module: imported by a glob, one of them makes its name ambiguous where another macro has it.
pub mod exported {
    macro_rules! exported {
        ($($(#[$attribute:meta])? $module:ident: $($path:ident)::+;)*) => {
            $(
                $(#[$attribute])?
                pub mod $module {
                    pub use $($path)::+;
                }
            )*
        };
    }

    exported! {
        addr_of: core::ptr::addr_of;
        addr_of_mut: core::ptr::addr_of_mut;
        assert: core::assert;
        assert_eq: core::assert_eq;
        assert_ne: core::assert_ne;
        coroutine: crate::keyword::coroutine;
        #[cfg(feature = "std")]
        dbg: std::dbg;
        debug_assert: core::debug_assert;
        debug_assert_eq: core::debug_assert_eq;
        debug_assert_ne: core::debug_assert_ne;
        #[cfg(feature = "std")]
        eprint: std::eprint;
        #[cfg(feature = "std")]
        eprintln: std::eprintln;
        #[cfg(feature = "alloc")]
        format: alloc::format;
        format_args: core::format_args;
        matches: core::matches;
        pin: core::pin::pin;
        #[cfg(feature = "std")]
        print: std::print;
        #[cfg(feature = "std")]
        println: std::println;
        todo: core::todo;
        unimplemented: core::unimplemented;
        unreachable: core::unreachable;
        write: core::write;
        writeln: core::writeln;
    }

    /// The macro, without the module of the same name: that is hidden behind a private one.
    #[cfg(feature = "alloc")]
    #[allow(hidden_glob_reexports, clippy::module_inception)]
    pub mod vec {
        mod both {
            pub use alloc::vec;
        }
        mod vec {}
        pub use both::*;
    }
}

/// Keeps a temporary across a suspension, if it may have a destructor.
#[doc(hidden)]
#[macro_export]
macro_rules! keep {
    ($value:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::{KeepNoReference as _, KeepNothing as _, KeepValue as _};
        $crate::private::Keep(::core::cell::Cell::new(::core::option::Option::Some($value))).keep()
    }};
}
