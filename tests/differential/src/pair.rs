//! The macros that make both machines of one text.
//!
//! The body is handed on as plain tokens, never as a `block` fragment: the attribute has to see what a user would
//! write. `yield_!` is the attribute's own there; for the native twin it is the macro of this file.

/// Suspends, in the native twin.
#[macro_export]
macro_rules! yield_ {
    () => {
        (yield ())
    };
    ($value:expr) => {
        (yield $value)
    };
}

/// A test that both machines of a body do the same.
///
/// ```text
/// alike! {
///     /// What is shown.
///     (yield = i64, send = i64)
///     fn name(argument: Noisy = Noisy::new("argument")) -> i64 { .. yield_!(1) .. }
/// }
/// ```
#[macro_export]
macro_rules! alike {
    (
        $(#[$meta:meta])*
        async fn $name:ident($($argument:ident: $type:ty = $value:expr),* $(,)?) -> $return:ty { $($body:tt)* }
    ) => {
        $crate::alike! {
            $(#[$meta])*
            async $name = body($($value),*);
            machine! {
                pub async fn body($($argument: $type),*) -> $return { $($body)* }
            }
        }
    };
    (
        $(#[$meta:meta])*
        async $name:ident = $main:ident ($($value:expr),* $(,)?);
        $($item:tt)*
    ) => {
        $(#[$meta])*
        #[test]
        fn $name() {
            if let Err(difference) = $crate::async_pair!((i64) $main($($value),*) { $($item)* }) {
                panic!("{difference}");
            }
        }
    };
    (
        $(#[$meta:meta])*
        ($($options:tt)*)
        fn $name:ident $($rest:tt)*
    ) => {
        $(#[$meta])*
        #[test]
        fn $name() {
            if let Err(difference) = $crate::pair!(($($options)*) $($rest)*) {
                panic!("{difference}");
            }
        }
    };
}

/// Compares both machines of a body: a `Result<(), Difference>`. See [`alike!`](crate::alike).
#[macro_export]
macro_rules! pair {
    (
        (async, send = $send:ty)
        ($($argument:ident: $type:ty = $value:expr),* $(,)?) -> $return:ty
        { $($body:tt)* }
    ) => {
        $crate::async_pair! {
            ($send) body($($value),*) {
                machine! {
                    pub async fn body($($argument: $type),*) -> $return { $($body)* }
                }
            }
        }
    };
    (
        (yield = $yield:ty, send = $send:ty $(, as = $first:ident)?)
        ($($argument:ident: $type:ty = $value:expr),* $(,)?) -> $return:ty
        { $($body:tt)* }
    ) => {{
        #[allow(unused, clippy::all)]
        fn native($($argument: $type),*)
        -> impl ::core::ops::Coroutine<$send, Yield = $yield, Return = $return> {
            #[coroutine]
            static move |_first: $send| -> $return {
                $(let $first = _first;)?
                // As in a function: arguments are dropped last first, after the temporaries of the tail.
                $(let $argument = $argument;)*
                let result = { $($body)* };
                result
            }
        }
        $crate::ours! {
            ($yield, $send $(, $first)?) ($($argument: $type),*) -> $return { $($body)* }
        }
        $crate::compare::compare::<$send, _, _>(
            $crate::first_is_sent!($($first)?),
            || $crate::machine::Native::new(native($($value),*)),
            || $crate::wrap_ours!(ours($($value),*)),
        )
    }};
}

/// Whether the first value has a name.
#[doc(hidden)]
#[macro_export]
macro_rules! first_is_sent {
    () => {
        false
    };
    ($first:ident) => {
        true
    };
}

/// Our machine, as a function `ours`.
#[cfg(feature = "machine")]
#[doc(hidden)]
#[macro_export]
macro_rules! ours {
    (
        ($yield:ty, $send:ty $(, $first:ident)?)
        ($($argument:ident: $type:ty),*) -> $return:ty { $($body:tt)* }
    ) => {
        #[::coro_core::coroutine(yield = $yield, send = $send $(as $first)?)]
        fn ours($($argument: $type),*) -> $return { $($body)* }
    };
}

/// Our machine, for the driver.
#[cfg(feature = "machine")]
#[doc(hidden)]
#[macro_export]
macro_rules! wrap_ours {
    ($machine:expr) => {{
        use $crate::machine::Pinned as _;
        $crate::machine::Wrap($machine).wrapped()
    }};
}

/// In place of our machine a second native one.
#[cfg(not(feature = "machine"))]
#[doc(hidden)]
#[macro_export]
macro_rules! ours {
    ($($all:tt)*) => {};
}

/// In place of our machine a second native one.
#[cfg(not(feature = "machine"))]
#[doc(hidden)]
#[macro_export]
macro_rules! wrap_ours {
    (ours($($value:expr),*)) => {
        $crate::machine::Native::new(native($($value),*))
    };
}
