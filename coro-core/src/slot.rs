//! Slots: locals that keep their address while the coroutine is suspended, because something borrows them.
//!
//! A machine is its state, and beside it one [`Slot`] for each local that is borrowed across a suspension, and for the
//! iterator of each `for` that goes over such a local: it would be copied out of the state and back for every item. While the
//! machine is suspended, the state keeps a [`Kept`] for a local that is in its slot: a value without size that says so.
//! While an arm of the step runs, it has a [`Held`] instead, which owns the local as a `Box` would: it drops it at the end
//! of the scope, on every way out, and it can be moved, or given up for the value.
//!
//! ```text
//!              fill                    keep
//!    value  ----------->   Held   --------------->   Kept      in the state
//!           <-----------          <---------------
//!              take                    hold
//! ```
//!
//! # Safety
//!
//! Why the machine may keep references into its own slots is one argument, in links. Each is checked by rustc, or it is a
//! rule of the expansion that `coro-compiler` keeps.
//!
//! 1. **The borrows are right.** The expansion holds the body twice. The *check* is the body as it was written, as a closure
//!    that never runs, with a plain call in place of each suspension. A function may hold any borrow across a call, and
//!    what rustc refuses in a function, it refuses there: a local that is moved, changed or dropped while it is borrowed, a
//!    reference that is yielded, returned, sent or stored where it would outlive the local.
//! 2. **The machine does the same.** It evaluates the same expressions in the same order. The compiler only moves code
//!    between arms and names operands, and writes `(*x.place)` for the place `x`, and `take(x)` where `x` is moved. Both name
//!    the same place of the same type. Whether a mention moves, the compiler may guess wrongly: so the check says `({ x })`
//!    wherever the machine says `take(x)`, and moves whatever that moves. A macro could tell `x` from `(*x.place)`: only
//!    those of std get places, and the check refuses another macro of such a name. Any other that mentions `x` gets a reference
//!    of that name, in the check as well, and here rustc bounds its life. So what the check has shown holds in the machine,
//!    where rustc cannot see it: a reference made through the pointer in a `Held` has whatever lifetime is asked for. The
//!    iterator of a `for` has no name in the source: it is lent to `next`, whose result does not borrow it, and to nothing else.
//! 3. **The address holds.** `Slot` is not `Unpin`, so neither is the machine, and it is stepped through `Pin<&mut _>` only.
//!    Nothing moves out of a slot but by `take`, and while a reference into the slot is alive the check refuses that.
//!    A machine that calls itself lends its slots to those it calls: none of them moves either, see `frames.rs`, and each is
//!    dropped before the one that called it.
//! 4. **A value is dropped once.** `Held` and `Kept` are not `Copy`, and each is made from the other, from the slot's value
//!    or into it: at every moment at most one of them exists for a slot that is full. A `Held` drops the value; a `Kept`
//!    does not, but the machine turns those in its state into `Held`s when it is dropped or closed. Where only rustc knows
//!    whether a method takes the local by value, a `Held` may be left without a place, and the state notes that: see
//!    `receiver.rs`. The check calls the same method, and refuses a mention of what has been moved.
//!    Where a part is moved out of a local that stays, an empty value takes its place: see `part.rs`.
//!    Slots whose locals are never in scope together share memory: see `overlap!` in `states.rs`.
//! 5. **Aliasing.** The value lies in an `UnsafeCell` of a type that is not `Unpin`, so neither `&` nor `&mut` to the machine
//!    claims its slots: they stay what the references into them were made from. `Held` has a raw pointer and makes no
//!    reference but where the source has one, at the same point of the same order, so two of them are alive at a time
//!    only where rustc has seen that they may be.
//! 6. **Panics and leaks.** A step that panics drops its `Held`s as it unwinds, and leaves the state `Panicked`, which keeps
//!    nothing. Who leaks a machine leaks what its slots hold: a machine that is pinned is dropped before its memory is used for
//!    something else, or never.
//! 7. **Auto traits.** A slot is `Send` or `Sync` if its value is, and the references into it are fields of the state, which
//!    count as themselves.

use core::cell::UnsafeCell;
use core::fmt;
use core::marker::{PhantomData, PhantomPinned};
use core::mem::{self, MaybeUninit};
use core::pin::Pin;
use core::ptr;

/// The place of a local that is borrowed across a suspension.
#[repr(transparent)]
pub struct Slot<T> {
    value: UnsafeCell<MaybeUninit<T>>,
    _pinned: PhantomPinned,
}

// SAFETY: a shared slot gives no access to its value but by the unsafe functions below, which only the step calls, and the
// step has the machine exclusively. The bound is there so that a machine is `Sync` when its locals are.
unsafe impl<T: Sync> Sync for Slot<T> {}

impl<T> fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is in it may be borrowed, and only the state knows whether something is.
        f.write_str("Slot")
    }
}

impl<T> Slot<T> {
    /// A slot that holds nothing.
    #[inline]
    pub const fn empty() -> Self {
        Slot { value: UnsafeCell::new(MaybeUninit::uninit()), _pinned: PhantomPinned }
    }

    /// Puts a local in its place.
    ///
    /// # Safety
    ///
    /// The slot is empty, and does not move until it is empty again.
    #[inline]
    pub unsafe fn fill(&self, value: T) -> Held<'static, T> {
        let place: *mut T = self.value.get().cast();
        // SAFETY: `place` points to memory for a `T`, which nothing else uses: the slot is empty.
        unsafe { place.write(value) };
        Held { place, _turn: PhantomData }
    }

    /// [`fill`](Slot::fill), of a slot that shares its memory.
    ///
    /// # Safety
    ///
    /// As there; and `turn` is that of the memory.
    #[inline]
    pub unsafe fn fill_in<'turn>(&self, _turn: &'turn mut Turn, value: T) -> Held<'turn, T> {
        // SAFETY: the slot is empty, and so are those that it shares its memory with: their `Held`s would have borrowed
        // the turn.
        unsafe { self.fill(value) }
    }

    /// What lies in the slot, pinned.
    ///
    /// # Safety
    ///
    /// The slot is full, and nothing borrows what is in it.
    #[inline]
    #[allow(clippy::mut_from_ref)] // The value is in a cell, and the caller says that it is not borrowed.
    pub unsafe fn pinned(&self) -> Pin<&mut T> {
        // SAFETY: the slot is full, and nothing borrows what is in it.
        let value = unsafe { &mut *self.value.get().cast() };
        // SAFETY: it keeps its address until it is dropped.
        unsafe { Pin::new_unchecked(value) }
    }

    /// Takes up again what the state has kept.
    ///
    /// # Safety
    ///
    /// `kept` was made of what is in this slot.
    #[inline]
    pub unsafe fn hold<K: Keep<T>>(&self, kept: K) -> K::Held<'static> {
        kept.held_at(self.value.get().cast())
    }

    /// [`hold`](Slot::hold), of a slot that shares its memory.
    ///
    /// # Safety
    ///
    /// As there; and `turn` is that of the memory.
    #[inline]
    pub unsafe fn hold_in<'turn, K: Keep<T>>(&self, _turn: &'turn mut Turn, kept: K) -> K::Held<'turn> {
        kept.held_at(self.value.get().cast())
    }
}

/// Whose turn it is to use memory that slots share: that of the `Held` that borrows this.
pub struct Turn;

/// A local in its slot, while a step runs.
///
/// It owns the local, as a `Box` would. What borrows it goes through `place`. Only a slot makes one.
pub struct Held<'turn, T> {
    /// Where it lies. Null if it is [`vacant`], or a method has moved it.
    pub place: *mut T,
    _turn: PhantomData<&'turn mut Turn>,
}

impl<T> Held<'_, T> {
    /// What the state keeps of it.
    #[inline]
    pub fn keep(self) -> Kept {
        mem::forget(self);
        Kept(())
    }

    /// What the state keeps of it, if a method may have moved it.
    #[inline]
    pub fn keep_unless_moved(self) -> KeptUnlessMoved {
        let is_there = !self.place.is_null();
        mem::forget(self);
        KeptUnlessMoved(is_there)
    }

    /// What a macro that the compiler cannot read is given. It lives no longer than this.
    ///
    /// # Safety
    ///
    /// Nothing borrows it exclusively.
    #[inline]
    pub unsafe fn shown(&self) -> &T {
        // SAFETY: what has a place is full, and nobody has it exclusively.
        unsafe { &*self.place }
    }

    /// What a closure that borrows it captures.
    #[inline]
    pub fn alias(&self) -> Alias<T> {
        Alias { place: self.place }
    }
}

impl<T> Drop for Held<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // Nobody sees one without a place, but it is dropped.
        if !self.place.is_null() {
            // SAFETY: a `Held` with a place exists only while its slot is full, and it is the only one.
            unsafe { self.place.drop_in_place() }
        }
    }
}

/// Stands where a `Held` is dropped before its slot is filled again. It owns nothing.
#[inline]
pub const fn vacant<T>() -> Held<'static, T> {
    Held { place: ptr::null_mut(), _turn: PhantomData }
}

/// Moves a local out of its slot.
///
/// # Safety
///
/// Nothing borrows it any more.
#[inline]
pub unsafe fn take<T>(held: Held<'_, T>) -> T {
    let place = held.place;
    mem::forget(held);
    // SAFETY: the slot was full, and who owned what is in it is forgotten.
    unsafe { place.read() }
}

/// Copies a local out of its slot.
///
/// # Safety
///
/// The slot is full, and either the local is `Copy`, or nothing uses it any more on this path.
#[inline]
pub unsafe fn copied<T>(place: *const T) -> T {
    const {
        assert!(
            !mem::needs_drop::<T>(),
            "this local is moved on a path that the macro takes to go on to a later mention of it: say `return` where it ends"
        );
    }
    // SAFETY: the slot is full, and its value has no destructor that could run twice.
    unsafe { place.read() }
}

/// `std::pin::pin!`, of a local that is in a slot.
///
/// # Safety
///
/// It is in a slot, and is not moved out of it.
#[inline]
pub unsafe fn pinned<T: ?Sized>(local: &mut T) -> Pin<&mut T> {
    // SAFETY: what is in a slot keeps its address until it is dropped.
    unsafe { Pin::new_unchecked(local) }
}

/// What the state keeps of a local that is in its slot: that it is there.
///
/// Its type is the slot's to know. With a type parameter here, the state would have one for each such local, and rustc would have
/// all of them to find out at every suspension.
pub struct Kept(());

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(borrowed)")
    }
}

/// The same, of a local that is the receiver of a method which may take it by value: whether it is still there.
pub struct KeptUnlessMoved(bool);

impl fmt::Debug for KeptUnlessMoved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 { "(borrowed)" } else { "(moved)" })
    }
}

/// What the state keeps of a local in a slot, where some paths may have moved it.
pub trait Keep<T> {
    /// What the step has of it.
    type Held<'turn>;

    /// Takes it up at `place`. `Slot::hold` says when that is right.
    fn held_at<'turn>(self, place: *mut T) -> Self::Held<'turn>;
}

impl<T> Keep<T> for Kept {
    type Held<'turn> = Held<'turn, T>;

    #[inline]
    fn held_at<'turn>(self, place: *mut T) -> Held<'turn, T> {
        Held { place, _turn: PhantomData }
    }
}

impl<T> Keep<T> for KeptUnlessMoved {
    type Held<'turn> = Held<'turn, T>;

    #[inline]
    fn held_at<'turn>(self, place: *mut T) -> Held<'turn, T> {
        Held { place: if self.0 { place } else { ptr::null_mut() }, _turn: PhantomData }
    }
}

impl<T, K: Keep<T>> Keep<T> for Option<K> {
    type Held<'turn> = Option<K::Held<'turn>>;

    #[inline]
    fn held_at<'turn>(self, place: *mut T) -> Option<K::Held<'turn>> {
        self.map(|kept| kept.held_at(place))
    }
}

/// A borrow of a local in a slot, as a closure that is kept across a suspension captures it.
///
/// It is a copy of the pointer: a closure that captured the pointer by reference would borrow from the step's own stack.
pub struct Alias<T> {
    place: *mut T,
}

impl<T> Alias<T> {
    /// Where the local lies.
    #[inline]
    pub fn place(self) -> *mut T {
        self.place
    }
}

impl<T> Clone for Alias<T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Alias<T> {}

// SAFETY: it stands for a `&T`, which may be sent where `T` is `Sync`, or for a `&mut T`, where `T` is `Send`. Which one is not
// known here, so both are asked for.
unsafe impl<T: Send + Sync> Send for Alias<T> {}

// SAFETY: as above; a `&Alias<T>` gives what an `Alias<T>` gives.
unsafe impl<T: Send + Sync> Sync for Alias<T> {}
