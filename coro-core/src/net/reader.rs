//! [`Reader`]: a stream with a buffer to read from, as asyncio's `StreamReader` is.
//!
//! Nothing is read ahead of who asks for it, so a reader that is slow holds up the other end by the system's own buffers.

use core::future::poll_fn;
use core::pin::Pin;
use core::task::Poll;
use std::{fmt, io};

use futures_io::AsyncRead;

/// How much a [`Reader`] keeps at most, unless it is told otherwise.
const LIMIT: usize = 64 * 1024;
/// How much is read at a time.
const CHUNK: usize = 8 * 1024;

/// Reads lines, or pieces of a size, from a stream. What was read beyond them is kept for the next time.
///
/// What is cancelled while it reads loses nothing: what has come stays in the buffer.
///
/// ```
/// use coro_core::net::{Reader, UnixStream};
/// use coro_core::run;
/// use std::io;
///
/// run(async {
///     let (one, other) = UnixStream::pair()?;
///     one.write_all(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n").await?;
///     let mut reader = Reader::new(other);
///     assert_eq!(reader.read_until(b"\r\n").await.unwrap(), b"GET / HTTP/1.1\r\n");
///     assert_eq!(reader.read_until(b"\r\n").await.unwrap(), b"Host: here\r\n");
///     io::Result::Ok(())
/// })
/// .unwrap()
/// .unwrap();
/// ```
#[doc(alias = "StreamReader")]
pub struct Reader<S> {
    stream: S,
    /// What was read and not taken. No more than the limit.
    buffer: Vec<u8>,
    limit: usize,
}

/// Why a [`Reader`] could not give what was asked for.
#[derive(Debug)]
pub enum ReadError {
    /// The stream has ended. These bytes came before, and were taken out of the buffer.
    #[doc(alias = "IncompleteReadError")]
    Incomplete {
        /// What came.
        partial: Vec<u8>,
        /// How many bytes were asked for, if that was said.
        expected: Option<usize>,
    },
    /// As many bytes as the limit allows came without the separator. They are still in the buffer.
    #[doc(alias = "LimitOverrunError")]
    Limit,
    /// The stream has failed.
    Io(io::Error),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Incomplete { partial, expected: Some(expected) } => {
                write!(f, "the stream ended after {} of {expected} bytes", partial.len())
            }
            ReadError::Incomplete { partial, expected: None } => {
                write!(f, "the stream ended after {} bytes, without the separator", partial.len())
            }
            ReadError::Limit => f.write_str("the separator did not come within the limit"),
            ReadError::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ReadError {}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        ReadError::Io(error)
    }
}

impl From<ReadError> for io::Error {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Incomplete { .. } => io::Error::new(io::ErrorKind::UnexpectedEof, error),
            ReadError::Limit => io::Error::new(io::ErrorKind::InvalidData, error),
            ReadError::Io(error) => error,
        }
    }
}

impl<S: AsyncRead + Unpin> Reader<S> {
    /// A reader that keeps at most 64 KiB.
    pub fn new(stream: S) -> Self {
        Reader::with_limit(LIMIT, stream)
    }

    /// A reader that keeps at most so many bytes.
    pub fn with_limit(limit: usize, stream: S) -> Self {
        Reader { stream, buffer: Vec::new(), limit }
    }

    /// Up to so many bytes: those that are there, or the next that come. None at the end of the stream.
    ///
    /// # Errors
    ///
    /// Those of the stream.
    pub async fn read(&mut self, max: usize) -> io::Result<Vec<u8>> {
        if self.buffer.is_empty() {
            self.fill().await?;
        }
        Ok(self.take(max.min(self.buffer.len())))
    }

    /// So many bytes.
    ///
    /// # Errors
    ///
    /// Those of the stream, and when it ends before.
    #[doc(alias = "readexactly")]
    pub async fn read_exact(&mut self, count: usize) -> Result<Vec<u8>, ReadError> {
        while self.buffer.len() < count {
            if !self.fill_to(count).await? {
                let partial = std::mem::take(&mut self.buffer);
                return Err(ReadError::Incomplete { partial, expected: Some(count) });
            }
        }
        Ok(self.take(count))
    }

    /// All up to and with a separator.
    ///
    /// # Errors
    ///
    /// Those of the stream, when it ends before, and when the separator does not come within the limit.
    ///
    /// # Panics
    ///
    /// When the separator is empty.
    #[doc(alias = "readuntil")]
    pub async fn read_until(&mut self, separator: &[u8]) -> Result<Vec<u8>, ReadError> {
        assert!(!separator.is_empty(), "an empty separator is everywhere");
        let mut searched = 0;
        loop {
            let found = self.buffer[searched..].windows(separator.len()).position(|it| it == separator);
            if let Some(at) = found {
                return Ok(self.take(searched + at + separator.len()));
            }
            if self.buffer.len() >= self.limit {
                return Err(ReadError::Limit);
            }
            searched = (self.buffer.len() + 1).saturating_sub(separator.len());
            if !self.fill().await? {
                let partial = std::mem::take(&mut self.buffer);
                return Err(ReadError::Incomplete { partial, expected: None });
            }
        }
    }

    /// A line, with its end, or what comes before the end of the stream. Nothing at the end of the stream.
    ///
    /// # Errors
    ///
    /// Those of the stream, and when the line is longer than the limit.
    #[doc(alias = "readline")]
    pub async fn read_line(&mut self) -> Result<Vec<u8>, ReadError> {
        match self.read_until(b"\n").await {
            Err(ReadError::Incomplete { partial, .. }) => Ok(partial),
            result => result,
        }
    }

    /// The stream. What is in the buffer is lost.
    pub fn into_inner(self) -> S {
        self.stream
    }

    /// The stream.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        let rest = self.buffer.split_off(count);
        std::mem::replace(&mut self.buffer, rest)
    }

    /// Reads more, within the limit. Answers false at the end of the stream.
    async fn fill(&mut self) -> io::Result<bool> {
        self.fill_to(self.limit).await
    }

    async fn fill_to(&mut self, most: usize) -> io::Result<bool> {
        let before = self.buffer.len();
        let chunk = CHUNK.min(most.saturating_sub(before)).max(1);
        poll_fn(|cx| {
            // Here, not before the await: a cancelled read leaves no zeros behind.
            self.buffer.resize(before + chunk, 0);
            let polled = Pin::new(&mut self.stream).poll_read(cx, &mut self.buffer[before..]);
            self.buffer.truncate(before + if let Poll::Ready(Ok(read)) = polled { read } else { 0 });
            polled
        })
        .await
        .map(|read| read > 0)
    }
}

impl<S: fmt::Debug> fmt::Debug for Reader<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("stream", &self.stream).field("buffered", &self.buffer.len()).finish()
    }
}
