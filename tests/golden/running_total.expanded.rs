/// Adds up what it is sent, until that is nothing.
pub fn running_total() -> impl ::coro_core::Coroutine<
    Option<i64>,
    Yield = i64,
    Return = i64,
> {
    /// Where `running_total` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum RunningTotal<Total> {
        /// Not yet started.
        Unresumed,
        /// The head of the `while` in line 5.
        While0 { total: Total },
        /// Suspended at the `yield` in line 5.
        Suspend0 { total: Total },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        RunningTotal[Total] Unresumed at 3 : 8 keeps[] While0 at 5 : 5 keeps[total]
        Suspend0 at 5 : 30 keeps[total]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> i64 {
            let mut total = 0;
            while let Some(amount) = ::coro_core::private::suspend::<
                i64,
                Option<i64>,
            >({
                let yielded: i64 = total;
                yielded
            }) {
                total += amount;
            }
            {
                let returned: i64 = total;
                returned
            }
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    let machine = ::coro_core::private::machine::<
        ::coro_core::private::Types<Option<i64>, ::core::convert::Infallible, i64, i64>,
        _,
        _,
    >(
        RunningTotal::Unresumed,
        |
            state: &mut RunningTotal<_>,
            mut resume: ::coro_core::Resume<Option<i64>, ::core::convert::Infallible>,
        | -> ::coro_core::CoroutineState<i64, i64> {
            let mut next = ::core::mem::replace(state, RunningTotal::Panicked);
            'machine: loop {
                match next {
                    RunningTotal::Unresumed => {
                        if !::core::matches!(resume, ::coro_core::Resume::Start) {
                            *state = RunningTotal::Unresumed;
                            resume.refuse();
                        }
                        let mut total = 0;
                        next = RunningTotal::While0 { total };
                    }
                    RunningTotal::While0 { mut total } => {
                        let yielded: i64 = total;
                        *state = RunningTotal::Suspend0 { total };
                        return ::coro_core::Yielded(yielded);
                    }
                    RunningTotal::Suspend0 { mut total } => {
                        'leave0: {
                            'leave1: {
                                let sent = resume.sent();
                                if let Some(amount) = sent {
                                    total += amount;
                                    break 'leave1;
                                }
                                break 'leave0;
                            }
                            next = RunningTotal::While0 { total };
                            continue 'machine;
                        }
                        let returned: i64 = total;
                        return ::coro_core::Complete(returned);
                    }
                    RunningTotal::Returned => {
                        *state = RunningTotal::Returned;
                        ::core::panic!("coroutine resumed after completion")
                    }
                    RunningTotal::Panicked => {
                        ::core::panic!("coroutine resumed after panicking")
                    }
                }
            }
        },
    );
    machine
}
