pub fn fib(
    limit: u64,
) -> impl ::coro_core::Coroutine<
    (),
    Yield = u64,
    Return = (),
> + ::core::iter::FusedIterator<Item = u64> {
    /// Where `fib` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Fib<Limit, A, B, Iter> {
        /// Not yet started.
        Unresumed { limit: Limit },
        /// The head of the `for` in line 4.
        For0 { iter: Iter, b: B, a: A },
        /// Suspended at the `yield` in line 5.
        Suspend0 { iter: Iter, b: B, a: A },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Fib[Limit, A, B, Iter] Unresumed at 2 : 8 keeps[limit] For0 at 4 : 5 keeps[a, b,
        iter] Suspend0 at 5 : 9 keeps[a, b, iter]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> () {
            let limit = limit;
            let (mut a, mut b) = (0, 1);
            for _ in 0..limit {
                ::coro_core::private::suspend::<
                    u64,
                    (),
                >({
                    let yielded: u64 = a;
                    yielded
                });
                (a, b) = (b, a + b);
            }
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    let machine = ::coro_core::private::machine::<
        ::coro_core::private::Types<(), ::core::convert::Infallible, u64, ()>,
        _,
        _,
    >(
        Fib::Unresumed { limit },
        |
            state: &mut Fib<_, _, _, _>,
            _: ::coro_core::Resume<(), ::core::convert::Infallible>,
        | -> ::coro_core::CoroutineState<u64, ()> {
            let mut next = ::core::mem::replace(state, Fib::Panicked);
            loop {
                match next {
                    Fib::Unresumed { limit } => {
                        let (mut a, mut b) = (0, 1);
                        let mut iter = ::core::iter::IntoIterator::into_iter(0..limit);
                        next = Fib::For0 { a, b, iter };
                    }
                    Fib::For0 { mut a, mut b, mut iter } => {
                        match ::core::iter::Iterator::next(&mut iter) {
                            ::core::option::Option::Some(_) => {
                                let yielded: u64 = a;
                                *state = Fib::Suspend0 { a, b, iter };
                                return ::coro_core::Yielded(yielded);
                            }
                            ::core::option::Option::None => {}
                        }
                        return ::coro_core::Complete(());
                    }
                    Fib::Suspend0 { mut a, mut b, mut iter } => {
                        (a, b) = (b, a + b);
                        next = Fib::For0 { a, b, iter };
                    }
                    Fib::Returned => {
                        *state = Fib::Returned;
                        ::core::panic!("coroutine resumed after completion")
                    }
                    Fib::Panicked => ::core::panic!("coroutine resumed after panicking"),
                }
            }
        },
    );
    machine
}
