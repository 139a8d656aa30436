/// Yields the numbers that it looks at, row by row. A row whose numbers grow too large is not read to its end.
pub fn search(
    rows: Vec<Vec<u32>>,
    wanted: u32,
) -> impl ::coro_core::Coroutine<(), Yield = u32, Return = Option<(usize, usize)>> {
    /// Where `search` stands, and the locals it keeps there.
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    enum Search<Rows, Wanted, Row, Iter, Column, Number, Found> {
        /// Not yet started.
        Unresumed { rows: Rows, wanted: Wanted },
        /// The head of the `loop` in line 5.
        Loop0 { row: Row, wanted: Wanted, rows: Rows },
        /// The head of the `for` in line 9.
        For0 { iter: Iter, row: Row, wanted: Wanted, rows: Rows },
        /// Suspended at the `yield` in line 11.
        Suspend0 {
            number: Number,
            column: Column,
            iter: Iter,
            row: Row,
            wanted: Wanted,
            rows: Rows,
        },
        /// After the branch in line 5.
        Join0 { found: Found, rows: Rows },
        /// It has returned, or was closed.
        Returned,
        /// It is running, or a panic has ended it.
        Panicked,
    }
    ::coro_core::states! {
        Search[Rows, Wanted, Row, Iter, Column, Number, Found] Unresumed at 3 : 8
        keeps[rows, wanted] Loop0 at 5 : 24 keeps[rows, wanted, row] For0 at 9 : 9
        keeps[rows, wanted, row, iter] Suspend0 at 11 : 13 keeps[rows, wanted, row, iter,
        column, number] Join0 at 5 : 24 keeps[rows, found]
    }
    #[allow(clippy::all, clippy::pedantic, clippy::nursery, unsafe_op_in_unsafe_fn)]
    if false {
        let _body = || -> Option<(usize, usize)> {
            let rows = rows;
            let wanted = wanted;
            let mut row = 0;
            let found = 'rows: loop {
                if row == rows.len() {
                    break None;
                }
                for column in 0..rows[row].len() {
                    let number = rows[row][column];
                    ::coro_core::private::suspend::<
                        u32,
                        (),
                    >({
                        let yielded: u32 = number;
                        yielded
                    });
                    if number == wanted {
                        break 'rows Some((row, column));
                    } else if number > wanted {
                        row += 1;
                        continue 'rows;
                    }
                }
                row += 1;
            };
            {
                let returned: Option<(usize, usize)> = found;
                returned
            }
        };
        loop {}
    }
    #[allow(warnings, unused, clippy::all, clippy::pedantic, clippy::nursery)]
    let machine = ::coro_core::private::machine::<
        ::coro_core::private::Types<
            (),
            ::core::convert::Infallible,
            u32,
            Option<(usize, usize)>,
        >,
        _,
        _,
    >(
        Search::Unresumed { rows, wanted },
        |
            state: &mut Search<_, _, _, _, _, _, _>,
            _: ::coro_core::Resume<(), ::core::convert::Infallible>,
        | -> ::coro_core::CoroutineState<u32, Option<(usize, usize)>> {
            let mut next = ::core::mem::replace(state, Search::Panicked);
            'machine: loop {
                match next {
                    Search::Unresumed { rows, wanted } => {
                        let mut row = 0;
                        next = Search::Loop0 { rows, wanted, row };
                    }
                    Search::Loop0 { rows, wanted, mut row } => {
                        let found;
                        if row == rows.len() {
                            {
                                found = None;
                                {
                                    next = Search::Join0 { rows, found };
                                    continue 'machine;
                                }
                            };
                        }
                        let mut iter = ::core::iter::IntoIterator::into_iter(
                            0..rows[row].len(),
                        );
                        next = Search::For0 {
                            rows,
                            wanted,
                            row,
                            iter,
                        };
                    }
                    Search::For0 { rows, wanted, mut row, mut iter } => {
                        match ::core::iter::Iterator::next(&mut iter) {
                            ::core::option::Option::Some(column) => {
                                let number = rows[row][column];
                                let yielded: u32 = number;
                                ::coro_core::private::set(
                                    state,
                                    Search::Suspend0 {
                                        rows,
                                        wanted,
                                        row,
                                        iter,
                                        column,
                                        number,
                                    },
                                );
                                return ::coro_core::Yielded(yielded);
                            }
                            ::core::option::Option::None => {}
                        }
                        row += 1;
                        next = Search::Loop0 { rows, wanted, row };
                    }
                    Search::Suspend0 {
                        rows,
                        wanted,
                        mut row,
                        mut iter,
                        column,
                        number,
                    } => {
                        let found;
                        if number == wanted {
                            {
                                found = Some((row, column));
                                {
                                    next = Search::Join0 { rows, found };
                                    continue 'machine;
                                }
                            };
                            ::core::unreachable!();
                        } else {
                            if number > wanted {
                                row += 1;
                                {
                                    next = Search::Loop0 { rows, wanted, row };
                                    continue 'machine;
                                };
                            }
                        }
                        next = Search::For0 {
                            rows,
                            wanted,
                            row,
                            iter,
                        };
                    }
                    Search::Join0 { rows, found } => {
                        let returned: Option<(usize, usize)> = found;
                        return ::coro_core::Complete(returned);
                    }
                    Search::Returned => {
                        *state = Search::Returned;
                        ::core::panic!("coroutine resumed after completion")
                    }
                    Search::Panicked => {
                        ::core::panic!("coroutine resumed after panicking")
                    }
                }
            }
        },
    );
    machine
}
