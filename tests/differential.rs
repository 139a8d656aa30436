//! Our machines against the compiler's own coroutines.
//!
//! Those need nightly features, so the comparison is a package of its own, `tests/differential/`, built here by a cargo of
//! its own in a directory below this workspace's target directory.

use std::path::Path;
use std::process::Command;

/// Runs cargo in `tests/differential/`, and fails with its output.
fn cargo(arguments: &[&str]) {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("differential");
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        // Where cargo finds the package's `.cargo/config.toml`, which allows nightly features.
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential"))
        .env("CARGO_TARGET_DIR", scratch)
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "`cargo {}` failed:\n{}{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
}

/// The bodies written by hand.
#[test]
fn bodies() {
    cargo(&["test", "--workspace", "--no-fail-fast"]);
}

/// A sample of the random programs. `cargo run --release --bin random` in that package runs as many as one likes.
#[test]
fn random_programs() {
    cargo(&["run", "--bin", "random", "--", "--seed", "1", "--count", "40", "--no-shrink"]);
}
