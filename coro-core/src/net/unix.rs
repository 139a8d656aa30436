//! Unix sockets.

use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::fmt;
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::net::Shutdown;
use std::path::Path;

use futures_io::{AsyncRead, AsyncWrite};
use mio::net;

use super::stream::{MAX_BUFFERS, stream};
use crate::event_loop::{Direction, Io};

/// A connection by a Unix socket. It is closed when this is dropped.
///
/// ```
/// use coro_core::net::UnixStream;
/// use coro_core::run;
/// use std::io;
///
/// run(async {
///     let (one, other) = UnixStream::pair()?;
///     one.write_all(b"hello").await?;
///     drop(one);
///     let mut text = Vec::new();
///     other.read_to_end(&mut text).await?;
///     assert_eq!(text, b"hello");
///     io::Result::Ok(())
/// })
/// .unwrap()
/// .unwrap();
/// ```
pub struct UnixStream {
    io: Io<net::UnixStream>,
}

stream!(UnixStream);

impl UnixStream {
    /// Connects to the socket at a path.
    ///
    /// # Errors
    ///
    /// Those of the system. `WouldBlock` is among them: the listener's queue is full.
    ///
    /// # Panics
    ///
    /// Where no loop runs.
    pub async fn connect(path: impl AsRef<Path>) -> io::Result<Self> {
        let stream = UnixStream { io: Io::new(net::UnixStream::connect(path)?)? };
        poll_fn(|cx| {
            stream.io.poll_io(Direction::Write, cx, |socket| socket.take_error()?.map_or(Ok(()), Err))
        })
        .await?;
        Ok(stream)
    }

    /// Two ends of a connection.
    ///
    /// # Errors
    ///
    /// Those of the system.
    ///
    /// # Panics
    ///
    /// Where no loop runs.
    pub fn pair() -> io::Result<(Self, Self)> {
        let (one, other) = net::UnixStream::pair()?;
        Ok((UnixStream { io: Io::new(one)? }, UnixStream { io: Io::new(other)? }))
    }
}

/// A socket that takes connections at a path. The file stays when this is dropped.
pub struct UnixListener {
    io: Io<net::UnixListener>,
}

impl UnixListener {
    /// Listens at a path, where nothing may be yet.
    ///
    /// # Errors
    ///
    /// Those of the system.
    ///
    /// # Panics
    ///
    /// Where no loop runs.
    pub fn bind(path: impl AsRef<Path>) -> io::Result<Self> {
        Ok(UnixListener { io: Io::new(net::UnixListener::bind(path)?)? })
    }

    /// Takes the next connection.
    ///
    /// # Errors
    ///
    /// Those of the system.
    pub async fn accept(&self) -> io::Result<UnixStream> {
        let accepted = poll_fn(|cx| self.io.poll_io(Direction::Read, cx, net::UnixListener::accept));
        let (stream, _) = accepted.await?;
        Ok(UnixStream { io: Io::new(stream)? })
    }
}

impl fmt::Debug for UnixListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.io.get().fmt(f)
    }
}

impl std::os::fd::AsFd for UnixListener {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.io.get().as_fd()
    }
}
