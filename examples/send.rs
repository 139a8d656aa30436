//! Values go in, too: a `yield` hands a value out, and evaluates to the one that is sent next.
//!
//!     cargo run --example send

use coro_core::{Complete, Coroutine, Yielded};

/// The average of all that was sent so far.
#[coro_core::coroutine(yield = f64, send = f64)]
fn average() {
    let (mut sum, mut count) = (0.0, 0.0);
    let mut average = 0.0;
    loop {
        sum += yield_!(average);
        count += 1.0;
        average = sum / count;
    }
}

enum Command {
    Push(i64),
    Add,
    Multiply,
    Stop,
}

/// A calculator with a stack, that yields the top of it. `first` is the first value sent, so it needs no `start()`.
#[coro_core::coroutine(yield = i64, send = Command as first)]
fn calculator() -> Option<i64> {
    let mut stack = Vec::new();
    let mut command = first;
    loop {
        match command {
            Command::Push(number) => stack.push(number),
            Command::Add => {
                let sum = stack.pop()? + stack.pop()?;
                stack.push(sum);
            }
            Command::Multiply => {
                let product = stack.pop()? * stack.pop()?;
                stack.push(product);
            }
            Command::Stop => return stack.pop(),
        }
        command = yield_!(*stack.last()?);
    }
}

fn main() {
    let mut average = average();
    // There is nothing to send a first value to until the first `yield` is reached.
    assert_eq!(average.start(), Yielded(0.0));
    for value in [10.0, 20.0, 60.0] {
        if let Yielded(average) = average.send(value) {
            println!("{value} makes the average {average}");
        }
    }

    let mut calculator = calculator();
    for command in [Command::Push(2), Command::Push(3), Command::Add, Command::Push(4), Command::Multiply] {
        if let Yielded(top) = calculator.send(command) {
            println!("top of the stack: {top}");
        }
    }
    if let Complete(result) = calculator.send(Command::Stop) {
        println!("(2 + 3) * 4 = {result:?}");
    }
}
