//! Receivers: whether a method takes one by value is asked of rustc.
//!
//! A local in a slot is moved out of it by a method that takes it by value, and stays where it is for one that borrows it. Which it
//! is depends on the method, which the macro cannot see; and the step needs an expression that is both.
//!
//! ```text
//!    source            step
//!    cmd.apply(&db)    receiver!(.apply[A] of cmd: cmd.apply(&db)).value.apply(&db)
//! ```
//!
//! Behind a reference, `.value` is a place that can be borrowed; of a struct that is itself a value, it can be moved. So the type of
//! what the macro gives decides: [`OnlyByValue`], or a reference to a [`Lent`].
//!
//! The macro finds out by two calls that never run. In each, a trait is in scope that has a method of the same name, which
//! returns `!`. Method lookup goes from `T` to `&T` and `&mut T`, and only then to what `T` derefs to:
//!
//! | receiver | is found first if `T`'s method takes | else the trait's method, which is implemented for |
//! |---|---|---|
//! | a `&T` | `&self` | `&T`, by a further `&` |
//! | a `T`, if that was not it | `self` | `T`, by a `&` |
//!
//! A block that ends in a call has the type `()`, unless the call diverges: then its type is still free, and becomes [`NotFound`] where
//! it is asked for. What the methods return has no part in this, unless it is `!`: such a one is not found. A reference needs no question: to use it where it lies copies
//! or reborrows it.
//!
//! A wrong answer is an error: what is taken must be moved (`OnlyByValue`), and what is lent cannot be.

use core::marker::PhantomData;
use core::mem;
use core::ops::{Deref, DerefMut};
use core::ptr;

use crate::private::{OnlyByValue, never_runs};
use crate::slot::Held;

/// A local in its slot, which is the receiver of a method. Of which kind that is, is the `Answer`: `()` if it takes it by value,
/// `NotFound` if not.
pub struct Asked<T, Answer> {
    place: *mut *mut T,
    answer: PhantomData<Answer>,
}

/// No method was found but our own.
pub struct NotFound;

/// What is asked where there is nothing to ask.
pub struct Settled;

/// The local where it lies.
#[repr(transparent)]
pub struct Lent<T> {
    place: *mut T,
}

/// A local as a field, to be named through a reference.
#[repr(transparent)]
pub struct Whole<T> {
    /// The local.
    pub value: T,
}

impl<T, Answer> Asked<T, Answer> {
    /// Asks for the owner of a local.
    #[inline]
    pub fn of(held: &mut Held<'_, T>) -> Self {
        Asked { place: &raw mut held.place, answer: PhantomData }
    }

    /// Says what was found. Never runs.
    pub fn answered(&self, _answer: Answer) {}
}

/// What has the first question, for a reference: there is none.
impl<T: ?Sized, Answer> Asked<&T, Answer> {
    /// Never runs.
    pub fn shared(&self) -> &'static Settled {
        never_runs()
    }

    /// Never runs.
    pub fn owned(self) -> Settled {
        never_runs()
    }
}

impl<T: ?Sized, Answer> Asked<&mut T, Answer> {
    /// Never runs.
    pub fn shared(&self) -> &'static Settled {
        never_runs()
    }

    /// Never runs.
    pub fn owned(self) -> Settled {
        never_runs()
    }
}

/// For all other locals.
pub trait AskShared<'local, T: 'local> {
    /// The receiver of the first question. Never runs.
    fn shared(&self) -> &'local T {
        never_runs()
    }
}

impl<'local, T: 'local, Answer> AskShared<'local, T> for Asked<T, Answer> {}

/// If the first question has found nothing.
pub trait AskOwned<T>: Sized {
    /// The receiver of the second question. Never runs.
    fn owned(self) -> T {
        never_runs()
    }
}

impl<T> AskOwned<T> for Asked<T, NotFound> {}

/// If the first question has found something.
pub trait AskNothing: Sized {
    /// Never runs.
    fn owned(self) -> Settled {
        never_runs()
    }
}

impl<T> AskNothing for &Asked<T, ()> {}

impl<T> Asked<T, NotFound> {
    /// The local where it lies. A reference into it has whatever lifetime is asked for, as one through [`Held::place`].
    ///
    /// # Safety
    ///
    /// The slot is full.
    #[inline]
    pub unsafe fn receiver<'local>(self) -> &'local mut Lent<T> {
        // SAFETY: the pointer in the `Held` that was asked for is used here and now, and `Lent` is the same as it.
        unsafe { &mut *self.place.cast() }
    }
}

/// If the method takes the local by value.
pub trait TakenByValue<T> {
    /// Moves the local out of its slot. One without a destructor may be a copy, and stays there as well.
    ///
    /// # Safety
    ///
    /// The slot is full, and nothing borrows what is in it.
    unsafe fn receiver(self) -> OnlyByValue<T>;
}

impl<T> TakenByValue<T> for Asked<T, ()> {
    #[inline]
    unsafe fn receiver(self) -> OnlyByValue<T> {
        // SAFETY: the `Held` that was asked for is still there.
        let held = unsafe { &mut *self.place };
        // SAFETY: the slot is full. Whose destructor would run once more is given up.
        let value = unsafe { held.read() };
        if mem::needs_drop::<T>() {
            *held = ptr::null_mut();
        }
        OnlyByValue { value }
    }
}

impl<T> Deref for Lent<T> {
    type Target = Whole<T>;

    #[inline]
    fn deref(&self) -> &Whole<T> {
        // SAFETY: the slot is full. That the local may be borrowed now has been seen in the check of the body.
        unsafe { &*self.place.cast() }
    }
}

impl<T> DerefMut for Lent<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Whole<T> {
        // SAFETY: as above, borrowed exclusively.
        unsafe { &mut *self.place.cast() }
    }
}

/// The receiver of a method, a local in a slot: moved out of it if the method takes it by value.
#[doc(hidden)]
#[macro_export]
macro_rules! receiver {
    (.$method:ident[$($Argument:ident),*] of $held:ident: $call:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::receivers::*;
        let first = $crate::private::Asked::of(&mut $held);
        // Apart, as each of them may move the arguments.
        if false {
            let answer = {
                trait InventedByCoroutine {
                    fn $method<$($Argument),*>(&self, $(_: $Argument),*) -> !;
                }
                impl<T> InventedByCoroutine for &T {
                    fn $method<$($Argument),*>(&self, $(_: $Argument),*) -> ! {
                        $crate::private::never_runs()
                    }
                }
                let $held = first.shared();
                $call;
            };
            first.answered(answer);
            loop {}
        }
        let last = $crate::private::Asked::of(&mut $held);
        if false {
            let answer = {
                trait InventedByCoroutine {
                    fn $method<$($Argument),*>(&self, $(_: $Argument),*) -> !;
                }
                impl<T> InventedByCoroutine for T {
                    fn $method<$($Argument),*>(&self, $(_: $Argument),*) -> ! {
                        $crate::private::never_runs()
                    }
                }
                let $held = first.owned();
                $call;
            };
            last.answered(answer);
            loop {}
        }
        last.receiver()
    }};
}
