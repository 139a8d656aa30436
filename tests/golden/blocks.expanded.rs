/// Collects bytes, and yields each full block's sum. The block stays in place beside the state: no step copies it.
pub fn blocks() -> impl ::coro_core::Coroutine<u8, Yield = Option<u32>, Return = ()> {
    /// Where `blocks` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Blocks<Byte, Iter2> {
        /// Not yet started.
        Unresumed,
        /// The head of the `loop` in line 5.
        Loop0 { byte: Byte },
        /// The head of the `for` in line 7.
        For0 { iter_2: Iter2, byte: Byte },
        /// Suspended at the `yield` in line 10.
        Suspend0 { iter_2: Iter2 },
        /// After the branch in line 9.
        Join0 { iter_2: Iter2, byte: Byte },
        /// Suspended at the `yield` in line 13.
        Suspend1,
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Blocks[Byte, Iter2] Unresumed at 3 : 8 keeps[] Loop0 at 5 : 5 keeps[byte] For0 at
        7 : 9 keeps[byte, iter_2] Suspend0 at 10 : 24 keeps[iter_2] Join0 at 9 : 13
        keeps[byte, iter_2] Suspend1 at 13 : 16 keeps[]
    }
    /// The state, and beside it the locals that are too large to move with it.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    struct BlocksMachine<State, Block> {
        state: State,
        block: Block,
    }
    ::coro_core::places! {
        BlocksMachine[State, Block]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> () {
            let byte: u8 = ::coro_core::private::never_runs();
            let mut byte = byte;
            loop {
                let mut block = [0u8; 1024];
                for n in 0..block.len() {
                    block[n] = byte;
                    if n + 1 < block.len() {
                        byte = ::coro_core::private::suspend::<
                            Option<u32>,
                            u8,
                        >({
                            let yielded: Option<u32> = None;
                            yielded
                        });
                    }
                }
                byte = ::coro_core::private::suspend::<
                    Option<u32>,
                    u8,
                >({
                    let yielded: Option<u32> = Some(
                        block.iter().map(|byte| u32::from(*byte)).sum(),
                    );
                    yielded
                });
            }
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    let machine = ::coro_core::private::machine::<
        ::coro_core::private::Types<u8, ::core::convert::Infallible, Option<u32>, ()>,
        _,
        _,
    >(
        BlocksMachine {
            state: Blocks::Unresumed,
            block: [0u8; 1024],
        },
        |
            machine: &mut BlocksMachine<_, _>,
            mut resume: ::coro_core::Resume<u8, ::core::convert::Infallible>,
        | -> ::coro_core::CoroutineState<Option<u32>, ()> {
            let BlocksMachine { state: state, block } = machine;
            let mut next = ::core::mem::replace(state, Blocks::Panicked);
            'machine: loop {
                match next {
                    Blocks::Unresumed => {
                        if !::core::matches!(resume, ::coro_core::Resume::Send(_)) {
                            *state = Blocks::Unresumed;
                            resume.refuse();
                        }
                        let byte = resume.sent_first();
                        let mut byte = byte;
                        next = Blocks::Loop0 { byte };
                    }
                    Blocks::Loop0 { mut byte } => {
                        (*block) = [0u8; 1024];
                        let mut iter_2 = ::core::iter::IntoIterator::into_iter(
                            0..(*block).len(),
                        );
                        next = Blocks::For0 { byte, iter_2 };
                    }
                    Blocks::For0 { mut byte, mut iter_2 } => {
                        match ::core::iter::Iterator::next(&mut iter_2) {
                            ::core::option::Option::Some(n) => {
                                (*block)[n] = byte;
                                if n + 1 < (*block).len() {
                                    let yielded: Option<u32> = None;
                                    *state = Blocks::Suspend0 { iter_2 };
                                    return ::coro_core::Yielded(yielded);
                                } else {
                                    next = Blocks::Join0 { byte, iter_2 };
                                    continue 'machine;
                                }
                            }
                            ::core::option::Option::None => {}
                        }
                        let yielded: Option<u32> = Some(
                            (*block).iter().map(|byte| u32::from(*byte)).sum(),
                        );
                        *state = Blocks::Suspend1;
                        return ::coro_core::Yielded(yielded);
                    }
                    Blocks::Suspend0 { mut iter_2 } => {
                        let mut byte;
                        let sent = resume.sent();
                        byte = sent;
                        next = Blocks::Join0 { byte, iter_2 };
                    }
                    Blocks::Join0 { mut byte, mut iter_2 } => {
                        next = Blocks::For0 { byte, iter_2 };
                    }
                    Blocks::Suspend1 => {
                        let mut byte;
                        let sent_2 = resume.sent();
                        byte = sent_2;
                        next = Blocks::Loop0 { byte };
                    }
                    Blocks::Returned => {
                        *state = Blocks::Returned;
                        ::core::panic!("coroutine resumed after completion")
                    }
                    Blocks::Panicked => {
                        ::core::panic!("coroutine resumed after panicking")
                    }
                }
            }
        },
    );
    machine
}
