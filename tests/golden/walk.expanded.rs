/// A binary tree.
pub struct Node {
    pub value: u64,
    pub left: Option<Box<Node>>,
    pub right: Option<Box<Node>>,
}
/// Its values, in order.
pub fn walk(
    node: &Node,
) -> impl ::coro_core::Coroutine<
    (),
    Yield = u64,
    Return = (),
> + ::core::iter::FusedIterator<Item = u64> {
    /// Where `walk` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Walk<Node> {
        /// Not yet started.
        Unresumed { node: Node },
        /// Waiting for its own call in line 12.
        Call0 { node: Node },
        /// After the branch in line 11.
        Join0 { node: Node },
        /// Suspended at the `yield` in line 14.
        Suspend0 { node: Node },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Walk[Node] Unresumed at 10 : 8 keeps[node] Call0 at 12 : 9 keeps[node] Join0 at
        11 : 5 keeps[node] Suspend0 at 14 : 5 keeps[node]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> () {
            let (node,) = (node,);
            if let Some(left) = &node.left {
                ::coro_core::private::call_of_itself::<
                    (),
                    ::core::convert::Infallible,
                    u64,
                    _,
                >(
                    walk({
                        let argument: &Node = left;
                        argument
                    }),
                );
            }
            ::coro_core::private::suspend::<
                u64,
                (),
            >({
                let yielded: u64 = node.value;
                yielded
            });
            if let Some(right) = &node.right {
                ::coro_core::private::call_of_itself::<
                    (),
                    ::core::convert::Infallible,
                    u64,
                    _,
                >(
                    walk({
                        let argument: &Node = right;
                        argument
                    }),
                );
            }
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    if false {
        return walk(node);
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    let machine = ::coro_core::private::recursive_machine::<
        ::coro_core::private::Types<(), ::core::convert::Infallible, u64, ()>,
        _,
        _,
    >(
        ::coro_core::private::Recursive::new(Walk::Unresumed { node }),
        |
            state: &mut Walk<_>,
            _: ::core::option::Option<()>,
            _: ::coro_core::Resume<(), ::core::convert::Infallible>,
        | -> ::coro_core::CoroutineState<
            ::coro_core::private::Handover<u64, Walk<_>>,
            (),
        > {
            let mut next = ::core::mem::replace(state, Walk::Panicked);
            loop {
                match next {
                    Walk::Unresumed { node } => {
                        if let Some(left) = &node.left {
                            let node_2: &Node = left;
                            *state = Walk::Call0 { node };
                            return ::coro_core::Yielded(
                                ::coro_core::private::Call(Walk::Unresumed { node: node_2 }),
                            );
                        } else {
                            next = Walk::Join0 { node };
                        }
                    }
                    Walk::Call0 { node } => {
                        next = Walk::Join0 { node };
                    }
                    Walk::Join0 { node } => {
                        let yielded: u64 = node.value;
                        *state = Walk::Suspend0 { node };
                        return ::coro_core::Yielded(
                            ::coro_core::private::Value(yielded),
                        );
                    }
                    Walk::Suspend0 { node } => {
                        if let Some(right) = &node.right {
                            let node_3: &Node = right;
                            return ::coro_core::Yielded(
                                ::coro_core::private::TailCall(Walk::Unresumed {
                                    node: node_3,
                                }),
                            );
                        } else {
                            return ::coro_core::Complete(());
                        }
                    }
                    Walk::Returned => {
                        *state = Walk::Returned;
                        ::core::panic!("coroutine resumed after completion")
                    }
                    Walk::Panicked => ::core::panic!("coroutine resumed after panicking"),
                }
            }
        },
    );
    machine
}
