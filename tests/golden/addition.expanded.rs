use std::num::ParseIntError;
#[derive(Debug, PartialEq)]
pub struct NotANumber(pub ParseIntError);
impl From<ParseIntError> for NotANumber {
    fn from(error: ParseIntError) -> Self {
        NotANumber(error)
    }
}
/// Asks for two numbers.
pub fn addition() -> impl ::coro_core::Coroutine<
    String,
    Yield = &'static str,
    Return = Result<i64, NotANumber>,
> {
    /// Where `addition` stands, and the locals it keeps there.
    #[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Addition<First> {
        /// Not yet started.
        Unresumed,
        /// Suspended at the `yield` in line 15.
        Suspend0,
        /// Suspended at the `yield` in line 16.
        Suspend1 { first: First },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Addition[First] Unresumed at 14 : 8 keeps[] Suspend0 at 15 : 22 keeps[] Suspend1
        at 16 : 23 keeps[first]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery)]
    if false {
        let _body = || -> Result<i64, NotANumber> {
            let first: i64 = ::coro_core::private::suspend::<
                &'static str,
                String,
            >("first")
                .parse()?;
            let second: i64 = ::coro_core::private::suspend::<
                &'static str,
                String,
            >("second")
                .parse()?;
            Ok(first + second)
        };
        loop {}
    }
    #[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery)]
    let machine = ::coro_core::private::machine::<
        ::coro_core::private::Types<
            String,
            ::core::convert::Infallible,
            &'static str,
            Result<i64, NotANumber>,
        >,
        _,
        _,
    >(
        Addition::Unresumed,
        |
            state: &mut Addition<_>,
            mut resume: ::coro_core::Resume<String, ::core::convert::Infallible>,
        | -> ::coro_core::CoroutineState<&'static str, Result<i64, NotANumber>> {
            match ::core::mem::replace(state, Addition::Panicked) {
                Addition::Unresumed => {
                    if !::core::matches!(resume, ::coro_core::Resume::Start) {
                        *state = Addition::Unresumed;
                        resume.refuse();
                    }
                    *state = Addition::Suspend0;
                    return ::coro_core::Yielded("first");
                }
                Addition::Suspend0 => {
                    let first: i64;
                    {
                        let mut sent = resume.sent();
                        first = ::coro_core::propagate!(sent.parse());
                    }
                    *state = Addition::Suspend1 { first };
                    return ::coro_core::Yielded("second");
                }
                Addition::Suspend1 { first } => {
                    let second: i64;
                    {
                        let mut sent1 = resume.sent();
                        second = ::coro_core::propagate!(sent1.parse());
                    }
                    return ::coro_core::Complete(Ok(first + second));
                }
                Addition::Returned => {
                    *state = Addition::Returned;
                    ::core::panic!("coroutine resumed after completion")
                }
                Addition::Panicked => ::core::panic!("coroutine resumed after panicking"),
            }
        },
    );
    machine
}
