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
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
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
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> Result<i64, NotANumber> {
            let first: i64 = ::coro_core::private::suspend::<
                &'static str,
                String,
            >({
                    let yielded: &'static str = "first";
                    yielded
                })
                .parse()?;
            let second: i64 = ::coro_core::private::suspend::<
                &'static str,
                String,
            >({
                    let yielded: &'static str = "second";
                    yielded
                })
                .parse()?;
            {
                let returned: Result<i64, NotANumber> = Ok(first + second);
                returned
            }
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
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
                    let yielded: &'static str = "first";
                    *state = Addition::Suspend0;
                    return ::coro_core::Yielded(yielded);
                }
                Addition::Suspend0 => {
                    let first: i64;
                    {
                        let mut sent = resume.sent();
                        first = ::coro_core::propagate!(sent.parse());
                    }
                    let yielded: &'static str = "second";
                    *state = Addition::Suspend1 { first };
                    return ::coro_core::Yielded(yielded);
                }
                Addition::Suspend1 { first } => {
                    let second: i64;
                    {
                        let mut sent_2 = resume.sent();
                        second = ::coro_core::propagate!(sent_2.parse());
                    }
                    let returned: Result<i64, NotANumber> = Ok(first + second);
                    return ::coro_core::Complete(returned);
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
