//! A log to look at where no prefix was named: a thread writes it, and rotates it now and then.

use std::env;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(200);
const LINES_PER_FILE: u32 = 500;

/// The log, and the thread that writes it. Dropping it removes the log.
pub struct Demo {
    folder: PathBuf,
    log: PathBuf,
    /// The thread ends when this is dropped.
    _running: Sender<()>,
}

impl Demo {
    /// Starts to write a log in a new folder of its own.
    pub fn start() -> io::Result<Demo> {
        let folder = env::temp_dir().join(format!("view_log-{}", process::id()));
        fs::create_dir(&folder)?;
        let log = folder.join("demo.log");
        let file = File::create(&log)?;
        let (running, ended) = channel();
        let path = log.clone();
        thread::spawn(move || write(file, &path, &ended));
        Ok(Demo { folder, log, _running: running })
    }

    /// The folder that the log is in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The log.
    pub fn log(&self) -> &Path {
        &self.log
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may be in use still, on systems where that matters: then the system's own cleaning takes it.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn write(mut file: File, path: &Path, ended: &Receiver<()>) -> io::Result<()> {
    for n in 1_u32.. {
        match n {
            _ if n % 10 == 0 => writeln!(file, "\x1b[31mERROR\x1b[0m request {n} failed: the disk is full")?,
            _ if n % 4 == 0 => writeln!(file, "\x1b[33mWARN\x1b[0m  request {n} took {} ms", 100 + n % 900)?,
            _ => writeln!(file, "\x1b[32mINFO\x1b[0m  request {n} took {} ms", n % 7)?,
        }
        if n % LINES_PER_FILE == 0 {
            fs::rename(path, path.with_extension("log.1"))?;
            file = File::create(path)?;
        }
        if ended.recv_timeout(PAUSE) == Err(std::sync::mpsc::RecvTimeoutError::Disconnected) {
            break;
        }
    }
    Ok(())
}
