//! [`Writer`]: a stream with a buffer to write to, as asyncio's `StreamWriter` is.

use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::{fmt, io};

use futures_io::AsyncWrite;

/// With more than this, [`drain`](Writer::drain) waits ..
const HIGH_WATER: usize = 64 * 1024;
/// .. until there is no more than this.
const LOW_WATER: usize = 16 * 1024;

/// Writes to a stream by way of a buffer: writing never waits, and [`drain`](Writer::drain) does when much is left.
///
/// ```
/// use coro_core::net::{UnixStream, Writer};
/// use coro_core::run;
/// use std::io;
///
/// run(async {
///     let (one, other) = UnixStream::pair()?;
///     let mut writer = Writer::new(one);
///     writer.write(b"hello, ");
///     writer.write(b"world");
///     writer.drain().await?;
///     writer.close().await?;
///     let mut text = Vec::new();
///     other.read_to_end(&mut text).await?;
///     assert_eq!(text, b"hello, world");
///     io::Result::Ok(())
/// })
/// .unwrap()
/// .unwrap();
/// ```
#[doc(alias = "StreamWriter")]
pub struct Writer<S> {
    stream: S,
    buffer: Vec<u8>,
    /// How much of the buffer is written already.
    written: usize,
}

impl<S: AsyncWrite + Unpin> Writer<S> {
    /// A writer with an empty buffer.
    pub fn new(stream: S) -> Self {
        Writer { stream, buffer: Vec::new(), written: 0 }
    }

    /// Puts bytes into the buffer. They are written when it is drained, flushed or closed.
    pub fn write(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// How many bytes are left to be written.
    pub fn pending(&self) -> usize {
        self.buffer.len() - self.written
    }

    /// Writes what does not make it wait; and, when more than 64 KiB are left, waits until no more than 16 KiB are.
    ///
    /// # Errors
    ///
    /// Those of the stream.
    pub async fn drain(&mut self) -> io::Result<()> {
        let mut most = HIGH_WATER;
        poll_fn(|cx| match self.poll_write(cx) {
            Poll::Pending if self.pending() > most => {
                most = LOW_WATER;
                Poll::Pending
            }
            Poll::Pending => Poll::Ready(Ok(())),
            ready => ready,
        })
        .await
    }

    /// Writes all.
    ///
    /// # Errors
    ///
    /// Those of the stream.
    pub async fn flush(&mut self) -> io::Result<()> {
        poll_fn(|cx| self.poll_write(cx)).await?;
        poll_fn(|cx| Pin::new(&mut self.stream).poll_flush(cx)).await
    }

    /// Writes all, and closes the stream for writing.
    ///
    /// # Errors
    ///
    /// Those of the stream.
    pub async fn close(&mut self) -> io::Result<()> {
        self.flush().await?;
        poll_fn(|cx| Pin::new(&mut self.stream).poll_close(cx)).await
    }

    /// The stream.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.pending() > 0 {
            match Pin::new(&mut self.stream).poll_write(cx, &self.buffer[self.written..]) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(written)) => self.written += written,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    // What is written goes when that is most of it: the buffer does not grow for ever.
                    if self.written > self.pending() {
                        self.buffer.drain(..self.written);
                        self.written = 0;
                    }
                    return Poll::Pending;
                }
            }
        }
        self.buffer.clear();
        self.written = 0;
        Poll::Ready(Ok(()))
    }
}

impl<S: fmt::Debug> fmt::Debug for Writer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("stream", &self.stream).field("buffered", &self.buffer.len()).finish()
    }
}
