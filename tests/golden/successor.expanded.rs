use coro_core::future::{Future, FutureError};
/// Awaits a number that somebody else finds out, and adds one.
pub fn successor(
    number: Future<u32>,
) -> impl ::core::future::Future<
    Output = Result<u32, FutureError>,
> + for<'waker> ::coro_core::Coroutine<
    &'waker ::core::task::Waker,
    ::coro_core::Cancelled,
    Yield = (),
    Return = ::core::result::Result<Result<u32, FutureError>, ::coro_core::Cancelled>,
> {
    /// Where `successor` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Successor<Number> {
        /// Not yet started.
        Unresumed { number: Number },
        /// Waiting at the `.await` in line 6.
        Await0 { future: ::coro_core::private::Kept },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Successor[Number] Unresumed at 5 : 14 keeps[number] Await0 at 6 : 25
        keeps[future]
    }
    /// The state, and beside it the slots of the locals that are borrowed while it is suspended.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    struct SuccessorMachine<Number, Future> {
        state: Successor<Number>,
        future_slot: ::coro_core::private::Slot<Future>,
    }
    ::coro_core::slots! {
        SuccessorMachine Successor[Number] [Future] Await0 keeps[future in future_slot]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> Result<u32, FutureError> {
            let number = number;
            let number = ::coro_core::private::awaited(
                ::core::future::IntoFuture::into_future(number),
            )?;
            {
                let returned: Result<u32, FutureError> = Ok(number + 1);
                returned
            }
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    #[allow(dangerous_implicit_autorefs)]
    let machine = ::coro_core::private::async_machine::<
        Result<u32, FutureError>,
        _,
        _,
    >(
        SuccessorMachine {
            state: Successor::Unresumed { number },
            future_slot: ::coro_core::private::Slot::empty(),
        },
        |
            machine: *mut SuccessorMachine<_, _>,
            context: &mut ::core::task::Context<'_>,
        | -> ::coro_core::CoroutineState<
            ::coro_core::private::Pause,
            Result<u32, FutureError>,
        > {
            unsafe {
                let SuccessorMachine { state: state, future_slot } = &mut *machine;
                if let Successor::Returned | Successor::Panicked = state {
                    ::coro_core::private::ended(state);
                    return ::coro_core::Yielded(::coro_core::private::Pause::Pending);
                }
                let mut taken;
                if let Successor::Unresumed { .. } = state {
                    taken = ::core::mem::replace(state, Successor::Panicked);
                    let Successor::Unresumed { number } = taken else {
                        ::coro_core::private::unreachable()
                    };
                    {
                        let future = ::core::future::IntoFuture::into_future(number);
                        let future = future_slot.fill(future);
                        ::coro_core::private::set(
                            state,
                            Successor::Await0 {
                                future: future.keep(),
                            },
                        );
                    }
                }
                if let Successor::Await0 { .. } = state {
                    let returned = ::coro_core::awaited!(
                        ::core::future::Future::poll(future_slot.pinned(), context)
                    );
                    taken = ::core::mem::replace(state, Successor::Panicked);
                    let Successor::Await0 { future } = taken else {
                        ::coro_core::private::unreachable()
                    };
                    let future = future_slot.hold(future);
                    ::core::mem::drop(future);
                    let sent = returned;
                    {
                        let number_2 = ::coro_core::propagate!(sent);
                        let returned: Result<u32, FutureError> = Ok(number_2 + 1);
                        return ::coro_core::Complete(returned);
                    }
                }
                ::coro_core::private::unreachable()
            }
        },
    );
    machine
}
