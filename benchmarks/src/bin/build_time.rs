//! Prints how long a crate of 500 small coroutines takes to build, with ours and with `diapause`.
//!
//!     cargo run --release --bin build_time
//!
//! Dependencies are built beforehand; the time is that of the one crate, from scratch, as the median of several runs
//! that take turns.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use coroutine_benchmarks::generated::Dialect;
use coroutine_benchmarks::table::{Table, cell, print};

const COROUTINES: usize = 500;
const RUNS: usize = 5;

/// The commands that are timed.
const COMMANDS: [&[&str]; 3] = [&["check"], &["build"], &["build", "--release"]];

/// A generated crate.
struct Package {
    name: &'static str,
    folder: PathBuf,
}

fn main() -> ExitCode {
    let shows = format!("Seconds for a crate of {COROUTINES} coroutines, the median of {RUNS} runs.");
    print(&shows, table())
}

fn table() -> Result<Table, Box<dyn Error>> {
    let benchmarks = Path::new(env!("CARGO_MANIFEST_DIR"));
    let core = benchmarks.with_file_name("coro-core");
    let core = core.to_str().ok_or("the path is not text")?;
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).ok_or("no target folder")?;

    let mut packages = Vec::new();
    for dialect in [Dialect::ours(core), Dialect::diapause()] {
        let folder = target.join("build_time").join(dialect.name);
        packages.push(generate(&dialect, folder, benchmarks)?);
    }

    let mut table = Table::new(["command", packages[0].name, packages[1].name, "ratio"]);
    for command in COMMANDS {
        let [ours, theirs] = time(&packages, command)?;
        let name = format!("`cargo {}`", command.join(" "));
        let numbers = [ours, theirs, ours / theirs].map(|number| cell(Some(number), 2));
        table.push(std::iter::once(name).chain(numbers));
    }
    Ok(table)
}

/// Writes the crate. It has the versions of this package's lock file.
fn generate(dialect: &Dialect, folder: PathBuf, benchmarks: &Path) -> Result<Package, Box<dyn Error>> {
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"generated\"\nedition = \"2024\"\n\n[dependencies]\n{}\n",
        dialect.dependency
    );
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(benchmarks.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    fs::write(folder.join("src/main.rs"), dialect.source(COROUTINES))?;
    let name = dialect.name;
    Ok(Package { name, folder })
}

/// The median seconds of each package.
fn time(packages: &[Package], command: &[&str]) -> Result<[f64; 2], Box<dyn Error>> {
    let mut seconds = [const { Vec::new() }; 2];
    for package in packages {
        cargo(package, command)?;
    }
    for _ in 0..RUNS {
        for (package, seconds) in packages.iter().zip(&mut seconds) {
            // A source that is newer than what was built of it is built again.
            let source = fs::File::options().append(true).open(package.folder.join("src/main.rs"))?;
            source.set_modified(std::time::SystemTime::now())?;
            let start = Instant::now();
            cargo(package, command)?;
            seconds.push(start.elapsed().as_secs_f64());
        }
    }
    Ok(seconds.map(|mut seconds| {
        seconds.sort_by(f64::total_cmp);
        seconds[RUNS / 2]
    }))
}

fn cargo(package: &Package, command: &[&str]) -> Result<(), Box<dyn Error>> {
    let output = Command::new("cargo")
        .args(command)
        .arg("--quiet")
        .current_dir(&package.folder)
        // An incremental build of an unchanged source would take no time.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", package.folder.join("target"))
        .output()?;
    if !output.status.success() {
        let log = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} does not build:\n{log}", package.folder.display()).into());
    }
    Ok(())
}
