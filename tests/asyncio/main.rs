//! asyncio as the oracle: random programs run on CPython's loop and on ours, and what happens is the same, in the same order and in
//! the same turn.
//!
//! A [`scenario`] is made of a seed. `interpreter.py` runs it there, [`interpreter`] here: as machines, and as plain `async fn`s. Where
//! ours differs on purpose, `ours.py` does as it does, or the scenario leaves it out; comments there say which. That is:
//!
//! - A cancellation is thrown in the next turn, goes down one level a turn, and has the last message (`Waiting` in `ours.py`).
//! - `gather` waits for its tasks when it is cancelled. A condition's waiter that is cancelled does not lock again.
//! - An error that a program returns is a value: a cancellation at that moment beats it.
//! - Locks and queues serve who was woken before who comes. Callbacks of a task come before who awaits it.
//! - To await takes the result: each future and task has one reader, but for the shared ones, which no reader cancels.
//!
//! No clock decides anything: limits are never reached.
//!
//! ```sh
//! ASYNCIO_SEEDS=10000..20000 cargo test --test asyncio    # others than the usual seeds
//! ```

mod generate;
mod interpreter;
mod python;
mod scenario;
mod shrink;
mod world;

use std::fmt::Write;
use std::ops::Range;

use python::Python;
use scenario::Scenario;
use world::Driver;

const DRIVERS: [(&str, Driver); 2] =
    [("machines", interpreter::machines::program), ("plain `async fn`s", interpreter::plain::program)];
/// How many scenarios a difference may take to shrink.
const TRIES: usize = 5_000;

struct Difference {
    driver: &'static str,
    asyncio: Vec<String>,
    ours: Vec<String>,
}

impl Difference {
    fn of(python: &mut Python, scenario: &Scenario) -> Option<Self> {
        let asyncio = python.trace(scenario);
        DRIVERS.into_iter().find_map(|(name, driver)| {
            let ours = world::run(scenario, driver);
            (ours != asyncio).then(|| Difference { driver: name, asyncio: asyncio.clone(), ours })
        })
    }

    /// The traces, side by side.
    fn report(&self) -> String {
        let mut report = format!("  {:50} {}\n", "asyncio", self.driver);
        for line in 0..self.asyncio.len().max(self.ours.len()) {
            let of = |lines: &[String]| lines.get(line).cloned().unwrap_or_default();
            let (asyncio, ours) = (of(&self.asyncio), of(&self.ours));
            let mark = if asyncio == ours { ' ' } else { '!' };
            writeln!(report, "{mark} {asyncio:50} {ours}").expect("a string takes all");
        }
        report
    }
}

/// Leaves out of a scenario what the difference does not need.
fn shrink(python: &mut Python, mut scenario: Scenario, mut difference: Difference) -> (Scenario, Difference) {
    let mut tries = 0;
    let mut smaller = scenario.smaller().into_iter();
    while let Some(candidate) = smaller.next()
        && tries < TRIES
    {
        tries += 1;
        if let Some(still) = Difference::of(python, &candidate) {
            (scenario, difference) = (candidate, still);
            smaller = scenario.smaller().into_iter();
        }
    }
    (scenario, difference)
}

fn seeds() -> Range<u64> {
    let Ok(seeds) = std::env::var("ASYNCIO_SEEDS") else { return 0..500 };
    let range = || {
        let (first, end) = seeds.split_once("..")?;
        Some(first.parse().ok()?..end.parse().ok()?)
    };
    range().expect("`ASYNCIO_SEEDS` is a range of numbers, as 0..500")
}

#[test]
fn random_programs_run_as_on_asyncio() {
    let Some(mut python) = Python::new() else {
        return eprintln!("skipped: there is no `python3` of version 3.11 or later");
    };
    for seed in seeds() {
        let scenario = Scenario::of(seed);
        if let Some(difference) = Difference::of(&mut python, &scenario) {
            let (scenario, difference) = shrink(&mut python, scenario, difference);
            panic!("seed {seed} differs. Shrunk:\n{scenario:?}\n{}", difference.report());
        }
    }
}
