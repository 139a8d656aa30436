//! A log to follow where none was named: a thread writes it for some seconds, and rotates it halfway.

use std::env;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::thread::{self, JoinHandle};
use std::time::Duration;

const LINES: u32 = 60;
const PAUSE: Duration = Duration::from_millis(50);

/// The log, and the thread that writes it. Dropping it removes the log.
pub struct Demo {
    directory: PathBuf,
    log: PathBuf,
    writer: JoinHandle<()>,
}

impl Demo {
    /// Starts to write a log in a new folder of its own.
    pub fn start() -> io::Result<Demo> {
        let directory = env::temp_dir().join(format!("follow_log-{}", process::id()));
        fs::create_dir(&directory)?;
        let log = directory.join("demo.log");
        let file = File::create(&log)?;
        let path = log.clone();
        let writer = thread::spawn(move || {
            // When the folder is gone, the program is about to end.
            let _ = write(file, &path);
        });
        Ok(Demo { directory, log, writer })
    }

    /// The file to follow.
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Whether the last line has been written.
    pub fn is_finished(&self) -> bool {
        self.writer.is_finished()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may be in use still, on systems where that matters: then the system's own cleaning takes it.
        let _ = fs::remove_dir_all(&self.directory);
    }
}

fn write(mut file: File, path: &Path) -> io::Result<()> {
    for n in 1..=LINES {
        match n {
            _ if n % 10 == 0 => writeln!(file, "ERROR request {n} failed: the disk is full")?,
            _ if n % 4 == 0 => writeln!(file, "WARN request {n} took {} ms", 100 + n)?,
            _ => writeln!(file, "INFO request {n} took {} ms", n % 7)?,
        }
        if n == LINES / 2 {
            fs::rename(path, path.with_extension("log.1"))?;
            file = File::create(path)?;
        }
        thread::sleep(PAUSE);
    }
    Ok(())
}
