//! The source: a coroutine that yields a log's lines, and is sent their buffers back.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::PathBuf;

use memchr::memchr;
use same_file::Handle;

/// What `follow` yields.
pub enum Event {
    /// A line, without its end.
    Line(Vec<u8>),
    /// There is nothing to read at the moment.
    Idle,
    /// The file was cut off. What is in it now is read from its start.
    Truncated,
    /// There is another file of that name now, as after a log rotation. It is read from its start.
    Replaced,
}

/// Yields the lines of a log as they are appended: with `from_start` those that are in it already, too; with `once`
/// it returns at the end of the file.
///
/// A buffer goes out with each line. Sent back, it is filled with the next one: reading a log allocates nothing.
///
/// A line is yielded when its end has been written. What stands without one is a line of its own when no more can
/// come: at the end with `once`, and where the file was truncated or replaced.
#[coro_core::coroutine(yield = Event, send = Vec<u8>)]
pub fn follow(path: PathBuf, from_start: bool, once: bool) -> io::Result<()> {
    // A local moves with the state at each step, and this is a large one: in a box, only a pointer does.
    #[moved]
    let mut log = Box::new(Log::open(path)?);
    if !from_start {
        log.skip_to_end()?;
    }
    let mut line = Vec::new();
    loop {
        if log.read_line(&mut line)? {
            line = yield_!(Event::Line(line));
            line.clear();
            continue;
        }
        let change = if once { Change::Ended } else { log.change()? };
        if change.ends_line() && !line.is_empty() {
            line = yield_!(Event::Line(line));
            line.clear();
        }
        match change {
            Change::Nothing => {
                yield_!(Event::Idle);
            }
            Change::Replacing => {}
            Change::Truncated => {
                yield_!(Event::Truncated);
            }
            Change::Replaced => {
                yield_!(Event::Replaced);
            }
            Change::Ended => return Ok(()),
        }
    }
}

/// Why there is nothing more to read.
enum Change {
    /// Nothing has been appended yet.
    Nothing,
    /// Another file has the name. Lines may have been appended to the old one just before: it is read once more.
    Replacing,
    /// The other file is read from now on.
    Replaced,
    /// The file has become shorter, and is read from its start.
    Truncated,
    /// Nothing can be appended: it was a pipe.
    Ended,
}

impl Change {
    /// Whether a line that has no end yet will never get one.
    fn ends_line(&self) -> bool {
        matches!(self, Change::Replaced | Change::Truncated | Change::Ended)
    }
}

/// A file that may grow, shrink, and lose its name to another.
struct Log {
    path: PathBuf,
    reader: BufReader<File>,
    identity: Handle,
    replacement: Option<Handle>,
}

impl Log {
    fn open(path: PathBuf) -> io::Result<Log> {
        let identity = Handle::from_path(&path)?;
        Ok(Log { path, reader: reader(&identity)?, identity, replacement: None })
    }

    fn skip_to_end(&mut self) -> io::Result<()> {
        // A pipe has no end to go to: all that comes out of it is new.
        if self.reader.get_ref().metadata()?.is_file() {
            self.reader.seek(SeekFrom::End(0))?;
        }
        Ok(())
    }

    /// Goes on with `line`, and says whether its end was found. The end itself is left out.
    ///
    /// It is `BufRead::read_until` with a faster search: that is where the time goes.
    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        loop {
            let buffer = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                outcome => outcome?,
            };
            match memchr(b'\n', buffer) {
                Some(end) => {
                    line.extend_from_slice(&buffer[..end]);
                    self.reader.consume(end + 1);
                    return Ok(true);
                }
                None if buffer.is_empty() => return Ok(false),
                None => {
                    let length = buffer.len();
                    line.extend_from_slice(buffer);
                    self.reader.consume(length);
                }
            }
        }
    }

    /// Finds out why there is nothing more to read, and turns to where there is.
    fn change(&mut self) -> io::Result<Change> {
        if let Some(replacement) = self.replacement.take() {
            self.reader = reader(&replacement)?;
            self.identity = replacement;
            return Ok(Change::Replaced);
        }
        let metadata = self.reader.get_ref().metadata()?;
        if !metadata.is_file() {
            return Ok(Change::Ended);
        }
        if metadata.len() < self.reader.stream_position()? {
            self.reader.rewind()?;
            return Ok(Change::Truncated);
        }
        // It may be that no file has the name for a moment: then the old one is what there is.
        match Handle::from_path(&self.path) {
            Ok(newest) if newest != self.identity => {
                self.replacement = Some(newest);
                Ok(Change::Replacing)
            }
            _ => Ok(Change::Nothing),
        }
    }
}

fn reader(file: &Handle) -> io::Result<BufReader<File>> {
    Ok(BufReader::with_capacity(1 << 16, file.as_file().try_clone()?))
}
