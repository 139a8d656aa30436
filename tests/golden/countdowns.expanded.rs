pub fn countdown(
    from: u32,
) -> impl ::coro_core::Coroutine<(), Yield = u32, Return = &'static str> {
    /// Where `countdown` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Countdown<From, Iter> {
        /// Not yet started.
        Unresumed { from: From },
        /// The head of the `for` in line 3.
        For0 { iter: Iter },
        /// Suspended at the `yield` in line 4.
        Suspend0 { iter: Iter },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Countdown[From, Iter] Unresumed at 2 : 8 keeps[from] For0 at 3 : 5 keeps[iter]
        Suspend0 at 4 : 9 keeps[iter]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> &'static str {
            let from = from;
            for n in (1..=from).rev() {
                ::coro_core::private::suspend::<
                    u32,
                    (),
                >({
                    let yielded: u32 = n;
                    yielded
                });
            }
            {
                let returned: &'static str = "lift-off";
                returned
            }
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    let machine = ::coro_core::private::machine::<
        ::coro_core::private::Types<(), ::core::convert::Infallible, u32, &'static str>,
        _,
        _,
    >(
        Countdown::Unresumed { from },
        |
            state: &mut Countdown<_, _>,
            _: ::coro_core::Resume<(), ::core::convert::Infallible>,
        | -> ::coro_core::CoroutineState<u32, &'static str> {
            let mut next = ::core::mem::replace(state, Countdown::Panicked);
            match next {
                Countdown::Unresumed { from } => {
                    let mut iter = ::core::iter::IntoIterator::into_iter(
                        (1..=from).rev(),
                    );
                    next = Countdown::For0 { iter };
                }
                Countdown::Suspend0 { mut iter } => {
                    next = Countdown::For0 { iter };
                }
                Countdown::Returned => {
                    *state = Countdown::Returned;
                    ::core::panic!("coroutine resumed after completion")
                }
                Countdown::Panicked => {
                    ::core::panic!("coroutine resumed after panicking")
                }
                _ => ::core::unreachable!(),
            }
            match next {
                Countdown::For0 { mut iter } => {
                    {
                        let mut iter = iter;
                        match ::core::iter::Iterator::next(&mut iter) {
                            ::core::option::Option::Some(n) => {
                                let yielded: u32 = n;
                                ::coro_core::private::set(
                                    state,
                                    Countdown::Suspend0 { iter },
                                );
                                return ::coro_core::Yielded(yielded);
                            }
                            ::core::option::Option::None => {}
                        }
                    }
                    let returned: &'static str = "lift-off";
                    return ::coro_core::Complete(returned);
                }
                _ => ::core::unreachable!(),
            }
        },
    );
    machine
}
/// Delegates to two children, one after the other.
pub fn countdowns(
    first: u32,
    second: u32,
) -> impl ::coro_core::Coroutine<(), Yield = u32, Return = String> {
    /// Where `countdowns` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Countdowns<First, Second, Child, First2, Child2> {
        /// Not yet started.
        Unresumed { first: First, second: Second },
        /// Handed over to the child in line 12.
        Delegate0 { child: Child, second: Second },
        /// Handed over to the child in line 13.
        Delegate1 { child_2: Child2, first_2: First2 },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Countdowns[First, Second, Child, First2, Child2] Unresumed at 11 : 8 keeps[first,
        second] Delegate0 at 12 : 17 keeps[second, child] Delegate1 at 13 : 18
        keeps[first, child_2]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> String {
            let first = first;
            let second = second;
            let first = ::coro_core::private::delegate::<
                (),
                ::core::convert::Infallible,
                u32,
                _,
            >(countdown(first))
                .value();
            let second = ::coro_core::private::delegate::<
                (),
                ::core::convert::Infallible,
                u32,
                _,
            >(countdown(second))
                .value();
            {
                let returned: String = format!("{first}, {second}");
                returned
            }
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    let machine = ::coro_core::private::machine::<
        ::coro_core::private::Types<(), ::core::convert::Infallible, u32, String>,
        _,
        _,
    >(
        Countdowns::Unresumed {
            first,
            second,
        },
        |
            state: &mut Countdowns<_, _, _, _, _>,
            mut resume: ::coro_core::Resume<(), ::core::convert::Infallible>,
        | -> ::coro_core::CoroutineState<u32, String> {
            let mut taken;
            loop {
                match state {
                    Countdowns::Unresumed { .. } => {
                        taken = ::core::mem::replace(state, Countdowns::Panicked);
                        let Countdowns::Unresumed { first, second } = taken else {
                            ::core::unreachable!()
                        };
                        {
                            let mut child = countdown(first);
                            resume = ::coro_core::Resume::Start;
                            ::coro_core::private::set(
                                state,
                                Countdowns::Delegate0 {
                                    second,
                                    child,
                                },
                            );
                        }
                    }
                    Countdowns::Delegate0 { child, .. } => {
                        match ::coro_core::resume_child!(child, resume) {
                            ::coro_core::Yielded(yielded) => {
                                return ::coro_core::Yielded(yielded);
                            }
                            ::coro_core::Complete(returned) => {
                                taken = ::core::mem::replace(state, Countdowns::Panicked);
                                let Countdowns::Delegate0 { second, mut child } = taken
                                else { ::core::unreachable!() };
                                ::core::mem::drop(child);
                                let first_2 = returned;
                                {
                                    let mut child_2 = countdown(second);
                                    resume = ::coro_core::Resume::Start;
                                    ::coro_core::private::set(
                                        state,
                                        Countdowns::Delegate1 {
                                            first_2,
                                            child_2,
                                        },
                                    );
                                }
                            }
                        }
                    }
                    Countdowns::Delegate1 { child_2, .. } => {
                        match ::coro_core::resume_child!(child_2, resume) {
                            ::coro_core::Yielded(yielded) => {
                                return ::coro_core::Yielded(yielded);
                            }
                            ::coro_core::Complete(returned) => {
                                taken = ::core::mem::replace(state, Countdowns::Panicked);
                                let Countdowns::Delegate1 { first_2, mut child_2 } = taken
                                else { ::core::unreachable!() };
                                ::core::mem::drop(child_2);
                                let second_2 = returned;
                                let returned: String = format!(
                                    "{first}, {second}", first = first_2, second = second_2
                                );
                                return ::coro_core::Complete(returned);
                            }
                        }
                    }
                    Countdowns::Returned => {
                        ::core::panic!("coroutine resumed after completion")
                    }
                    Countdowns::Panicked => {
                        ::core::panic!("coroutine resumed after panicking")
                    }
                }
            }
        },
    );
    machine
}
