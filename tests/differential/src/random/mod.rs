//! Random programs: made, run against the compiler's own coroutines, and shrunk where they differ.

mod borrows;
mod composites;
mod expressions;
mod generator;
mod scopes;
mod shrink;
mod statements;
mod tree;
pub mod workshop;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use generator::Generator;
use workshop::{Verdict, Workshop};

/// How many programs are compiled together.
const BATCH: u64 = 100;

/// What to search.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// The seed of the first program. The others have those that follow.
    pub seed: u64,
    /// The number of programs.
    pub count: u64,
    /// Whether they are `async fn`s, and not coroutines.
    pub awaits: bool,
    /// Whether failing programs are made smaller.
    pub shrink: bool,
    /// Whether the programs keep borrows across suspensions.
    pub borrows: bool,
}

/// What rustc says of programs that ask for what the README rules out.
const BEYOND: [&str; 4] = [
    "error[E0382]: use of partially moved value",
    "error[E0277]: a part is moved out of a local that is kept across a suspension",
    "error[E0277]: a part is moved out of a local that is borrowed across a suspension",
    "error[E0277]: a guard that suspends or assigns looks at a value that its pattern moves",
];

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// The number of programs in which both machines did the same.
    pub same: u64,
    /// The number of programs that ask for what is ruled out: rustc refuses their machines.
    pub limits: u64,
    /// The seeds of programs that are not valid: mistakes of the generator.
    pub invalid: Vec<u64>,
    /// The seeds of failing programs, by the kind of failure.
    pub failures: BTreeMap<String, Vec<u64>>,
}

/// Runs the programs, and reports to `out`: the first of each kind of failure in full, as small as it gets.
///
/// # Errors
///
/// When programs cannot be compiled and run, or the report cannot be written.
pub fn search(search: Search, scratch: &Path, out: &mut dyn Write) -> io::Result<Summary> {
    let workshop = Workshop::new(scratch)?;
    let mut summary = Summary::default();
    let seeds: Vec<u64> = (search.seed..search.seed + search.count).collect();
    for seeds in seeds.chunks(BATCH as usize) {
        let program = |seed: &u64| Generator::program(*seed, search.awaits, search.borrows);
        let programs: Vec<_> = seeds.iter().map(program).collect();
        let texts: Vec<String> = programs.iter().map(|program| program.text("")).collect();
        let verdicts = workshop.judge(&texts)?;
        for ((seed, program), verdict) in seeds.iter().zip(&programs).zip(verdicts) {
            match (&verdict, verdict.kind()) {
                (_, Some(kind)) if BEYOND.iter().any(|limit| kind.starts_with(limit)) => {
                    summary.limits += 1;
                }
                (_, Some(kind)) => {
                    let known = summary.failures.entry(kind).or_default();
                    known.push(*seed);
                    if known.len() > 1 {
                        continue;
                    }
                    let (smallest, verdict) = if search.shrink {
                        shrink::shrink(&workshop, program, &verdict)?
                    } else {
                        (program.clone(), verdict)
                    };
                    report(*seed, &smallest.text("fn body"), &verdict, out)?;
                }
                (Verdict::Same, None) => summary.same += 1,
                (_, None) => {
                    summary.invalid.push(*seed);
                    if summary.invalid.len() == 1 {
                        report(*seed, &program.text("fn body"), &verdict, out)?;
                    }
                }
            }
        }
        let failed: usize = summary.failures.values().map(Vec::len).sum();
        let invalid = summary.invalid.len();
        let Summary { same, limits, .. } = summary;
        writeln!(out, "{same} the same, {failed} not, {limits} beyond the limits, {invalid} not valid")?;
    }
    Ok(summary)
}

fn report(seed: u64, program: &str, verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
    let (what, details) = match verdict {
        Verdict::Same => return Ok(()),
        Verdict::Invalid(errors) => ("is not valid: a mistake of the generator", errors),
        Verdict::Refused(errors) => ("does not compile as a machine of ours", errors),
        Verdict::Different(traces) => ("differs", traces),
        Verdict::Crashed(end) => ("crashed", end),
    };
    writeln!(out, "\n=== seed {seed} {what}\n\nalike! {{\n{program}\n}}\n\n{details}")
}
