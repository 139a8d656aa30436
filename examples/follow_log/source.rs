//! The source: a coroutine that yields a log's lines, and is sent their buffers back.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;

use memchr::{memchr_iter, memrchr};
use same_file::Handle;

/// What `follow` yields.
pub enum Event {
    /// Lines with their ends, as many as there were to read.
    Lines(Vec<u8>),
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
/// A buffer goes out with the lines. Sent back, it is filled with the next ones: reading a log allocates nothing.
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
    let mut lines = Vec::new();
    loop {
        if log.read_lines(&mut lines)? {
            lines = yield_!(Event::Lines(lines));
            lines.clear();
            continue;
        }
        let change = if once { Change::Ended } else { log.change()? };
        if change.ends_line() && !lines.is_empty() {
            lines = yield_!(Event::Lines(lines));
            lines.clear();
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

/// The lines in a buffer, without their ends.
pub fn split(lines: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    let unended = (!lines.ends_with(b"\n") && !lines.is_empty()).then_some(lines.len());
    memchr_iter(b'\n', lines)
        .chain(unended)
        .map(move |end| &lines[std::mem::replace(&mut start, end + 1)..end])
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

/// How much is read at a time.
const CHUNK: usize = 1 << 15;

/// A file that may grow, shrink, and lose its name to another.
struct Log {
    path: PathBuf,
    file: File,
    /// The beginning of a line that was read behind others.
    unended: Vec<u8>,
    identity: Handle,
    replacement: Option<Handle>,
}

impl Log {
    fn open(path: PathBuf) -> io::Result<Log> {
        let identity = Handle::from_path(&path)?;
        Ok(Log { path, file: reader(&identity)?, unended: Vec::new(), identity, replacement: None })
    }

    fn skip_to_end(&mut self) -> io::Result<()> {
        // A pipe has no end to go to: all that comes out of it is new.
        if self.file.metadata()?.is_file() {
            self.file.seek(SeekFrom::End(0))?;
        }
        Ok(())
    }

    /// Goes on with `lines` to the last line whose end has been read, and says whether there was one. What is read behind that waits
    /// for the next call.
    fn read_lines(&mut self, lines: &mut Vec<u8>) -> io::Result<bool> {
        lines.append(&mut self.unended);
        loop {
            let start = lines.len();
            lines.resize(start + CHUNK, 0);
            let outcome = self.file.read(&mut lines[start..]);
            lines.truncate(start + *outcome.as_ref().unwrap_or(&0));
            match outcome {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
                Ok(0) => return Ok(false),
                Ok(_) => {}
            }
            if let Some(end) = memrchr(b'\n', &lines[start..]) {
                let end = start + end + 1;
                self.unended.extend_from_slice(&lines[end..]);
                lines.truncate(end);
                return Ok(true);
            }
        }
    }

    /// Finds out why there is nothing more to read, and turns to where there is.
    fn change(&mut self) -> io::Result<Change> {
        if let Some(replacement) = self.replacement.take() {
            self.file = reader(&replacement)?;
            self.identity = replacement;
            return Ok(Change::Replaced);
        }
        let metadata = self.file.metadata()?;
        if !metadata.is_file() {
            return Ok(Change::Ended);
        }
        if metadata.len() < self.file.stream_position()? {
            self.file.rewind()?;
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

fn reader(file: &Handle) -> io::Result<File> {
    file.as_file().try_clone()
}
