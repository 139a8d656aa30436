//! UDP.

use core::future::poll_fn;
use std::fmt;
use std::io;
use std::net::SocketAddr;

use mio::net;

use super::Address;
use super::address::{first, first_of};
use crate::event_loop::{Direction, Io};

/// A UDP socket.
///
/// ```
/// use coro_core::net::UdpSocket;
/// use coro_core::run;
/// use std::io;
///
/// run(async {
///     let (one, other) = (UdpSocket::bind("127.0.0.1:0").await?, UdpSocket::bind("127.0.0.1:0").await?);
///     one.send_to(b"hello", other.local_addr()?).await?;
///     let mut buffer = [0; 16];
///     let (length, sender) = other.recv_from(&mut buffer).await?;
///     assert_eq!((&buffer[..length], sender), (&b"hello"[..], one.local_addr()?));
///     io::Result::Ok(())
/// })
/// .unwrap()
/// .unwrap();
/// ```
pub struct UdpSocket {
    io: Io<net::UdpSocket>,
}

impl UdpSocket {
    /// Makes a socket at an address; at port 0, at a free one.
    ///
    /// # Errors
    ///
    /// Those of the system.
    ///
    /// # Panics
    ///
    /// Where no loop runs.
    pub async fn bind(address: impl Address) -> io::Result<Self> {
        first_of(address, async |address| Ok(UdpSocket { io: Io::new(net::UdpSocket::bind(address)?)? }))
            .await
    }

    /// Has [`send`](UdpSocket::send) go to this address, and [`recv`](UdpSocket::recv) take from this address only.
    ///
    /// # Errors
    ///
    /// Those of the system.
    pub async fn connect(&self, address: impl Address) -> io::Result<()> {
        first_of(address, async |address| self.io.get().connect(address)).await
    }

    /// Sends a datagram. Of several addresses it goes to the first, as with std's socket.
    ///
    /// ```
    /// use coro_core::net::UdpSocket;
    /// use coro_core::run;
    /// use std::io;
    ///
    /// run(async {
    ///     let socket = UdpSocket::bind("127.0.0.1:0").await?;
    ///     let port = socket.local_addr()?.port();
    ///     assert_eq!(socket.send_to(b"hello", ("127.0.0.1", port)).await?, 5);
    ///     io::Result::Ok(())
    /// })
    /// .unwrap()
    /// .unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the system.
    pub async fn send_to(&self, buffer: &[u8], to: impl Address) -> io::Result<usize> {
        let to = first(to).await?;
        poll_fn(|cx| self.io.poll_io(Direction::Write, cx, |socket| socket.send_to(buffer, to))).await
    }

    /// Receives a datagram. What does not fit into the buffer is lost.
    ///
    /// # Errors
    ///
    /// Those of the system.
    pub async fn recv_from(&self, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        poll_fn(|cx| self.io.poll_io(Direction::Read, cx, |socket| socket.recv_from(buffer))).await
    }

    /// Sends a datagram to where it is connected to.
    ///
    /// # Errors
    ///
    /// Those of the system.
    pub async fn send(&self, buffer: &[u8]) -> io::Result<usize> {
        poll_fn(|cx| self.io.poll_io(Direction::Write, cx, |socket| socket.send(buffer))).await
    }

    /// Receives a datagram from where it is connected to. What does not fit into the buffer is lost.
    ///
    /// # Errors
    ///
    /// Those of the system.
    pub async fn recv(&self, buffer: &mut [u8]) -> io::Result<usize> {
        poll_fn(|cx| self.io.poll_io(Direction::Read, cx, |socket| socket.recv(buffer))).await
    }

    /// The address of the socket.
    ///
    /// # Errors
    ///
    /// Those of the system.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.io.get().local_addr()
    }
}

impl fmt::Debug for UdpSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.io.get().fmt(f)
    }
}

#[cfg(unix)]
impl std::os::fd::AsFd for UdpSocket {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.io.get().as_fd()
    }
}
