fn join(verb: String, subject: String, object: String) -> String {
    format!("{subject} {verb} {object}")
}
/// Operands that Rust evaluates before a suspension are kept across it.
pub fn sentence(
    verbs: Vec<String>,
) -> impl ::coro_core::Coroutine<String, Yield = &'static str, Return = Option<String>> {
    /// Where `sentence` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Sentence<Verbs, Operand, Sent> {
        /// Not yet started.
        Unresumed { verbs: Verbs },
        /// Suspended at the `yield` in line 8.
        Suspend0 { operand: Operand, verbs: Verbs },
        /// Suspended at the `yield` in line 8.
        Suspend1 { sent: Sent, operand: Operand, verbs: Verbs },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Sentence[Verbs, Operand, Sent] Unresumed at 7 : 8 keeps[verbs] Suspend0 at 8 : 29
        keeps[verbs, operand] Suspend1 at 8 : 46 keeps[verbs, operand, sent]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> Option<String> {
            let mut verbs = verbs;
            {
                let returned: Option<String> = Some(
                    join(
                        verbs.pop()?,
                        ::coro_core::private::suspend::<
                            &'static str,
                            String,
                        >({
                            let yielded: &'static str = "who?";
                            yielded
                        }),
                        ::coro_core::private::suspend::<
                            &'static str,
                            String,
                        >({
                            let yielded: &'static str = "whom?";
                            yielded
                        }),
                    ) + &format!(" ({} more)", verbs.len()),
                );
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
            Option<String>,
        >,
        _,
        _,
    >(
        Sentence::Unresumed { verbs },
        |
            state: &mut Sentence<_, _, _>,
            mut resume: ::coro_core::Resume<String, ::core::convert::Infallible>,
        | -> ::coro_core::CoroutineState<&'static str, Option<String>> {
            match ::core::mem::replace(state, Sentence::Panicked) {
                Sentence::Unresumed { mut verbs } => {
                    if !::core::matches!(resume, ::coro_core::Resume::Start) {
                        *state = Sentence::Unresumed { verbs };
                        resume.refuse();
                    }
                    let operand = ::coro_core::propagate!(verbs.pop());
                    let yielded: &'static str = "who?";
                    ::coro_core::private::set(
                        state,
                        Sentence::Suspend0 {
                            verbs,
                            operand,
                        },
                    );
                    return ::coro_core::Yielded(yielded);
                }
                Sentence::Suspend0 { mut verbs, operand } => {
                    let sent = resume.sent();
                    let yielded: &'static str = "whom?";
                    ::coro_core::private::set(
                        state,
                        Sentence::Suspend1 {
                            verbs,
                            operand,
                            sent,
                        },
                    );
                    return ::coro_core::Yielded(yielded);
                }
                Sentence::Suspend1 { mut verbs, operand, sent } => {
                    let sent_2 = resume.sent();
                    let returned: Option<String> = Some(
                        join(operand, sent, sent_2) + &format!(" ({} more)", verbs.len()),
                    );
                    return ::coro_core::Complete(returned);
                }
                Sentence::Returned => {
                    *state = Sentence::Returned;
                    ::core::panic!("coroutine resumed after completion")
                }
                Sentence::Panicked => ::core::panic!("coroutine resumed after panicking"),
            }
        },
    );
    machine
}
