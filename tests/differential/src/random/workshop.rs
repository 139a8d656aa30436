//! Compiles and runs batches of generated programs, and says what became of each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::compare::Difference;

/// A batch that runs for longer hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// What became of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Both machines do the same.
    Same,
    /// The native machine does not compile: the program is not valid. With rustc's errors.
    Invalid(String),
    /// Ours does not compile. With rustc's errors.
    Refused(String),
    /// The traces differ. Side by side.
    Different(String),
    /// The run ended, or did not, before its verdict.
    Crashed(String),
}

impl Verdict {
    /// A word for the kind of failure, by which two failures are taken for the same. `None` if it is none of ours.
    pub fn kind(&self) -> Option<String> {
        match self {
            Verdict::Same | Verdict::Invalid(_) => None,
            Verdict::Refused(errors) => {
                let first = errors.lines().find(|line| line.starts_with("error"));
                // Names differ from program to program.
                let words = first.unwrap_or("error").split('`').step_by(2);
                Some(words.collect::<Vec<_>>().join("_"))
            }
            Verdict::Different(_) => Some("the traces differ".to_owned()),
            Verdict::Crashed(_) => Some("the run crashed".to_owned()),
        }
    }
}

/// A scratch package that depends on this one.
#[derive(Debug)]
pub struct Workshop {
    directory: PathBuf,
}

impl Workshop {
    /// Sets it up below a directory.
    ///
    /// # Errors
    ///
    /// When its files cannot be written.
    pub fn new(directory: &Path) -> io::Result<Workshop> {
        let differential = Path::new(env!("CARGO_MANIFEST_DIR"));
        let core = differential.join("../../coro-core");
        let manifest = format!(
            r#"[workspace]

[package]
name = "batch"
version = "0.0.0"
edition = "2024"

[features]
machine = ["coro-differential/machine", "dep:coro-core"]

[dependencies]
coro-differential = {{ path = {differential:?}, default-features = false }}
coro-core = {{ path = {core:?}, optional = true }}

[profile.dev]
debug = "line-tables-only"
"#
        );
        fs::create_dir_all(directory.join("src"))?;
        fs::write(directory.join("Cargo.toml"), manifest)?;
        // The same versions, without asking a registry.
        fs::copy(differential.join("Cargo.lock"), directory.join("Cargo.lock"))?;
        Ok(Workshop { directory: directory.to_owned() })
    }

    /// Judges programs, each the arguments of `pair!`.
    ///
    /// # Errors
    ///
    /// When files cannot be written or cargo cannot be run.
    pub fn judge(&self, programs: &[String]) -> io::Result<Vec<Verdict>> {
        let mut verdicts = vec![None; programs.len()];
        let all: BTreeSet<usize> = (0..programs.len()).collect();
        let ours = cfg!(feature = "machine");
        let mut left = self.compiling(programs, all, ours, &mut verdicts)?;
        let refused: BTreeSet<usize> = verdicts
            .iter()
            .enumerate()
            .filter(|(_, verdict)| verdict.is_some())
            .map(|(index, _)| index)
            .collect();
        if ours && !refused.is_empty() {
            // Whose fault is it? What the native machine does not accept, ours need not.
            let mut native = vec![None; programs.len()];
            self.compiling(programs, refused, false, &mut native)?;
            for (verdict, native) in verdicts.iter_mut().zip(native) {
                if let (Some(Verdict::Invalid(errors)), None) = (&verdict, &native) {
                    *verdict = Some(Verdict::Refused(errors.clone()));
                } else if native.is_some() {
                    *verdict = native;
                }
            }
            self.write(programs, &left)?;
            self.cargo("build", ours)?;
        }
        while let Some(&first) = left.first() {
            left = self.run(first, &left, &mut verdicts)?;
        }
        Ok(verdicts.into_iter().map(|verdict| verdict.unwrap_or(Verdict::Same)).collect())
    }

    /// Compiles, taking out what does not, until the rest does. Gives the rest.
    fn compiling(
        &self,
        programs: &[String],
        mut left: BTreeSet<usize>,
        ours: bool,
        verdicts: &mut [Option<Verdict>],
    ) -> io::Result<BTreeSet<usize>> {
        let command = if ours == cfg!(feature = "machine") { "build" } else { "check" };
        while !left.is_empty() {
            self.write(programs, &left)?;
            let errors = self.cargo(command, ours)?;
            if errors.is_empty() {
                break;
            }
            let by_program = blamed(&errors);
            if by_program.is_empty() {
                return Err(io::Error::other(format!("the batch does not compile:\n{errors}")));
            }
            for (index, errors) in by_program {
                left.remove(&index);
                verdicts[index] = Some(Verdict::Invalid(errors));
            }
        }
        Ok(left)
    }

    /// Writes the batch, a file for each program.
    fn write(&self, programs: &[String], chosen: &BTreeSet<usize>) -> io::Result<()> {
        let source = self.directory.join("src");
        let mut main = String::from(
            "#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]\n#![allow(warnings)]\n",
        );
        let mut list = String::new();
        for &index in chosen {
            main += &format!("mod b{index};\n");
            list += &format!("({index}, b{index}::body as fn() -> _), ");
            let text = format!(
                "use coro_differential::prelude::*;\n\
                 pub fn body() -> Result<(), coro_differential::compare::Difference> {{\n\
                 coro_differential::pair! {{ {} }}\n}}\n",
                programs[index]
            );
            fs::write(source.join(format!("b{index}.rs")), text)?;
        }
        main += &format!("fn main() {{ coro_differential::random::workshop::run_batch(&[{list}]); }}\n");
        fs::write(source.join("main.rs"), main)
    }

    /// Runs cargo. Gives its errors.
    fn cargo(&self, command: &str, ours: bool) -> io::Result<String> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        cargo.arg(command).args(["--quiet", "--color=never"]);
        if ours {
            cargo.args(["--features", "machine"]);
        }
        cargo
            .current_dir(&self.directory)
            .env("CARGO_TARGET_DIR", self.directory.join("target"))
            .env("RUSTC_BOOTSTRAP", "batch,coro_differential");
        let output = cargo.stdin(Stdio::null()).output()?;
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok(if output.status.success() { String::new() } else { errors })
    }

    /// Runs the batch from the program `first` on. Gives the programs that were not reached.
    fn run(
        &self,
        first: usize,
        left: &BTreeSet<usize>,
        verdicts: &mut [Option<Verdict>],
    ) -> io::Result<BTreeSet<usize>> {
        let path = self.directory.join("output.txt");
        let output = File::create(&path)?;
        let mut child = Command::new(self.directory.join("target/debug/batch"))
            .arg(first.to_string())
            .stdin(Stdio::null())
            .stderr(output.try_clone()?)
            .stdout(output)
            .spawn()?;
        let deadline = Instant::now() + PATIENCE;
        let end = loop {
            if let Some(status) = child.try_wait()? {
                break status.to_string();
            }
            if Instant::now() > deadline {
                child.kill()?;
                child.wait()?;
                break format!("it ran for more than {PATIENCE:?}");
            }
            sleep(Duration::from_millis(5));
        };
        let output = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
        let mut left = left.clone();
        for section in output.split("#begin ").skip(1) {
            let (index, rest) = section.split_once('\n').unwrap_or((section, ""));
            let index: usize = index.trim().parse().map_err(io::Error::other)?;
            left.remove(&index);
            verdicts[index] = Some(match rest.split_once("#end") {
                Some(("", _)) => Verdict::Same,
                Some((report, _)) => Verdict::Different(report.to_owned()),
                None => Verdict::Crashed(format!("{end}\n{rest}")),
            });
        }
        assert!(!left.contains(&first), "the batch does not run: {end}\n{output}");
        Ok(left)
    }
}

/// The errors of rustc's output, by the program in whose file they are.
fn blamed(errors: &str) -> BTreeMap<usize, String> {
    let mut by_program: BTreeMap<usize, String> = BTreeMap::new();
    for error in errors.split("\n\n").filter(|block| block.starts_with("error")) {
        let index = error.split("src/b").skip(1).find_map(|rest| {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        });
        if let Some(index) = index {
            *by_program.entry(index).or_default() += &format!("{error}\n\n");
        }
    }
    by_program
}

/// A program of a batch: its number, and what compares its machines.
pub type Compared = (usize, fn() -> Result<(), Difference>);

/// The `main` of a batch: runs its programs from the one named on the command line on.
pub fn run_batch(programs: &[Compared]) {
    let first = std::env::args().nth(1).and_then(|argument| argument.parse().ok());
    for (index, body) in programs {
        if *index < first.unwrap_or(0) {
            continue;
        }
        println!("#begin {index}");
        if let Err(difference) = body() {
            print!("{difference}");
        }
        println!("#end");
    }
}
