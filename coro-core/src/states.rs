//! What an expansion has implemented for the types of its machine: the state enum, and the struct around it where locals lie
//! beside the state.

/// Implements [`State`](crate::private::State) for the state enum of an expansion, from the list of its states.
#[doc(hidden)]
#[macro_export]
macro_rules! states {
    (
        $name:ident $([$($parameter:ident),*])?
        $unresumed:ident at $first_line:literal : $first_column:literal keeps [$($argument:ident),*]
        $($variant:ident at $line:literal : $column:literal keeps [$($saved:ident),*])*
    ) => {
        // Between steps, no reference into what the state keeps is alive.
        impl $(<$($parameter),*>)? ::core::marker::Unpin for $name $(<$($parameter),*>)? {}

        impl $(<$($parameter),*>)? $crate::private::State for $name $(<$($parameter),*>)? {
            const FILE: &'static str = ::core::file!();

            #[inline]
            fn end(&mut self, panicked: bool) {
                *self = if panicked { Self::Panicked } else { Self::Returned };
            }

            #[inline]
            fn complete(&mut self) {
                $crate::private::set(self, Self::Returned);
            }

            #[inline]
            fn point(&self) -> $crate::private::Point {
                match self {
                    Self::$unresumed { .. } => $crate::private::Point(
                        $crate::Status::Unresumed, stringify!($unresumed), $first_line, $first_column, &[$(stringify!($argument)),*],
                    ),
                    $(Self::$variant { .. } => $crate::private::Point(
                        $crate::Status::Suspended, stringify!($variant), $line, $column, &[$(stringify!($saved)),*],
                    ),)*
                    Self::Returned => $crate::private::Point($crate::Status::Returned, "Returned", $first_line, $first_column, &[]),
                    Self::Panicked => $crate::private::Point($crate::Status::Panicked, "Panicked", $first_line, $first_column, &[]),
                }
            }
        }
    };
}

/// What a struct around the state enum leaves to that.
#[doc(hidden)]
#[macro_export]
macro_rules! as_its_state {
    () => {
        #[inline]
        fn complete(&mut self) {
            self.state.complete();
        }

        #[inline]
        fn point(&self) -> $crate::private::Point {
            self.state.point()
        }
    };
}

/// Implements [`State`](crate::private::State) for a struct that holds the state enum, and beside it the locals that stay in place.
#[doc(hidden)]
#[macro_export]
macro_rules! places {
    ($name:ident [$state:ident, $($parameter:ident),*]) => {
        impl<$state, $($parameter),*> ::core::marker::Unpin for $name<$state, $($parameter),*> {}

        impl<$state: $crate::private::State, $($parameter),*> $crate::private::State for $name<$state, $($parameter),*> {
            const FILE: &'static str = $state::FILE;

            #[inline]
            fn end(&mut self, panicked: bool) {
                self.state.end(panicked);
            }

            $crate::as_its_state!();
        }
    };
}

/// Implements [`State`](crate::private::State) and `Drop` for a struct that holds the state enum, and beside it the slots of the locals that are
/// borrowed while it is suspended. The list says what each state keeps, in the order of the declarations, and in which slot.
#[doc(hidden)]
#[macro_export]
macro_rules! slots {
    (
        $name:ident $state:ident [$($parameter:ident),*] [$($own:ident),*]
        $($variant:ident keeps [$($field:ident $(in $slot:ident $(. $part:ident)?)?),*])*
    ) => {
        impl<$($parameter,)* $($own),*> $crate::private::State for $name<$($parameter,)* $($own),*> {
            const FILE: &'static str = <$state<$($parameter),*>>::FILE;

            #[inline]
            fn end(&mut self, panicked: bool) {
                if self.status() == $crate::Status::Suspended {
                    self.end_suspended(panicked);
                } else {
                    self.state.end(panicked);
                }
            }

            $crate::as_its_state!();
        }

        impl<$($parameter,)* $($own),*> $name<$($parameter,)* $($own),*> {
            // Apart from `end`: most machines have ended when they are dropped. LLVM then sees that nothing is left to do, also where
            // a panic drops the machine. Behind a call there, the state would have to be in memory at every step.
            fn end_suspended(&mut self, panicked: bool) {
                // In scopes of their own, the locals are dropped as an early `return` would drop them.
                let ended = if panicked { $state::Panicked } else { $state::Returned };
                match ::core::mem::replace(&mut self.state, ended) {
                    $($state::$variant { $($field),* } => {
                        $(let $field = $crate::held!(self $field $($slot $(. $part)?)?);)*
                    })*
                    _ => {}
                }
            }
        }

        impl<$($parameter,)* $($own),*> ::core::ops::Drop for $name<$($parameter,)* $($own),*> {
            #[inline]
            fn drop(&mut self) {
                if $crate::private::State::status(self) == $crate::Status::Suspended {
                    self.end_suspended(false);
                }
            }
        }
    };
}

/// What a state has kept, as a local. Of what is in a slot, the local is a `Held`.
#[doc(hidden)]
#[macro_export]
macro_rules! held {
    ($machine:ident $field:ident) => {
        $field
    };
    ($machine:ident $field:ident $slot:ident $(. $part:ident)?) => {
        // SAFETY: a state keeps a `Kept` of no other slot than that of its field, and not two in memory that slots share.
        unsafe { $machine.$slot$(.$part)?.hold($field) }
    };
}

/// Declares memory that slots share, because the scopes of their locals are apart.
///
/// That they really are is seen twice: no state keeps two of them, which the compiler makes sure of; and no arm of the step
/// holds two, which rustc sees, as each `Held` borrows the [`Turn`](crate::private::Turn) of the memory. To look at a slot that is not in use is
/// no harm: it is valid whatever its bytes are.
#[doc(hidden)]
#[macro_export]
macro_rules! overlap {
    ($name:ident { $($slot:ident: $parameter:ident),* }) => {
        /// Memory that slots share, as the scopes of their locals are apart.
        #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
        #[repr(C)]
        union $name<$($parameter),*> {
            empty: (),
            $($slot: ::core::mem::ManuallyDrop<$crate::private::Slot<$parameter>>,)*
        }

        impl<$($parameter),*> $name<$($parameter),*> {
            /// Memory that holds nothing.
            #[inline]
            const fn empty() -> Self {
                $name { empty: () }
            }
        }

        impl<$($parameter),*> ::core::fmt::Debug for $name<$($parameter),*> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str("Overlap")
            }
        }
    };
}
