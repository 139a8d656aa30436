use std::future::Future;
use std::pin::Pin;
/// A message that is on its way.
pub type Message = Pin<Box<dyn Future<Output = String>>>;
/// Waits for two messages, and counts the words of the first and the bytes of the second.
pub fn relay(
    first: Message,
    second: Message,
) -> impl ::core::future::Future<
    Output = usize,
> + for<'waker> ::coro_core::Coroutine<
    &'waker ::core::task::Waker,
    ::coro_core::Cancelled,
    Yield = (),
    Return = ::core::result::Result<usize, ::coro_core::Cancelled>,
> {
    /// Where `relay` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Relay<First, Second, Words> {
        /// Not yet started.
        Unresumed { first: First, second: Second },
        /// Waiting at the `.await` in line 10.
        Await0 { future: ::coro_core::private::Kept, second: Second },
        /// Waiting at the `.await` in line 12.
        Await1 {
            future_2: ::coro_core::private::Kept,
            words: Words,
            greeting: ::coro_core::private::Kept,
        },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Relay[First, Second, Words] Unresumed at 9 : 14 keeps[first, second] Await0 at 10
        : 26 keeps[second, future] Await1 at 12 : 25 keeps[greeting, words, future_2]
    }
    ::coro_core::overlap! {
        RelaySlots0 { greeting_slot : Greeting, future_slot : Future }
    }
    /// The state, and beside it the slots of the locals that are borrowed while it is suspended.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    struct RelayMachine<First, Second, Words, Greeting, Future, Future2> {
        state: Relay<First, Second, Words>,
        future_2_slot: ::coro_core::private::Slot<Future2>,
        slots0: RelaySlots0<Greeting, Future>,
    }
    ::coro_core::slots! {
        RelayMachine Relay[First, Second, Words] [Greeting, Future, Future2] Await0
        keeps[second, future in slots0.future_slot] Await1 keeps[greeting in slots0
        .greeting_slot, words, future_2 in future_2_slot]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> usize {
            let first = first;
            let second = second;
            let greeting = ::coro_core::private::awaited(
                ::core::future::IntoFuture::into_future(first),
            );
            let words: Vec<_> = greeting.split(' ').collect();
            let answer = ::coro_core::private::awaited(
                ::core::future::IntoFuture::into_future(second),
            );
            {
                let returned: usize = words.len() + answer.len();
                returned
            }
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    #[allow(dangerous_implicit_autorefs)]
    let machine = ::coro_core::private::async_machine::<
        usize,
        _,
        _,
    >(
        RelayMachine {
            state: Relay::Unresumed { first, second },
            future_2_slot: ::coro_core::private::Slot::empty(),
            slots0: RelaySlots0::empty(),
        },
        |
            machine: *mut RelayMachine<_, _, _, _, _, _>,
            context: &mut ::core::task::Context<'_>,
        | -> ::coro_core::CoroutineState<::coro_core::private::Pause, usize> {
            unsafe {
                let RelayMachine { state: state, future_2_slot, slots0 } = &mut *machine;
                let greeting_slot = &slots0.greeting_slot;
                let future_slot = &slots0.future_slot;
                let mut turn0 = ::coro_core::private::Turn;
                if let Relay::Returned | Relay::Panicked = state {
                    ::coro_core::private::ended(state);
                    return ::coro_core::Yielded(::coro_core::private::Pause::Pending);
                }
                let mut taken;
                if let Relay::Unresumed { .. } = state {
                    taken = ::core::mem::replace(state, Relay::Panicked);
                    let Relay::Unresumed { first, second } = taken else {
                        ::coro_core::private::unreachable()
                    };
                    {
                        let future = ::core::future::IntoFuture::into_future(first);
                        let future = future_slot.fill_in(&mut turn0, future);
                        ::coro_core::private::set(
                            state,
                            Relay::Await0 {
                                second,
                                future: future.keep(),
                            },
                        );
                    }
                }
                if let Relay::Await0 { .. } = state {
                    let returned = ::coro_core::awaited!(
                        ::core::future::Future::poll(future_slot.pinned(), context)
                    );
                    taken = ::core::mem::replace(state, Relay::Panicked);
                    let Relay::Await0 { second, future } = taken else {
                        ::coro_core::private::unreachable()
                    };
                    let future = future_slot.hold_in(&mut turn0, future);
                    ::core::mem::drop(future);
                    let greeting = returned;
                    {
                        let greeting = greeting_slot.fill_in(&mut turn0, greeting);
                        let words: Vec<_> = (*greeting.place).split(' ').collect();
                        let future_2 = ::core::future::IntoFuture::into_future(second);
                        let future_2 = future_2_slot.fill(future_2);
                        ::coro_core::private::set(
                            state,
                            Relay::Await1 {
                                greeting: greeting.keep(),
                                words,
                                future_2: future_2.keep(),
                            },
                        );
                    }
                }
                if let Relay::Await1 { .. } = state {
                    let returned = ::coro_core::awaited!(
                        ::core::future::Future::poll(future_2_slot.pinned(), context)
                    );
                    taken = ::core::mem::replace(state, Relay::Panicked);
                    let Relay::Await1 { greeting, words, future_2 } = taken else {
                        ::coro_core::private::unreachable()
                    };
                    let greeting = greeting_slot.hold_in(&mut turn0, greeting);
                    let words = words;
                    let future_2 = future_2_slot.hold(future_2);
                    ::core::mem::drop(future_2);
                    let answer = returned;
                    let returned: usize = words.len() + answer.len();
                    return ::coro_core::Complete(returned);
                }
                ::coro_core::private::unreachable()
            }
        },
    );
    machine
}
