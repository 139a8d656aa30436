//! Vectored writes: several slices in one system call. For TCP and for Unix streams.

use std::future::poll_fn;
use std::io::{self, IoSlice, IoSliceMut};
use std::pin::Pin;
use std::task::Poll;

use coro_core::net::{TcpListener, TcpStream, UnixStream};
use coro_core::{join, run, spawn};
use futures_io::{AsyncRead, AsyncWrite};

/// One `poll_write_vectored` that is ready.
async fn write_vectored(mut stream: impl AsyncWrite + Unpin, slices: &[&[u8]]) -> io::Result<usize> {
    let slices: Vec<_> = slices.iter().map(|slice| IoSlice::new(slice)).collect();
    poll_fn(|cx| Pin::new(&mut stream).poll_write_vectored(cx, &slices)).await
}

/// Whether a vectored write would wait.
async fn would_wait(mut stream: impl AsyncWrite + Unpin, slices: &[IoSlice<'_>]) -> Option<usize> {
    poll_fn(|cx| {
        Poll::Ready(match Pin::new(&mut stream).poll_write_vectored(cx, slices) {
            Poll::Ready(written) => Some(written.unwrap()),
            Poll::Pending => None,
        })
    })
    .await
}

async fn tcp_pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let connected = TcpStream::connect(listener.local_addr().unwrap());
    let (accepted, connected) = join((listener.accept(), connected)).await;
    (accepted.unwrap().0, connected.unwrap())
}

async fn unix_pair() -> (UnixStream, UnixStream) {
    UnixStream::pair().unwrap()
}

/// `0, 1, 2, .. 250, 0, ..`, from some place on. No power of two, so that a lost block shows.
fn pattern(from: usize, length: usize) -> Vec<u8> {
    (from..from + length).map(|n| (n % 251) as u8).collect()
}

macro_rules! vectored {
    ($module:ident, $pair:ident) => {
        mod $module {
            use super::*;

            #[test]
            fn one_write_takes_all_slices() {
                run(async {
                    let (one, other) = $pair().await;
                    // One that wrote slice by slice would say 3.
                    assert_eq!(write_vectored(&one, &[b"one", b"two", b"three"]).await.unwrap(), 11);
                    drop(one);
                    let mut all = Vec::new();
                    other.read_to_end(&mut all).await.unwrap();
                    assert_eq!(all, b"onetwothree");
                })
                .unwrap();
            }

            #[test]
            fn empty_slices_are_passed_over() {
                run(async {
                    let (one, other) = $pair().await;
                    assert_eq!(write_vectored(&one, &[b"", b"a", b"", b"bc", b""]).await.unwrap(), 3);
                    let mut read = [0; 3];
                    other.read_exact(&mut read).await.unwrap();
                    assert_eq!(&read, b"abc");
                })
                .unwrap();
            }

            #[test]
            fn nothing_is_written_at_once_and_closes_nothing() {
                run(async {
                    let (one, other) = $pair().await;
                    assert_eq!(write_vectored(&one, &[]).await.unwrap(), 0);
                    assert_eq!(write_vectored(&one, &[b"", b""]).await.unwrap(), 0);
                    one.write_all(b"x").await.unwrap();
                    let mut read = [0];
                    other.read_exact(&mut read).await.unwrap();
                    assert_eq!(&read, b"x");
                })
                .unwrap();
            }

            #[test]
            fn a_partial_write_says_how_much_and_the_next_goes_on_there() {
                const LENGTH: usize = 8 << 20;
                run(async {
                    let (one, other) = $pair().await;
                    let data = pattern(0, LENGTH);
                    // Slices of unequal lengths: a partial write ends in the middle of one.
                    let slices: Vec<_> = data.chunks(10_007).map(IoSlice::new).collect();
                    let first = would_wait(&one, &slices).await.expect("the system buffers something");
                    assert!(0 < first && first < LENGTH, "{first} of {LENGTH}");

                    let reader = spawn(async move {
                        let mut all = Vec::new();
                        other.read_to_end(&mut all).await.map(|_| all)
                    });
                    let (mut written, mut writes) = (first, 1);
                    while written < LENGTH {
                        let rest: Vec<&[u8]> = data[written..].chunks(10_007).collect();
                        written += write_vectored(&one, &rest).await.unwrap();
                        writes += 1;
                    }
                    assert_eq!(written, LENGTH);
                    // A write of one slice at a time would take 839.
                    assert!(writes < LENGTH / 10_007, "{writes} writes");
                    drop(one);
                    assert!(reader.await.unwrap().unwrap() == data);
                })
                .unwrap();
            }

            #[test]
            fn a_full_socket_waits_for_the_reader() {
                run(async {
                    let (one, other) = $pair().await;
                    let data = pattern(0, 64 * 1024);
                    let slices = [IoSlice::new(&data[..30_000]), IoSlice::new(&data[30_000..])];
                    let mut written = 0;
                    while let Some(more) = would_wait(&one, &slices).await {
                        written += more;
                    }
                    let writer = spawn(async move {
                        let more = write_vectored(&one, &[b"mo", b"re"]).await.unwrap();
                        one.write_all(&b"more"[more..]).await.unwrap();
                    });
                    let mut all = vec![0; written];
                    other.read_exact(&mut all).await.unwrap();
                    let mut rest = Vec::new();
                    other.read_to_end(&mut rest).await.unwrap();
                    assert_eq!(rest, b"more");
                    writer.await.unwrap();
                })
                .unwrap();
            }

            /// The system takes 1024 at a time: that it took no more does not say that the socket is full.
            #[test]
            fn more_slices_than_the_system_takes_do_not_make_a_socket_wait() {
                run(async {
                    let (one, other) = $pair().await;
                    let data = pattern(0, 3000);
                    let slices: Vec<&[u8]> = data.chunks(1).collect();
                    let mut written = 0;
                    while written < slices.len() {
                        written += write_vectored(&one, &slices[written..]).await.unwrap();
                    }
                    let mut all = vec![0; data.len()];
                    other.read_exact(&mut all).await.unwrap();
                    assert_eq!(all, data);
                })
                .unwrap();
            }

            #[test]
            fn nor_do_more_buffers_to_read_into() {
                run(async {
                    let (one, mut other) = $pair().await;
                    let data = pattern(0, 3000);
                    one.write_all(&data).await.unwrap();
                    let mut all = vec![0; data.len()];
                    let mut read = 0;
                    while read < data.len() {
                        let mut buffers: Vec<_> = all[read..].chunks_mut(1).map(IoSliceMut::new).collect();
                        read += poll_fn(|cx| Pin::new(&mut other).poll_read_vectored(cx, &mut buffers))
                            .await
                            .unwrap();
                    }
                    assert_eq!(all, data);
                })
                .unwrap();
            }
        }
    };
}

vectored!(tcp, tcp_pair);
vectored!(unix, unix_pair);
