//! Times the columns by turns, and makes tables of it.

use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

use super::{Row, Runtime};
use crate::table::{Table, cell, geometric_mean};

/// What one run took.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// By the clock on the wall.
    pub wall: Duration,
    /// Of the processor.
    pub cpu: Duration,
}

impl Sample {
    /// Runs a row on a runtime.
    pub fn take(row: &Row, runtime: Runtime) -> Self {
        let (wall, cpu) = (Instant::now(), ProcessTime::now());
        std::hint::black_box(row.run(runtime, row.work));
        Sample { wall: wall.elapsed(), cpu: cpu.elapsed() }
    }
}

/// The samples of one row: for each column, one of each round that it took part in.
pub struct Samples {
    /// The row's name.
    pub row: &'static str,
    /// In the order of the columns, of which the first is the one that the others are compared to.
    pub columns: Vec<Vec<Sample>>,
}

/// The numbers of one row and column: the median time, and the median of the ratios to the first column's sample of the same
/// round.
type Medians = (f64, f64);

impl Samples {
    fn medians(&self, what: fn(&Sample) -> Duration) -> Vec<Medians> {
        let first: Vec<f64> = self.columns[0].iter().map(|sample| what(sample).as_secs_f64()).collect();
        let medians = |samples: &Vec<Sample>| {
            let times: Vec<f64> = samples.iter().map(|sample| what(sample).as_secs_f64()).collect();
            let ratios = times.iter().zip(&first).map(|(time, first)| time / first).collect();
            (median(times), median(ratios))
        };
        self.columns.iter().map(medians).collect()
    }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    if numbers.len() % 2 == 1 { numbers[middle] } else { (numbers[middle - 1] + numbers[middle]) / 2.0 }
}

/// Milliseconds, and in brackets how many times that of the first column; at the end the geometric means of those.
pub fn table(unit: &str, columns: &[&str], rows: &[Samples], what: fn(&Sample) -> Duration) -> Table {
    let mut table = Table::new(std::iter::once(unit).chain(columns.iter().copied()));
    let mut ratios = vec![Vec::new(); columns.len()];
    for row in rows {
        let mut cells = vec![row.row.to_owned()];
        for (column, (time, ratio)) in row.medians(what).into_iter().enumerate() {
            ratios[column].push(ratio);
            let time = cell(Some(time * 1000.0), 1);
            cells.push(if column == 0 { time } else { format!("{time} ({ratio:.2})") });
        }
        table.push(cells);
    }
    let means = ratios.iter().map(|ratios| cell(geometric_mean(ratios), 2));
    table.push(std::iter::once("**geometric mean of the ratios**".to_owned()).chain(means));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(milliseconds: [u64; 3]) -> Vec<Sample> {
        let sample = |ms| Sample { wall: Duration::from_millis(ms), cpu: Duration::ZERO };
        milliseconds.map(sample).to_vec()
    }

    #[test]
    fn ratios_are_of_samples_of_the_same_round() {
        let row = Samples { row: "fib", columns: vec![samples([10, 20, 40]), samples([15, 30, 60])] };
        let table = table("ms", &["ours", "other"], &[row], |sample| sample.wall).to_string();
        let line = table.lines().nth(2).unwrap();
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        assert_eq!(cells, ["", "fib", "20.0", "30.0 (1.50)", ""]);
    }

    #[test]
    fn the_median_of_an_even_number_is_between_the_two_in_the_middle() {
        assert_eq!(median(vec![4.0, 1.0, 3.0, 2.0]), 2.5);
    }
}
