/// The words of a text in capitals, and then the length of the longest.
pub fn shout(
    text: &str,
) -> impl ::coro_core::Coroutine<(), Yield = String, Return = usize> {
    /// Where `shout` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Shout<Text, Longest, Word> {
        /// Not yet started.
        Unresumed { text: Text },
        /// The head of the `for` in line 6.
        For0 {
            iter_2: ::coro_core::private::Kept,
            longest: Longest,
            words: ::coro_core::private::Kept,
        },
        /// Suspended at the `yield` in line 7.
        Suspend0 {
            word: Word,
            iter_2: ::coro_core::private::Kept,
            longest: Longest,
            words: ::coro_core::private::Kept,
        },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Shout[Text, Longest, Word] Unresumed at 3 : 8 keeps[text] For0 at 6 : 5
        keeps[words, longest, iter_2] Suspend0 at 7 : 9 keeps[words, longest, iter_2,
        word]
    }
    /// The state, and beside it the slots of the locals that are borrowed while it is suspended.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    struct ShoutMachine<Text, Longest, Word, Words, Iter2> {
        state: Shout<Text, Longest, Word>,
        words_slot: ::coro_core::private::Slot<Words>,
        iter_2_slot: ::coro_core::private::Slot<Iter2>,
    }
    ::coro_core::slots! {
        ShoutMachine Shout[Text, Longest, Word] [Words, Iter2] For0 keeps[words in
        words_slot, longest, iter_2 in iter_2_slot] Suspend0 keeps[words in words_slot,
        longest, iter_2 in iter_2_slot, word]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> usize {
            let (text,) = (text,);
            let words: Vec<_> = text.split(' ').collect();
            let mut longest = 0;
            for word in words.iter() {
                ::coro_core::private::suspend::<
                    String,
                    (),
                >({
                    let yielded: String = word.to_uppercase();
                    yielded
                });
                longest = longest.max(word.len());
            }
            {
                let returned: usize = longest;
                returned
            }
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    #[allow(dangerous_implicit_autorefs)]
    let machine = ::coro_core::private::machine::<
        ::coro_core::private::Types<(), ::core::convert::Infallible, String, usize>,
        _,
        _,
    >(
        ShoutMachine {
            state: Shout::Unresumed { text },
            words_slot: ::coro_core::private::Slot::empty(),
            iter_2_slot: ::coro_core::private::Slot::empty(),
        },
        |
            machine: &mut ShoutMachine<_, _, _, _, _>,
            _: ::coro_core::Resume<(), ::core::convert::Infallible>,
        | -> ::coro_core::CoroutineState<String, usize> {
            unsafe {
                let ShoutMachine { state: state, words_slot, iter_2_slot } = machine;
                let mut next = ::core::mem::replace(state, Shout::Panicked);
                loop {
                    match next {
                        Shout::Unresumed { text } => {
                            let words: Vec<_> = text.split(' ').collect();
                            let words = words_slot.fill(words);
                            let mut longest = 0;
                            {
                                let mut iter_2 = ::core::iter::IntoIterator::into_iter(
                                    (*words.place).iter(),
                                );
                                let iter_2 = iter_2_slot.fill(iter_2);
                                next = Shout::For0 {
                                    words: words.keep(),
                                    longest,
                                    iter_2: iter_2.keep(),
                                };
                            }
                        }
                        Shout::For0 { words, mut longest, iter_2 } => {
                            let words = words_slot.hold(words);
                            let iter_2 = iter_2_slot.hold(iter_2);
                            {
                                let iter_2 = iter_2;
                                match ::core::iter::Iterator::next(&mut (*iter_2.place)) {
                                    ::core::option::Option::Some(word) => {
                                        let yielded: String = word.to_uppercase();
                                        ::coro_core::private::set(
                                            state,
                                            Shout::Suspend0 {
                                                words: words.keep(),
                                                longest,
                                                iter_2: iter_2.keep(),
                                                word,
                                            },
                                        );
                                        return ::coro_core::Yielded(yielded);
                                    }
                                    ::core::option::Option::None => {}
                                }
                            }
                            let returned: usize = longest;
                            return ::coro_core::Complete(returned);
                        }
                        Shout::Suspend0 { words, mut longest, iter_2, word } => {
                            let words = words_slot.hold(words);
                            let iter_2 = iter_2_slot.hold(iter_2);
                            let word = word;
                            longest = longest.max(word.len());
                            next = Shout::For0 {
                                words: words.keep(),
                                longest,
                                iter_2: iter_2.keep(),
                            };
                        }
                        Shout::Returned => {
                            *state = Shout::Returned;
                            ::core::panic!("coroutine resumed after completion")
                        }
                        Shout::Panicked => {
                            ::core::panic!("coroutine resumed after panicking")
                        }
                    }
                }
            }
        },
    );
    machine
}
