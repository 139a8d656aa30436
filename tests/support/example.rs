//! Finds the examples that `cargo test` has built.

use std::env::{consts::EXE_SUFFIX, current_exe};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// A command that runs an example.
///
/// # Panics
///
/// When it is missing or older than its source: `cargo test` builds the examples, `cargo test --test NAME` does not.
pub fn example(name: &str) -> Command {
    let test = current_exe().expect("the test has a path");
    // `target/debug/deps/examples-0123` is beside `target/debug/examples/`, also with `--release` and `--target`.
    let profile = test.ancestors().nth(2).expect("the test is in a target folder");
    let binary = profile.join("examples").join(format!("{name}{EXE_SUFFIX}"));
    assert!(is_fresh(&binary), "{} is missing or too old: `cargo build --examples`", binary.display());
    Command::new(binary)
}

/// Whether it is newer than all the sources that cargo's list beside it names.
fn is_fresh(binary: &Path) -> bool {
    let Ok(list) = fs::read_to_string(binary.with_extension("d")) else {
        return false;
    };
    let sources = list.trim_end().rsplit_once(": ").map_or("", |(_, sources)| sources);
    // A space inside a path is written `\ `.
    let sources = sources.replace("\\ ", "\0");
    let built = changed(binary);
    built.is_some()
        && sources.split(' ').all(|source| changed(&PathBuf::from(source.replace('\0', " "))) <= built)
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}
