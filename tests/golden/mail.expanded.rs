/// The letter is gone when it was posted. If not, it is kept across the last suspension, and dropped at the end.
pub fn mail<L>(
    letter: L,
    post: impl FnMut(L),
) -> impl ::coro_core::Coroutine<bool, Yield = &'static str, Return = ()> {
    /// Where `mail` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Mail<Letter, Post> {
        /// Not yet started.
        Unresumed { letter: Letter, post: Post },
        /// Suspended at the `yield` in line 4.
        Suspend0 { post: Post, letter: Letter },
        /// After the branch in line 4.
        Join0 { post: Post, letter: ::core::option::Option<Letter> },
        /// Suspended at the `yield` in line 7.
        Suspend1 { post: Post, letter: ::core::option::Option<Letter> },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Mail[Letter, Post] Unresumed at 3 : 8 keeps[letter, post] Suspend0 at 4 : 8
        keeps[letter, post] Join0 at 4 : 5 keeps[letter, post] Suspend1 at 7 : 5
        keeps[letter, post]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> () {
            let letter = letter;
            let mut post = post;
            if ::coro_core::private::suspend::<
                &'static str,
                bool,
            >({
                let yielded: &'static str = "post it?";
                yielded
            }) {
                post(letter);
            }
            ::coro_core::private::suspend::<
                &'static str,
                bool,
            >({
                let yielded: &'static str = "done";
                yielded
            });
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    let machine = ::coro_core::private::machine::<
        ::coro_core::private::Types<bool, ::core::convert::Infallible, &'static str, ()>,
        _,
        _,
    >(
        Mail::Unresumed { letter, post },
        |
            state: &mut Mail<_, _>,
            mut resume: ::coro_core::Resume<bool, ::core::convert::Infallible>,
        | -> ::coro_core::CoroutineState<&'static str, ()> {
            let mut next = ::core::mem::replace(state, Mail::Panicked);
            match next {
                Mail::Unresumed { letter, mut post } => {
                    if !::core::matches!(resume, ::coro_core::Resume::Start) {
                        *state = Mail::Unresumed { letter, post };
                        resume.refuse();
                    }
                    let yielded: &'static str = "post it?";
                    ::coro_core::private::set(state, Mail::Suspend0 { letter, post });
                    return ::coro_core::Yielded(yielded);
                }
                Mail::Suspend0 { letter, mut post } => {
                    let sent = resume.sent();
                    if sent {
                        post(letter);
                        next = Mail::Join0 {
                            letter: ::core::option::Option::None,
                            post,
                        };
                    } else {
                        next = Mail::Join0 {
                            letter: ::core::option::Option::Some(letter),
                            post,
                        };
                    }
                }
                Mail::Suspend1 { letter: letter_unless_moved, mut post } => {
                    resume.sent();
                    return ::coro_core::Complete(());
                }
                Mail::Returned => {
                    *state = Mail::Returned;
                    ::core::panic!("coroutine resumed after completion")
                }
                Mail::Panicked => ::core::panic!("coroutine resumed after panicking"),
                _ => ::core::unreachable!(),
            }
            match next {
                Mail::Join0 { letter: letter_unless_moved, mut post } => {
                    let yielded: &'static str = "done";
                    ::coro_core::private::set(
                        state,
                        Mail::Suspend1 {
                            letter: letter_unless_moved,
                            post,
                        },
                    );
                    return ::coro_core::Yielded(yielded);
                }
                _ => ::core::unreachable!(),
            }
        },
    );
    machine
}
