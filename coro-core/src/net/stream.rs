//! What TCP and Unix streams have in common.

/// How many buffers every system takes at a time: `_XOPEN_IOV_MAX`, of POSIX. That one has moved less than all of more does
/// not say that the next operation would block.
pub(super) const MAX_BUFFERS: usize = 16;

/// `AsyncRead` and `AsyncWrite`, for a stream and for a reference to one.
macro_rules! byte_stream {
    ($type:ty) => {
        impl AsyncRead for $type {
            fn poll_read(
                self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                buffer: &mut [u8],
            ) -> Poll<io::Result<usize>> {
                self.io.poll_bytes(Direction::Read, cx, buffer.len(), |mut socket| socket.read(buffer))
            }

            fn poll_read_vectored(
                self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                buffers: &mut [IoSliceMut<'_>],
            ) -> Poll<io::Result<usize>> {
                let asked = buffers.iter().take(MAX_BUFFERS).map(|buffer| buffer.len()).sum();
                self.io.poll_bytes(Direction::Read, cx, asked, |mut socket| socket.read_vectored(buffers))
            }
        }

        impl AsyncWrite for $type {
            fn poll_write(
                self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                buffer: &[u8],
            ) -> Poll<io::Result<usize>> {
                self.io.poll_bytes(Direction::Write, cx, buffer.len(), |mut socket| socket.write(buffer))
            }

            fn poll_write_vectored(
                self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                buffers: &[IoSlice<'_>],
            ) -> Poll<io::Result<usize>> {
                let asked = buffers.iter().take(MAX_BUFFERS).map(|buffer| buffer.len()).sum();
                self.io.poll_bytes(Direction::Write, cx, asked, |mut socket| socket.write_vectored(buffers))
            }

            fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
                // Nothing is kept back here.
                Poll::Ready(Ok(()))
            }

            fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
                Poll::Ready(match self.shutdown(Shutdown::Write) {
                    // The other end was faster.
                    Err(error) if error.kind() == io::ErrorKind::NotConnected => Ok(()),
                    result => result,
                })
            }
        }
    };
}

/// The operations of a stream whose field `io` is an `Io` of a socket that implements `Read` and `Write` by reference.
macro_rules! stream {
    ($stream:ident) => {
        impl $stream {
            /// Reads into the buffer, and says how many bytes. At the end of the stream there are none.
            ///
            /// # Errors
            ///
            /// Those of the system.
            pub async fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
                poll_fn(|cx| Pin::new(&mut &*self).poll_read(cx, buffer)).await
            }

            /// Fills the buffer.
            ///
            /// # Errors
            ///
            /// Those of the system, and `UnexpectedEof` when the stream ends before.
            pub async fn read_exact(&self, mut buffer: &mut [u8]) -> io::Result<()> {
                while !buffer.is_empty() {
                    match self.read(buffer).await? {
                        0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                        read => buffer = &mut buffer[read..],
                    }
                }
                Ok(())
            }

            /// Reads until the stream ends, and says how many bytes were appended to the buffer.
            ///
            /// # Errors
            ///
            /// Those of the system. What was read before is in the buffer.
            pub async fn read_to_end(&self, buffer: &mut Vec<u8>) -> io::Result<usize> {
                let before = buffer.len();
                let mut chunk = [0; 8 * 1024];
                loop {
                    match self.read(&mut chunk).await? {
                        0 => return Ok(buffer.len() - before),
                        read => buffer.extend_from_slice(&chunk[..read]),
                    }
                }
            }

            /// Writes from the buffer, and says how many bytes.
            ///
            /// # Errors
            ///
            /// Those of the system.
            pub async fn write(&self, buffer: &[u8]) -> io::Result<usize> {
                poll_fn(|cx| Pin::new(&mut &*self).poll_write(cx, buffer)).await
            }

            /// Writes the whole buffer.
            ///
            /// # Errors
            ///
            /// Those of the system.
            pub async fn write_all(&self, mut buffer: &[u8]) -> io::Result<()> {
                while !buffer.is_empty() {
                    match self.write(buffer).await? {
                        0 => return Err(io::ErrorKind::WriteZero.into()),
                        written => buffer = &buffer[written..],
                    }
                }
                Ok(())
            }

            /// Closes it in one direction, or both. The other end sees the end of the stream after what was written.
            ///
            /// # Errors
            ///
            /// Those of the system.
            pub fn shutdown(&self, how: Shutdown) -> io::Result<()> {
                self.io.get().shutdown(how)
            }

            /// The error that came up outside of an operation, if one did. Then it is forgotten.
            ///
            /// # Errors
            ///
            /// Those of the system.
            pub fn take_error(&self) -> io::Result<Option<io::Error>> {
                self.io.get().take_error()
            }
        }

        $crate::net::stream::byte_stream!($stream);
        $crate::net::stream::byte_stream!(&$stream);

        impl fmt::Debug for $stream {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.io.get().fmt(f)
            }
        }

        #[cfg(unix)]
        impl std::os::fd::AsFd for $stream {
            fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
                self.io.get().as_fd()
            }
        }
    };
}

pub(super) use {byte_stream, stream};
