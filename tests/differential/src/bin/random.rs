//! Runs random programs against the compiler's own coroutines.
//!
//!     cargo run --release --bin random -- --seed 1 --count 2000

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use coro_differential::random::{Search, search};
use lexopt::prelude::*;

const HELP: &str = "\
Runs random programs as coroutines of ours and of the compiler's, and compares.

    --seed N      the seed of the first program (1)
    --count N     how many programs (100)
    --borrows     programs that keep borrows across suspensions
    --async       `async fn`s, against native ones
    --no-shrink   show failing programs as they were generated
    --scratch DIR where programs are compiled (cargo's target directory)
";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut wanted = Search { seed: 1, count: 100, awaits: false, borrows: false, shrink: true };
    // Beside this program's own profile, in cargo's target directory.
    let mut scratch = std::env::current_exe()?.with_file_name("../random-programs");
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("seed") => wanted.seed = arguments.value()?.parse()?,
            Long("count") => wanted.count = arguments.value()?.parse()?,
            Long("borrows") => wanted.borrows = true,
            Long("async") => wanted.awaits = true,
            Long("no-shrink") => wanted.shrink = false,
            Long("scratch") => scratch = PathBuf::from(arguments.value()?),
            Short('h') | Long("help") => {
                print!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let summary = search(wanted, &scratch, &mut std::io::stdout())?;
    for (kind, seeds) in &summary.failures {
        println!("{} times: {kind}: seeds {seeds:?}", seeds.len());
    }
    if !summary.invalid.is_empty() {
        println!("not valid: seeds {:?}", summary.invalid);
    }
    let clean = summary.failures.is_empty() && summary.invalid.is_empty();
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
