//! Prints what an `.await` costs, and how large the machines are: the compiler's `async fn`s and ours.
//!
//!     cargo run --release --bin awaits
//!
//! Instructions are counted as `instructions` counts them: twice the work, less the work once.

use std::error::Error;
use std::process::ExitCode;

use coroutine_benchmarks::awaits::{Shape, Side, counted, measured};
use coroutine_benchmarks::callgrind;
use coroutine_benchmarks::table::{Table, cell, geometric_mean};

const SIDES: [Side; 2] = [Side::Native, Side::Ours];

/// How often each awaits in the smaller run.
const WORK: u64 = 20_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        [] => tables(),
        ["run", name, side, work] => run(name, side, work),
        _ => Err("usage: awaits [run NAME Native|Ours WORK]".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(name: &str, side: &str, work: &str) -> Result<(), Box<dyn Error>> {
    let shapes = counted();
    let shape = shapes.iter().find(|shape| shape.name == name).ok_or("no such function")?;
    let side = SIDES.into_iter().find(|known| format!("{known:?}") == side).ok_or("no such side")?;
    println!("{:016x}", (shape.run)(side, work.parse()?));
    Ok(())
}

fn tables() -> Result<(), Box<dyn Error>> {
    let mut instructions = Vec::new();
    for shape in counted() {
        let counts = SIDES.map(|side| per_await(&shape, side));
        let [native, ours] = counts;
        instructions.push((shape.name, [native?, ours?]));
    }
    println!("{}", table("instructions per await", 1, &instructions));
    let shapes = counted().into_iter().take(4).chain(measured());
    let sizes: Vec<_> =
        shapes.map(|shape| (shape.name, SIDES.map(|side| (shape.size)(side) as f64))).collect();
    print!("{}", table("bytes", 0, &sizes));
    Ok(())
}

fn table(unit: &str, decimals: usize, rows: &[(&str, [f64; 2])]) -> Table {
    let mut table = Table::new([unit, "native", "ours", "ours to native"]);
    let ratios: Vec<f64> = rows.iter().map(|(_, [native, ours])| ours / native).collect();
    for ((name, numbers), ratio) in rows.iter().zip(&ratios) {
        let cells = numbers.iter().map(|number| cell(Some(*number), decimals));
        table.push([(*name).to_owned()].into_iter().chain(cells).chain([cell(Some(*ratio), 2)]));
    }
    let mean = cell(geometric_mean(&ratios), 2);
    table.push(["**geometric mean**".to_owned(), String::new(), String::new(), mean]);
    table
}

fn per_await(shape: &Shape, side: Side) -> Result<f64, Box<dyn Error>> {
    Ok((count(shape, side, 2 * WORK)? - count(shape, side, WORK)?) as f64 / WORK as f64)
}

/// The instructions of one run.
fn count(shape: &Shape, side: Side, work: u64) -> Result<u64, Box<dyn Error>> {
    callgrind::count(&["run", shape.name, &format!("{side:?}"), &work.to_string()])
}
