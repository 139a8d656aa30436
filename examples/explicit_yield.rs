//! `coroutine!` takes the real `yield` keyword, in functions and in closures that capture.
//!
//!     cargo run --example explicit_yield
//!
//! An attribute's function must be Rust that stable rustc parses, and there `yield` is reserved: so the attribute form
//! says `yield_!`. What stands in a macro's brackets need not be.

use coro_core::{Complete, Coroutine, Yielded, keyword::coroutine};

coroutine! {
    /// How many steps a number takes to get to 1: see <https://en.wikipedia.org/wiki/Collatz_conjecture>.
    fn collatz(start: u64) yield u64 -> u32 {
        let mut number = start;
        let mut steps = 0;
        while number != 1 {
            yield number;
            number = if number.is_multiple_of(2) { number / 2 } else { 3 * number + 1 };
            steps += 1;
        }
        steps
    }
}

coroutine! {
    /// Asks until the answer is a number.
    fn ask(question: &str) yield String send &str throw std::num::ParseIntError -> i64 {
        let mut prompt = question.to_string();
        loop {
            let answer = yield prompt;
            match answer {
                Ok(answer) => match answer.trim().parse() {
                    Ok(number) => return number,
                    Err(error) => prompt = format!("{error}. {question}"),
                },
                Err(error) => prompt = format!("somebody threw {error}. {question}"),
            }
        }
    }
}

fn main() {
    let mut steps = collatz(6);
    let length = loop {
        match steps.send(()) {
            Yielded(number) => print!("{number} "),
            Complete(length) => break length,
        }
    };
    println!("1: {length} steps");

    let mut answer = ask("How many?");
    let mut state = answer.start();
    for line in ["many", "12\n"] {
        if let Yielded(prompt) = &state {
            println!("{prompt} {}", line.trim());
        }
        state = answer.send(line);
    }
    println!("{state:?}");

    // A closure is a coroutine at once. Its parameter is the first value sent; later ones are what `yield` gives.
    let greeting = String::from("hello");
    let mut greeter = coroutine!(move |first: &'static str| {
        let second = yield format!("{greeting}, {first}");
        let third = yield format!("{greeting}, {first} and {second}");
        format!("{greeting}, {first}, {second} and {third}")
    });
    for name in ["Ada", "Grace", "Barbara"] {
        println!("{:?}", greeter.send(name));
    }

    // Without `move`, it borrows what it mentions, as any closure does.
    let mut log = Vec::new();
    let mut squares = coroutine!(|| {
        for n in 1..=3 {
            log.push(n);
            yield n * n;
        }
    });
    let mut sum = 0;
    while let Yielded(square) = squares.send(()) {
        sum += square;
    }
    println!("{log:?} squared make {sum}");
}
