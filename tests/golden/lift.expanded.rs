pub enum Call {
    Floor(i32),
    Stop { because: String },
}
/// Says what it does about each call.
pub fn lift(
    floor: i32,
) -> impl ::coro_core::Coroutine<Call, Yield = String, Return = String> {
    /// Where `lift` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Lift<Floor, Call, Wanted, Passed, Unknown, Value> {
        /// Not yet started.
        Unresumed { floor: Floor },
        /// The head of the `loop` in line 10.
        Loop0 { call: Call, floor: Floor },
        /// Suspended at the `yield` in line 12.
        Suspend0 { wanted: Wanted, floor: Floor },
        /// Suspended at the `yield` in line 16.
        Suspend1 { passed: Passed, floor: Floor },
        /// Suspended at the `yield` in line 18.
        Suspend2 { unknown: Unknown, floor: Floor },
        /// After the branch in line 11.
        Join0 { value: Value, floor: Floor },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Lift[Floor, Call, Wanted, Passed, Unknown, Value] Unresumed at 8 : 8 keeps[floor]
        Loop0 at 10 : 5 keeps[floor, call] Suspend0 at 12 : 55 keeps[floor, wanted]
        Suspend1 at 16 : 17 keeps[floor, passed] Suspend2 at 18 : 37 keeps[floor,
        unknown] Join0 at 11 : 16 keeps[floor, value]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> String {
            let mut floor = floor;
            let first: Call = ::coro_core::private::never_runs();
            let mut call = first;
            loop {
                call = match call {
                    Call::Floor(wanted) if wanted == floor => {
                        ::coro_core::private::suspend::<
                            String,
                            Call,
                        >({
                            let yielded: String = format!("opens on {floor}");
                            yielded
                        })
                    }
                    Call::Floor(wanted @ 0..10) => {
                        let passed = (wanted - floor).abs();
                        floor = wanted;
                        ::coro_core::private::suspend::<
                            String,
                            Call,
                        >({
                            let yielded: String = format!(
                                "goes to {floor}, {passed} away"
                            );
                            yielded
                        })
                    }
                    Call::Floor(unknown) => {
                        ::coro_core::private::suspend::<
                            String,
                            Call,
                        >({
                            let yielded: String = format!("has no floor {unknown}");
                            yielded
                        })
                    }
                    Call::Stop { because } => {
                        return {
                            let returned: String = because;
                            returned
                        };
                    }
                };
            }
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    let machine = ::coro_core::private::machine::<
        ::coro_core::private::Types<Call, ::core::convert::Infallible, String, String>,
        _,
        _,
    >(
        Lift::Unresumed { floor },
        |
            state: &mut Lift<_, _, _, _, _, _>,
            mut resume: ::coro_core::Resume<Call, ::core::convert::Infallible>,
        | -> ::coro_core::CoroutineState<String, String> {
            let mut next = ::core::mem::replace(state, Lift::Panicked);
            loop {
                match next {
                    Lift::Unresumed { mut floor } => {
                        if !::core::matches!(resume, ::coro_core::Resume::Send(_)) {
                            *state = Lift::Unresumed { floor };
                            resume.refuse();
                        }
                        let first = resume.sent_first();
                        {
                            let mut call = first;
                            next = Lift::Loop0 { floor, call };
                        }
                    }
                    Lift::Loop0 { mut floor, mut call } => {
                        match call {
                            Call::Floor(wanted) if wanted == floor => {
                                let yielded: String = format!("opens on {floor}");
                                ::coro_core::private::set(
                                    state,
                                    Lift::Suspend0 {
                                        floor,
                                        wanted: ::coro_core::keep!(wanted),
                                    },
                                );
                                return ::coro_core::Yielded(yielded);
                            }
                            Call::Floor(wanted @ 0..10) => {
                                let passed = (wanted - floor).abs();
                                floor = wanted;
                                let yielded: String = format!(
                                    "goes to {floor}, {passed} away"
                                );
                                ::coro_core::private::set(
                                    state,
                                    Lift::Suspend1 { floor, passed },
                                );
                                return ::coro_core::Yielded(yielded);
                            }
                            Call::Floor(unknown) => {
                                let yielded: String = format!("has no floor {unknown}");
                                ::coro_core::private::set(
                                    state,
                                    Lift::Suspend2 {
                                        floor,
                                        unknown: ::coro_core::keep!(unknown),
                                    },
                                );
                                return ::coro_core::Yielded(yielded);
                            }
                            Call::Stop { because } => {
                                let returned: String = because;
                                return ::coro_core::Complete(returned);
                            }
                            _ => ::core::unreachable!(),
                        }
                    }
                    Lift::Suspend0 { mut floor, wanted } => {
                        let value;
                        let sent = resume.sent();
                        value = sent;
                        next = Lift::Join0 { floor, value };
                    }
                    Lift::Suspend1 { mut floor, passed } => {
                        let value;
                        let sent_2 = resume.sent();
                        value = sent_2;
                        next = Lift::Join0 { floor, value };
                    }
                    Lift::Suspend2 { mut floor, unknown } => {
                        let value;
                        let sent_3 = resume.sent();
                        value = sent_3;
                        next = Lift::Join0 { floor, value };
                    }
                    Lift::Join0 { mut floor, value } => {
                        let mut call;
                        call = value;
                        next = Lift::Loop0 { floor, call };
                    }
                    Lift::Returned => {
                        *state = Lift::Returned;
                        ::core::panic!("coroutine resumed after completion")
                    }
                    Lift::Panicked => ::core::panic!("coroutine resumed after panicking"),
                }
            }
        },
    );
    machine
}
