/// Primes. A round that does not suspend goes on at once.
pub fn primes(
    limit: u64,
) -> impl ::coro_core::Coroutine<
    (),
    Yield = u64,
    Return = (),
> + ::core::iter::FusedIterator<Item = u64> {
    /// Where `primes` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Primes<Limit, N> {
        /// Not yet started.
        Unresumed { limit: Limit },
        /// The head of the `while` in line 5.
        While0 { n: N, limit: Limit },
        /// Suspended at the `yield` in line 7.
        Suspend0 { n: N, limit: Limit },
        /// After the branch in line 6.
        Join0 { n: N, limit: Limit },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Primes[Limit, N] Unresumed at 3 : 8 keeps[limit] While0 at 5 : 5 keeps[limit, n]
        Suspend0 at 7 : 13 keeps[limit, n] Join0 at 6 : 9 keeps[limit, n]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> () {
            let limit = limit;
            let mut n = 2;
            while n < limit {
                if (2..n).all(|divisor| n % divisor != 0) {
                    ::coro_core::private::suspend::<
                        u64,
                        (),
                    >({
                        let yielded: u64 = n;
                        yielded
                    });
                }
                n += 1;
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
        Primes::Unresumed { limit },
        |
            state: &mut Primes<_, _>,
            _: ::coro_core::Resume<(), ::core::convert::Infallible>,
        | -> ::coro_core::CoroutineState<u64, ()> {
            let mut next = ::core::mem::replace(state, Primes::Panicked);
            match next {
                Primes::Unresumed { limit } => {
                    let mut n = 2;
                    next = Primes::While0 { limit, n };
                }
                Primes::Suspend0 { limit, mut n } => {
                    next = Primes::Join0 { limit, n };
                }
                Primes::Returned => {
                    *state = Primes::Returned;
                    ::core::panic!("coroutine resumed after completion")
                }
                Primes::Panicked => ::core::panic!("coroutine resumed after panicking"),
                _ => ::core::unreachable!(),
            }
            'machine: loop {
                match next {
                    Primes::While0 { limit, mut n } => {
                        if n < limit {
                            if (2..n).all(|divisor| n % divisor != 0) {
                                let yielded: u64 = n;
                                *state = Primes::Suspend0 { limit, n };
                                return ::coro_core::Yielded(yielded);
                            } else {
                                next = Primes::Join0 { limit, n };
                                continue 'machine;
                            }
                        }
                        return ::coro_core::Complete(());
                    }
                    Primes::Join0 { limit, mut n } => {
                        n += 1;
                        next = Primes::While0 { limit, n };
                    }
                    _ => ::core::unreachable!(),
                }
            }
        },
    );
    machine
}
