//! The source: an async generator that yields a log's text as it is written.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;
use std::time::Duration;

use coro_core::sleep;
use coro_core::time::yield_now;
use memchr::memrchr_iter;

use crate::files::{Prefixes, is_same};

/// How long to wait at the end of the file before it is looked at again.
const POLL: Duration = Duration::from_millis(100);
/// How much is read at a time.
const CHUNK: usize = 16 * 1024;
/// How many lines are shown of what is in the file already.
const LAST_LINES: usize = 1000;

/// Yields the text of a log: the last lines of what is in it, and with `tail` what is appended from then on. It survives
/// that the log is cut off, and that another file takes its name: it goes on at that one's start.
#[coro_core::coroutine(yield = io::Result<String>)]
pub async fn follow(prefixes: Rc<Prefixes>, requested: String, mut log: File, tail: bool) {
    let mut unfinished = Vec::new();
    if let Err(error) = seek_last_lines(&mut log, LAST_LINES).await {
        yield_!(Err(error));
        return;
    }
    let mut replacement = None;
    loop {
        match read_text(&mut log, &mut unfinished) {
            Ok(text) if !text.is_empty() => {
                yield_!(Ok(text));
                // A large log is no reason for the others to wait.
                yield_now().await;
                continue;
            }
            Ok(_) if tail => {}
            Ok(_) => return,
            Err(error) => {
                yield_!(Err(error));
                return;
            }
        }
        if let Some(replacement) = replacement.take() {
            log = replacement;
            continue;
        }
        // The old file is read once more: lines may have been appended to it just before it lost its name.
        replacement = newer(&log, &prefixes, &requested);
        if replacement.is_none() && !is_truncated(&mut log) {
            sleep(POLL).await;
        }
    }
}

/// Goes to the beginning of the last so many lines.
#[coro_core::coroutine]
async fn seek_last_lines(log: &mut File, count: usize) -> io::Result<()> {
    let mut position = log.seek(SeekFrom::End(0))?;
    // The end of the last line begins none.
    let mut left = if ends_line(log)? { count + 1 } else { count };
    let mut chunk = vec![0; CHUNK];
    while position > 0 {
        let start = position.saturating_sub(CHUNK as u64);
        chunk.truncate((position - start) as usize);
        log.seek(SeekFrom::Start(start))?;
        log.read_exact(&mut chunk)?;
        for index in memrchr_iter(b'\n', &chunk) {
            left -= 1;
            if left == 0 {
                log.seek(SeekFrom::Start(start + index as u64 + 1))?;
                return Ok(());
            }
        }
        position = start;
        yield_now().await;
    }
    log.rewind()
}

fn ends_line(log: &mut File) -> io::Result<bool> {
    let mut last = [0];
    Ok(log.seek_relative(-1).is_ok() && log.read(&mut last)? == 1 && last == *b"\n")
}

/// Reads what is there, and keeps the bytes of a character that is not all there yet.
fn read_text(log: &mut File, unfinished: &mut Vec<u8>) -> io::Result<String> {
    let mut chunk = [0; CHUNK];
    let read = log.read(&mut chunk)?;
    unfinished.extend_from_slice(&chunk[..read]);
    let complete = match str::from_utf8(unfinished) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => unfinished.len(),
    };
    let rest = unfinished.split_off(complete);
    let text = String::from_utf8_lossy(unfinished).into_owned();
    *unfinished = rest;
    Ok(text)
}

/// The file that has the log's name now, if it is another one. It may be that there is none for a moment.
fn newer(log: &File, prefixes: &Prefixes, requested: &str) -> Option<File> {
    let path = prefixes.admit(requested).ok()?;
    if is_same(log, &path).ok()? { None } else { File::open(path).ok() }
}

/// Whether it was cut off: then it is read from its start.
fn is_truncated(log: &mut File) -> bool {
    let (Ok(metadata), Ok(position)) = (log.metadata(), log.stream_position()) else { return false };
    metadata.len() < position && log.rewind().is_ok()
}
