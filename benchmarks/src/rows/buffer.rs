//! A buffer that is kept across suspensions, and one byte of it written and read at each: one body at two sizes.

/// The module of a row, for a buffer of so many bytes.
macro_rules! buffer {
    ($module:ident, $name:literal, $size:tt) => {
        #[doc = concat!("A buffer of ", $size, " bytes.")]
        pub mod $module {
            use corosensei::{Coroutine, Yielder};
            use genawaiter::stack::{Co, let_gen_using};

            use crate::driver::{Stackful, drain};
            use crate::row::{Column, Implementation, Row};

            #[coro_core::coroutine(yield = u64)]
            fn ours(limit: u64) {
                let mut buf = [0u8; $size];
                for i in 0..limit {
                    let at = i as usize % $size;
                    buf[at] = buf[$size - 1 - at].wrapping_add(i as u8);
                    yield_!(buf[at] as u64);
                }
            }

            struct Hand {
                buf: [u8; $size],
                i: u64,
                limit: u64,
            }

            impl Iterator for Hand {
                type Item = u64;

                fn next(&mut self) -> Option<u64> {
                    if self.i == self.limit {
                        return None;
                    }
                    let at = self.i as usize % $size;
                    self.buf[at] = self.buf[$size - 1 - at].wrapping_add(self.i as u8);
                    self.i += 1;
                    Some(self.buf[at] as u64)
                }
            }

            fn hand(limit: u64) -> Hand {
                Hand { buf: [0; $size], i: 0, limit }
            }

            native! {
                fn native(limit: u64) -> impl Iterator<Item = u64> {
                    crate::driver::Native(
                        #[coroutine]
                        move || {
                            let mut buf = [0u8; $size];
                            for i in 0..limit {
                                let at = i as usize % $size;
                                buf[at] = buf[$size - 1 - at].wrapping_add(i as u8);
                                yield buf[at] as u64;
                            }
                        },
                    )
                }
            }

            #[diapause::coroutine(yield = u64)]
            fn diapaused(limit: u64) {
                let mut buf: [u8; $size] = [0u8; $size];
                for i in 0u64..limit {
                    let at = i as usize % $size;
                    buf[at] = buf[$size - 1 - at].wrapping_add(i as u8);
                    yield_!(buf[at] as u64);
                }
            }

            async fn produce(co: Co<'_, u64>, limit: u64) {
                let mut buf = [0u8; $size];
                for i in 0..limit {
                    let at = i as usize % $size;
                    buf[at] = buf[$size - 1 - at].wrapping_add(i as u8);
                    co.yield_(buf[at] as u64).await;
                }
            }

            fn genawaiter(limit: u64) -> u64 {
                let_gen_using!(machine, |co| produce(co, limit));
                drain(machine)
            }

            fn corosensei(limit: u64) -> Stackful<u64> {
                Stackful(Coroutine::new(move |yielder: &Yielder<(), u64>, ()| {
                    let mut buf = [0u8; $size];
                    for i in 0..limit {
                        let at = i as usize % $size;
                        buf[at] = buf[$size - 1 - at].wrapping_add(i as u8);
                        yielder.suspend(buf[at] as u64);
                    }
                }))
            }

            /// The row.
            pub fn row() -> Row {
                Row {
                    name: $name,
                    work: 100_000,
                    yields: |work| work,
                    implementations: Vec::from([
                        Implementation::yielding(Column::HandWritten, hand),
                        Implementation::yielding(Column::Ours, ours),
                        #[cfg(feature = "native")]
                        Implementation::yielding(Column::Native, native),
                        Implementation::yielding(Column::Diapause, diapaused),
                        Implementation::opaque(Column::Genawaiter, genawaiter),
                        Implementation::yielding(Column::Corosensei, corosensei),
                    ]),
                }
            }
        }
    };
}

buffer!(bytes_256, "buffer_256", 256);
buffer!(bytes_4096, "buffer_4k", 4096);
