//! TCP.

use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::fmt;
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::net::{Shutdown, SocketAddr};

use futures_io::{AsyncRead, AsyncWrite};
use mio::net;

use super::Address;
use super::address::first_of;
use super::stream::{MAX_BUFFERS, stream};
use crate::event_loop::{Direction, Io};

/// A TCP connection. It is closed when this is dropped.
pub struct TcpStream {
    io: Io<net::TcpStream>,
}

stream!(TcpStream);

impl TcpStream {
    /// Connects. Where a name stands for several addresses, they are tried in turn.
    ///
    /// # Errors
    ///
    /// Those of the system: of the last address, if no address is right.
    ///
    /// # Panics
    ///
    /// Where no loop runs.
    #[doc(alias = "open_connection")]
    pub async fn connect(address: impl Address) -> io::Result<Self> {
        first_of(address, async |address| {
            let stream = TcpStream { io: Io::new(net::TcpStream::connect(address)?)? };
            poll_fn(|cx| stream.io.poll_io(Direction::Write, cx, is_connected)).await?;
            Ok(stream)
        })
        .await
    }

    /// Takes over a connection.
    ///
    /// # Errors
    ///
    /// When the system refuses to watch it.
    ///
    /// # Panics
    ///
    /// Where no loop runs.
    pub fn from_std(stream: std::net::TcpStream) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        Ok(TcpStream { io: Io::new(net::TcpStream::from_std(stream))? })
    }

    /// The address of the other end.
    ///
    /// # Errors
    ///
    /// Those of the system.
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.io.get().peer_addr()
    }

    /// The address of this end.
    ///
    /// # Errors
    ///
    /// Those of the system.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.io.get().local_addr()
    }

    /// Whether small writes are sent at once: `TCP_NODELAY`. They are not, unless this says so.
    ///
    /// # Errors
    ///
    /// Those of the system.
    pub fn set_nodelay(&self, nodelay: bool) -> io::Result<()> {
        self.io.get().set_nodelay(nodelay)
    }
}

/// Whether a connection that has become writable is one, or has failed.
fn is_connected(stream: &net::TcpStream) -> io::Result<()> {
    if let Some(error) = stream.take_error()? {
        return Err(error);
    }
    match stream.peer_addr() {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotConnected => Err(io::ErrorKind::WouldBlock.into()),
        Err(error) => Err(error),
    }
}

/// A socket that takes TCP connections.
pub struct TcpListener {
    io: Io<net::TcpListener>,
}

impl TcpListener {
    /// Listens at an address; at port 0, at a free one. Where a name stands for several addresses, they are tried in turn.
    ///
    /// # Errors
    ///
    /// Those of the system: of the last address, if no address is right.
    ///
    /// # Panics
    ///
    /// Where no loop runs.
    pub async fn bind(address: impl Address) -> io::Result<Self> {
        first_of(address, async |address| Ok(TcpListener { io: Io::new(net::TcpListener::bind(address)?)? }))
            .await
    }

    /// Takes over a listener.
    ///
    /// # Errors
    ///
    /// When the system refuses to watch it.
    ///
    /// # Panics
    ///
    /// Where no loop runs.
    pub fn from_std(listener: std::net::TcpListener) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        Ok(TcpListener { io: Io::new(net::TcpListener::from_std(listener))? })
    }

    /// Takes the next connection, and says whose it is.
    ///
    /// # Errors
    ///
    /// Those of the system. The listener is still there then: the one that failed may have been that of one connection.
    pub async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        let accepted = poll_fn(|cx| self.io.poll_io(Direction::Read, cx, net::TcpListener::accept));
        let (stream, address) = accepted.await?;
        Ok((TcpStream { io: Io::new(stream)? }, address))
    }

    /// Where it listens.
    ///
    /// # Errors
    ///
    /// Those of the system.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.io.get().local_addr()
    }
}

impl fmt::Debug for TcpListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.io.get().fmt(f)
    }
}

#[cfg(unix)]
impl std::os::fd::AsFd for TcpListener {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.io.get().as_fd()
    }
}
