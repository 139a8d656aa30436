//! Parts that are moved out of a local in a slot, while the rest of it stays there.
//!
//! A slot drops what is in it as a whole. So where a part has been moved out, a value must stand that is worth nothing: an
//! empty `Vec`, a `None`. [`Vacant`] lists the types of std's that have one. A part that is `Copy` is read, and one that is a
//! `&mut` is read as well: the source reborrows it there.
//!
//! ```text
//!    source                step                                                        afterwards
//!    send(request.body)    send((&&&&request.part(&raw const ..)).moved_out())         request.body is an empty `Vec`
//! ```
//!
//! Which of these it is depends on types, which the macro cannot see: it is the method lookup of rustc that chooses. Of the
//! implementations below it takes the one that asks for most references and whose bounds hold.
//!
//! Nobody sees the value that is left but the destructor, and an assignment to the part, for the check of the body has the
//! same part moved away there.

use core::marker::PhantomData;

use crate::slot::Held;

/// A type with a value that is worth nothing: to make it and to drop it cannot be noticed.
#[diagnostic::on_unimplemented(
    message = "a part is moved out of a local that is kept across a suspension, and cannot leave an empty value of `{Self}` there; take the local apart as a whole, or make the part an `Option`",
    label = "`{Self}` is neither `Copy` nor a collection, a string or an `Option`"
)]
pub trait Vacant {
    /// That value.
    fn vacant() -> Self;
}

macro_rules! vacant {
    ($(impl [$($generics:tt)*] $type:ty = $value:expr;)*) => {
        $(impl <$($generics)*> Vacant for $type {
            #[inline]
            fn vacant() -> Self {
                $value
            }
        })*
    };
}

vacant! {
    impl [T] Option<T> = None;
}

#[cfg(feature = "alloc")]
vacant! {
    impl [] alloc::string::String = alloc::string::String::new();
    impl [T] alloc::vec::Vec<T> = alloc::vec::Vec::new();
    impl [T] alloc::boxed::Box<[T]> = alloc::boxed::Box::default();
    impl [] alloc::boxed::Box<str> = alloc::boxed::Box::default();
    impl [T] alloc::collections::VecDeque<T> = alloc::collections::VecDeque::new();
    impl [T] alloc::collections::LinkedList<T> = alloc::collections::LinkedList::new();
    impl [T: Ord] alloc::collections::BinaryHeap<T> = alloc::collections::BinaryHeap::new();
    impl [K, V] alloc::collections::BTreeMap<K, V> = alloc::collections::BTreeMap::new();
    impl [T] alloc::collections::BTreeSet<T> = alloc::collections::BTreeSet::new();
    impl [T] alloc::sync::Weak<T> = alloc::sync::Weak::new();
    impl [T] alloc::rc::Weak<T> = alloc::rc::Weak::new();
}

#[cfg(feature = "std")]
vacant! {
    impl [] std::ffi::OsString = std::ffi::OsString::new();
    impl [] std::path::PathBuf = std::path::PathBuf::new();
    impl [K, V] std::collections::HashMap<K, V> = std::collections::HashMap::new();
    impl [T] std::collections::HashSet<T> = std::collections::HashSet::new();
}

/// A part of a local, on its way out: how depends on its type.
pub struct Moving<Local, Part, By> {
    local: *mut Local,
    part: *const Part,
    _by: PhantomData<By>,
}

/// It is named as a field.
pub struct ByField;

/// It is bound by a pattern, which binds references to the parts of what is behind a reference.
pub struct ByPattern;

impl<Local> Held<'_, Local> {
    /// A part that is used by value.
    ///
    /// # Safety
    ///
    /// It is a field of the local, or of what that holds, if it is a box; and the source uses it by value here.
    #[inline]
    pub unsafe fn part<Part>(&self, part: *const Part) -> Moving<Local, Part, ByField> {
        Moving { local: self.place, part, _by: PhantomData }
    }

    /// A part that a pattern binds by value. It was shown the local by reference, so that it has bound a reference.
    ///
    /// # Safety
    ///
    /// As of [`part`](Held::part).
    #[inline]
    pub unsafe fn bound<Part>(&self, part: &Part) -> Moving<Local, Part, ByPattern> {
        Moving { local: self.place, part, _by: PhantomData }
    }
}

impl<Local, Part, By> Moving<Local, Part, By> {
    #[inline]
    fn read(&self) -> Part {
        // SAFETY: the slot is full, and so is the part: the check of the body would refuse to use it otherwise. It may lie in a
        // packed struct.
        unsafe { self.part.read_unaligned() }
    }

    /// Moves it out of `whole`, in which it lies.
    #[inline]
    fn leave<Whole>(&self, whole: *mut Whole) -> Part
    where
        Part: Vacant,
    {
        let place = self.place_in(whole);
        let value = self.read();
        // SAFETY: what was there has been read, and is not dropped here. It may be written to: `whole` is owned.
        unsafe { place.write_unaligned(Part::vacant()) };
        value
    }

    /// Where it lies, by a pointer to what it is a part of. The one to the part may be good for reading only.
    #[inline]
    fn place_in<Whole>(&self, whole: *mut Whole) -> *mut Part {
        let offset = self.part.addr().wrapping_sub(whole.addr());
        assert!(
            offset.saturating_add(size_of::<Part>()) <= size_of::<Whole>(),
            "this part of a local is in a box inside of it"
        );
        // SAFETY: the part lies in `whole`, as has just been seen.
        unsafe { whole.byte_add(offset).cast() }
    }
}

/// What can be had of a part, by what its type and the local's are. It is implemented behind the more `&`s the sooner it is to
/// be chosen.
pub trait Out<Value> {
    /// The part.
    fn moved_out(&self) -> Value;
}

/// First: of what is behind a reference a pattern binds references.
impl<'a, Whole, Part> Out<&'a Part> for &&&&Moving<&'a Whole, Part, ByPattern> {
    #[inline]
    fn moved_out(&self) -> &'a Part {
        // SAFETY: the part lies in what is borrowed for so long.
        unsafe { &*self.part }
    }
}

impl<'a, Whole, Part> Out<&'a mut Part> for &&&&Moving<&'a mut Whole, Part, ByPattern> {
    #[inline]
    fn moved_out(&self) -> &'a mut Part {
        // SAFETY: the slot is full.
        let whole = unsafe { &raw mut **self.local };
        // SAFETY: the part lies in what is borrowed for so long, and nothing else uses that.
        unsafe { &mut *self.place_in(whole) }
    }
}

/// Second: a copy.
impl<Local, Part: Copy, By> Out<Part> for &&&Moving<Local, Part, By> {
    #[inline]
    fn moved_out(&self) -> Part {
        self.read()
    }
}

/// Third: a reborrow.
impl<'a, Local, Target: ?Sized, By> Out<&'a mut Target> for &&Moving<Local, &'a mut Target, By> {
    #[inline]
    fn moved_out(&self) -> &'a mut Target {
        self.read()
    }
}

/// Fourth: out of what a box holds.
#[cfg(feature = "alloc")]
impl<Whole, Part: Vacant, By> Out<Part> for &Moving<alloc::boxed::Box<Whole>, Part, By> {
    #[inline]
    fn moved_out(&self) -> Part {
        // SAFETY: the slot is full, and nothing else uses the part.
        self.leave(unsafe { &raw mut **self.local })
    }
}

/// Last: out of the local itself. Its bound is the method's, so that what does not fit is told why.
pub trait OutOfPlace<Part> {
    /// The part.
    fn moved_out(&self) -> Part
    where
        Part: Vacant;
}

impl<Local, Part, By> OutOfPlace<Part> for Moving<Local, Part, By> {
    #[inline]
    fn moved_out(&self) -> Part
    where
        Part: Vacant,
    {
        self.leave(self.local)
    }
}
