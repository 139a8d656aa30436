//! Which files may be seen: those below the prefixes, whatever a request's path is spelled like.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

/// The most files that are listed.
const MOST: usize = 1000;

/// The folders below which files may be seen.
pub struct Prefixes(Vec<PathBuf>);

impl Prefixes {
    /// Each must exist.
    pub fn new(prefixes: &[PathBuf]) -> io::Result<Prefixes> {
        prefixes.iter().map(fs::canonicalize).collect::<Result<_, _>>().map(Prefixes)
    }

    /// The file that a request asks for, if it lies below a prefix: after `%2e` was decoded, and `..` and links were
    /// followed. `/logs/app` does not admit `/logs/appx`, because `Path::starts_with` compares whole components.
    pub fn admit(&self, requested: &str) -> Result<PathBuf, String> {
        // One message for all: who may not see a file is not told whether it exists.
        let refused = || format!("{requested}: there is no such log");
        let decoded = percent_decode_str(requested).decode_utf8().map_err(|_| refused())?;
        let path = fs::canonicalize(&*decoded).map_err(|_| refused())?;
        let inside = self.0.iter().any(|prefix| path.starts_with(prefix));
        // Opening a pipe would wait for its other end.
        if inside && path.is_file() { Ok(path) } else { Err(refused()) }
    }

    /// The files below the prefixes, by name. Links are not followed.
    pub fn list(&self) -> Vec<PathBuf> {
        let mut folders = self.0.clone();
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                    Ok(kind) if kind.is_file() && files.len() < MOST => files.push(entry.path()),
                    _ => {}
                }
            }
        }
        files.sort();
        files.dedup();
        files
    }
}

/// Whether two handles are those of one file.
pub fn is_same(one: &fs::File, other: &Path) -> io::Result<bool> {
    let one = same_file::Handle::from_file(one.try_clone()?)?;
    Ok(one == same_file::Handle::from_path(other)?)
}
