use std::io;
/// Asks for pages, and leaves out those that are not found.
pub fn reader(
    pages: usize,
) -> impl ::coro_core::Coroutine<
    String,
    io::Error,
    Yield = usize,
    Return = io::Result<Vec<String>>,
> {
    /// Where `reader` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Reader<Pages, Read, Iter> {
        /// Not yet started.
        Unresumed { pages: Pages },
        /// The head of the `for` in line 7.
        For0 { iter: Iter, read: Read },
        /// Suspended at the `yield` in line 8.
        Suspend0 { iter: Iter, read: Read },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Reader[Pages, Read, Iter] Unresumed at 5 : 8 keeps[pages] For0 at 7 : 5
        keeps[read, iter] Suspend0 at 8 : 15 keeps[read, iter]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> io::Result<Vec<String>> {
            let pages = pages;
            let mut read = Vec::new();
            for page in 1..=pages {
                match ::coro_core::private::suspend::<
                    usize,
                    ::core::result::Result<String, io::Error>,
                >({
                    let yielded: usize = page;
                    yielded
                }) {
                    Ok(text) => read.push(text),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => {
                        return {
                            let returned: io::Result<Vec<String>> = Err(error);
                            returned
                        };
                    }
                }
            }
            {
                let returned: io::Result<Vec<String>> = Ok(read);
                returned
            }
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    let machine = ::coro_core::private::machine::<
        ::coro_core::private::Types<String, io::Error, usize, io::Result<Vec<String>>>,
        _,
        _,
    >(
        Reader::Unresumed { pages },
        |
            state: &mut Reader<_, _, _>,
            mut resume: ::coro_core::Resume<String, io::Error>,
        | -> ::coro_core::CoroutineState<usize, io::Result<Vec<String>>> {
            let mut next = ::core::mem::replace(state, Reader::Panicked);
            loop {
                match next {
                    Reader::Unresumed { pages } => {
                        if !::core::matches!(resume, ::coro_core::Resume::Start) {
                            *state = Reader::Unresumed { pages };
                            resume.refuse();
                        }
                        {
                            let mut read = Vec::new();
                            let mut iter = ::core::iter::IntoIterator::into_iter(
                                1..=pages,
                            );
                            next = Reader::For0 { read, iter };
                        }
                    }
                    Reader::For0 { mut read, mut iter } => {
                        match ::core::iter::Iterator::next(&mut iter) {
                            ::core::option::Option::Some(page) => {
                                let yielded: usize = page;
                                ::coro_core::private::set(
                                    state,
                                    Reader::Suspend0 { read, iter },
                                );
                                return ::coro_core::Yielded(yielded);
                            }
                            ::core::option::Option::None => {}
                        }
                        let returned: io::Result<Vec<String>> = Ok(read);
                        return ::coro_core::Complete(returned);
                    }
                    Reader::Suspend0 { mut read, mut iter } => {
                        let sent = resume.sent_or_thrown();
                        match sent {
                            Ok(text) => {
                                read.push(text);
                            }
                            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                            Err(error) => {
                                let returned: io::Result<Vec<String>> = Err(error);
                                return ::coro_core::Complete(returned);
                            }
                        }
                        next = Reader::For0 { read, iter };
                    }
                    Reader::Returned => {
                        *state = Reader::Returned;
                        ::core::panic!("coroutine resumed after completion")
                    }
                    Reader::Panicked => {
                        ::core::panic!("coroutine resumed after panicking")
                    }
                }
            }
        },
    );
    machine
}
