//! [`aclosing`]: async generators whose cleanup is run to its end, also when they are dropped.
//!
//! ```text
//!             next                          aclose, or dropped, or the loop ends
//!   unresumed ----> suspended at a `yield` -------------------------------------> closing: a cancellation was thrown in,
//!                      ^    |                                                     and the deferred blocks are awaited
//!                      '----'                                                               |
//!                       next                                                                v
//!                                                                                        returned
//! ```
//!
//! asyncio does this by `sys.set_asyncgen_hooks`: at its first step a generator is entered in a weak set of its loop; when it is
//! freed while it is suspended, the loop runs its `aclose()` as a task; and what is in the set at the end is closed then.
//!
//! A Rust value that is dropped cannot be given to somebody else, and one that lies on the stack is gone when its destructor
//! returns. So the generator lies in a box, which its handle and the task that closes it share. That asks for `'static`: a
//! generator that borrows from the function around it cannot outlive that.

use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::panic::Location;
use std::rc::{Rc, Weak};

use futures_core::{FusedStream, Stream};

use crate::cancel::{self, CancelScope};
use crate::event_loop::{Closable, Loop, running};
use crate::{Cancelled, Coroutine, ResumePoint, Status};

/// Has an async generator closed by the event loop when it is dropped while it is suspended, as asyncio does: its deferred blocks
/// run to their end, and may await, whatever way the code that iterated over it was left.
///
/// ```
/// use coro_core::{aclosing, run, sleep};
/// use std::time::Duration;
///
/// #[coro_core::coroutine(yield = u32)]
/// async fn numbers() {
///     defer! {
///         sleep(Duration::from_millis(1)).await;
///         println!("closed");
///     }
///     for n in 0.. {
///         yield_!(n);
///     }
/// }
///
/// run(async {
///     let mut numbers = aclosing(numbers());
///     while let Some(n) = numbers.next().await {
///         if n == 2 {
///             break;
///         }
///     }
///     // It is dropped here, and "closed" is printed before `run` returns.
/// })
/// .unwrap();
/// ```
///
/// - A `break` does not close it: dropping it does, or [`aclose`](Aclosing::aclose), which is awaited.
/// - It is closed by the loop in which it was first iterated, as a task of its own. A panic of the cleanup goes to the
///   [exception handler](crate::event_loop::set_exception_handler).
/// - When that loop [ends](crate::run), what is still suspended is closed first, wherever its handle is kept.
/// - Where that loop has ended, or where it was iterated by another executor, a generator is dropped as one without this
///   is: its deferred blocks run as far as they come without waiting.
///
/// **Without this**, a generator is dropped in place. It may borrow from the function around it, then, and is no allocation.
#[doc(alias = "set_asyncgen_hooks")]
#[doc(alias = "contextlib.aclosing")]
#[track_caller]
pub fn aclosing<G>(generator: G) -> Aclosing<G::Item>
where
    G: Stream + for<'waker> Coroutine<&'waker Waker, Cancelled> + 'static,
{
    let state =
        State { closing: Cell::new(false), taken_over: Cell::new(false), made_at: Location::caller() };
    Aclosing {
        it: Rc::new(Shared { state, generator: RefCell::new(Box::pin(generator)) }),
        home: OnceCell::new(),
    }
}

/// An async generator that the event loop closes: [`aclosing`].
///
/// It is a [`Stream`], and has [`next`](Aclosing::next) for those who use no other.
#[must_use = "async generators do nothing unless they are iterated"]
pub struct Aclosing<T> {
    it: Rc<dyn Items<T>>,
    /// The loop in which it was first iterated.
    home: OnceCell<Weak<Loop>>,
}

/// What the handle and the loop know of a generator beside what it is itself.
pub(crate) struct State {
    /// A cancellation was thrown in to close it. From here on its handle gets no items.
    closing: Cell<bool>,
    /// The loop closes it, as a task.
    taken_over: Cell<bool>,
    made_at: &'static Location<'static>,
}

impl State {
    /// Says that the loop closes it from here on, and whether it does so already.
    pub(crate) fn take_over(&self) -> bool {
        self.taken_over.replace(true)
    }

    /// Where [`aclosing`] was called.
    pub(crate) fn made_at(&self) -> &'static Location<'static> {
        self.made_at
    }
}

/// A generator in its box.
struct Shared<G> {
    state: State,
    generator: RefCell<Pin<Box<G>>>,
}

/// A generator, whatever its type, that yields this.
trait Items<T>: Closable {
    fn poll_next(&self, cx: &mut Context<'_>) -> Poll<Option<T>>;
}

impl<G> Closable for Shared<G>
where
    G: Stream + for<'waker> Coroutine<&'waker Waker, Cancelled>,
{
    fn state(&self) -> &State {
        &self.state
    }

    fn status(&self) -> Status {
        self.generator.borrow().status()
    }

    fn resume_point(&self) -> ResumePoint {
        self.generator.borrow().resume_point()
    }

    fn poll(&self, cx: &mut Context<'_>) -> Poll<bool> {
        self.poll_next(cx).map(|item| item.is_some())
    }

    fn finish(&self) {
        self.generator.borrow_mut().as_mut().finish();
    }
}

impl<G> Items<G::Item> for Shared<G>
where
    G: Stream + for<'waker> Coroutine<&'waker Waker, Cancelled>,
{
    fn poll_next(&self, cx: &mut Context<'_>) -> Poll<Option<G::Item>> {
        self.generator.borrow_mut().as_mut().poll_next(cx)
    }
}

impl<T> Aclosing<T> {
    /// Awaits the next item. None says that the generator has returned, or is closed.
    ///
    /// To cancel who awaits this, by a [`timeout`](crate::timeout) too, cancels the generator where it stands: if it does not catch that,
    /// it has ended, and its next item is none.
    ///
    /// Two calls at a time are an error in asyncio, and rustc refuses them here: the first has borrowed the generator.
    ///
    /// ```compile_fail,E0499
    /// # #[coro_core::coroutine(yield = u32)]
    /// # async fn numbers() { yield_!(1); }
    /// # coro_core::run(async {
    /// let mut numbers = coro_core::aclosing(numbers());
    /// coro_core::join((numbers.next(), numbers.next())).await;
    /// # });
    /// ```
    #[doc(alias = "__anext__")]
    #[allow(clippy::should_implement_trait)] // It is called as that of every stream is.
    pub fn next(&mut self) -> Next<'_, T> {
        Next { generator: self }
    }

    /// Closes it: a cancellation is thrown in at the `yield_!` where it is suspended, and its deferred blocks are awaited. One that
    /// has not started is finished, and its body never runs. Closing twice is closing once.
    ///
    /// To cancel who awaits this cancels the cleanup. If this is dropped before it is ready, the rest of the cleanup is run as if
    /// this had not been called.
    ///
    /// ```
    /// use coro_core::{aclosing, run};
    ///
    /// #[coro_core::coroutine(yield = u32)]
    /// async fn numbers() {
    ///     defer! { coro_core::time::yield_now().await; }
    ///     yield_!(1);
    ///     yield_!(2);
    /// }
    ///
    /// run(async {
    ///     let mut numbers = aclosing(numbers());
    ///     assert_eq!(numbers.next().await, Some(1));
    ///     numbers.aclose().await;
    ///     assert_eq!(numbers.next().await, None);
    /// })
    /// .unwrap();
    /// ```
    ///
    /// # Panics
    ///
    /// When the generator catches the cancellation and yields once more. It is finished then. (That is of awaiting it.)
    pub fn aclose(&mut self) -> Aclose<'_, T> {
        Aclose { close: Close::new(self.it.clone()), _generator: self }
    }

    /// Enters it in the set of the loop that runs, at its first step.
    fn enter(&self) {
        if self.home.get().is_none()
            && let Some(home) = running()
        {
            let closable: Rc<dyn Closable> = self.it.clone();
            home.know(&closable);
            let _ = self.home.set(Rc::downgrade(&home));
        }
    }
}

impl<T> Stream for Aclosing<T> {
    type Item = T;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        if self.it.state().closing.get() {
            return Poll::Ready(None);
        }
        self.enter();
        self.it.poll_next(cx)
    }
}

impl<T> FusedStream for Aclosing<T> {
    fn is_terminated(&self) -> bool {
        self.it.state().closing.get() || self.it.status() == Status::Returned
    }
}

impl<T> Drop for Aclosing<T> {
    fn drop(&mut self) {
        if self.it.status() == Status::Suspended
            && let Some(home) = self.home.get().and_then(Weak::upgrade)
        {
            home.close(self.it.clone());
        }
    }
}

impl<T> fmt::Debug for Aclosing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Aclosing({})", self.it.resume_point())
    }
}

/// What [`Aclosing::next`] awaits.
#[derive(Debug)]
#[must_use = "futures do nothing unless they are awaited"]
pub struct Next<'generator, T> {
    generator: &'generator mut Aclosing<T>,
}

impl<T> Future for Next<'_, T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        Pin::new(&mut *self.generator).poll_next(cx)
    }
}

/// What [`Aclosing::aclose`] awaits.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Aclose<'generator, T> {
    close: Close,
    _generator: &'generator mut Aclosing<T>,
}

impl<T> Future for Aclose<'_, T> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.close).poll(cx)
    }
}

impl<T> fmt::Debug for Aclose<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Aclose({})", self.close.it.resume_point())
    }
}

/// Closes a generator.
pub(crate) struct Close {
    it: Rc<dyn Closable>,
    /// Tells our throw from a cancellation of who awaits this.
    scope: Option<CancelScope>,
}

impl Close {
    pub(crate) fn new(it: Rc<dyn Closable>) -> Self {
        Close { it, scope: None }
    }
}

impl Future for Close {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Close { it, scope } = &mut *self;
        if it.status() != Status::Suspended {
            it.finish();
            return Poll::Ready(());
        }
        let scope = scope.get_or_insert_with(CancelScope::enter);
        // A cancellation from outside that is in flight closes it as well.
        if !it.state().closing.replace(true) && !cancel::in_flight() {
            scope.throw(Cancelled::because("the async generator is closed"));
        }
        let polled = it.poll(cx);
        if cancel::in_flight() {
            if scope.exit() {
                cancel::catch();
                return Poll::Ready(());
            }
            return Poll::Pending;
        }
        match polled {
            Poll::Ready(true) => {
                it.finish();
                panic!("an async generator yielded while it was closed");
            }
            Poll::Ready(false) => Poll::Ready(()),
            Poll::Pending => Poll::Pending,
        }
    }
}
