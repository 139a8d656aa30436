//! The source of a crate of many small coroutines, for ours and for `diapause`: the same bodies, character by character,
//! under each one's attribute. Locals have the types that `diapause` asks for.

use std::fmt::Write;

/// How each crate spells the same thing.
pub struct Dialect {
    /// Its name in the table, and of its crate's folder.
    pub name: &'static str,
    /// The entry under `[dependencies]`.
    pub dependency: String,
    /// The attribute's path.
    attribute: &'static str,
    /// The attribute's option for the type of what is sent.
    send: &'static str,
    /// The method that sends.
    resume: &'static str,
    /// What makes the methods callable.
    import: &'static str,
}

impl Dialect {
    /// `coro-core`, which lies in the folder `path`.
    pub fn ours(path: &str) -> Self {
        Dialect {
            name: "ours",
            dependency: format!("coro-core = {{ path = {path:?} }}"),
            attribute: "coro_core::coroutine",
            send: "send",
            resume: "send",
            import: "use coro_core::{Coroutine, CoroutineState};",
        }
    }

    /// `diapause` from the registry.
    pub fn diapause() -> Self {
        Dialect {
            name: "diapause",
            dependency: "diapause = \"0.2.0\"".into(),
            attribute: "diapause::coroutine",
            send: "resume",
            resume: "resume",
            import: "use diapause::{Coroutine, CoroutineState};",
        }
    }

    /// The crate's only source file: `count` coroutines, each of which is driven, so that code is made for it.
    pub fn source(&self, count: usize) -> String {
        let mut source = format!("#![allow(dead_code)]\n\n{}\n", self.import);
        let mut main = String::from("\nfn main() {\n    let mut sum = 0u64;\n");
        for number in 0..count {
            let (body, drive) = BODIES[number % BODIES.len()];
            for text in [body, drive] {
                source.push_str(&self.spell(text, number));
            }
            writeln!(main, "    sum ^= drive_{number}();").expect("a string takes all text");
        }
        main.push_str("    println!(\"{sum}\");\n}\n");
        source + &main
    }

    fn spell(&self, text: &str, number: usize) -> String {
        text.replace("ATTRIBUTE", self.attribute)
            .replace("SEND", self.send)
            .replace("RESUME", self.resume)
            .replace("NUMBER", &number.to_string())
    }
}

/// A small coroutine, and a function that drives it.
const BODIES: [(&str, &str); 5] =
    [(FIB, DRAIN), (PAIRS, DRAIN), (TOTAL, EXCHANGE), (FIELDS, DRAIN_TEXT), (COLLATZ, DRAIN)];

const FIB: &str = "
#[ATTRIBUTE(yield = u64)]
fn coroutine_NUMBER(limit: u64) {
    let mut a: u64 = NUMBER;
    let mut b: u64 = 1;
    for _ in 0u64..limit {
        yield_!(a);
        (a, b) = (b, a.wrapping_add(b));
    }
}
";

const PAIRS: &str = "
#[ATTRIBUTE(yield = u64)]
fn coroutine_NUMBER(limit: u64) {
    for i in 0u64..limit {
        for j in 0u64..NUMBER {
            if i == j {
                yield_!(i);
            } else {
                yield_!(i ^ j);
            }
        }
    }
}
";

const TOTAL: &str = "
#[ATTRIBUTE(yield = u64, SEND = u64)]
fn coroutine_NUMBER(limit: u64) {
    let mut total: u64 = NUMBER;
    let mut largest: u64 = 0;
    while total < limit {
        let value = yield_!(total);
        if value > largest {
            largest = value;
        }
        total += value + 1;
    }
    yield_!(largest);
}
";

const FIELDS: &str = "
#[ATTRIBUTE(yield = u64)]
fn coroutine_NUMBER(text: String) {
    let mut line: String = String::new();
    let mut fields: u64 = NUMBER;
    let reversed: Vec<char> = text.chars().rev().collect();
    for c in reversed {
        match c {
            ',' => {
                fields += 1;
                yield_!(line.len() as u64);
                line.clear();
            }
            c => line.push(c),
        }
    }
    yield_!(fields);
}
";

const COLLATZ: &str = "
#[ATTRIBUTE(yield = u64)]
fn coroutine_NUMBER(start: u64) {
    let mut n: u64 = start + NUMBER;
    let mut steps: u64 = 0;
    loop {
        yield_!(n);
        if n <= 1 {
            break;
        }
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        steps += 1;
    }
    yield_!(steps);
}
";

const DRAIN: &str = "
fn drive_NUMBER() -> u64 {
    let mut machine = coroutine_NUMBER(10);
    let mut state = machine.start();
    let mut sum: u64 = 0;
    while let CoroutineState::Yielded(value) = state {
        sum = sum.wrapping_add(value);
        state = machine.RESUME(());
    }
    sum
}
";

const DRAIN_TEXT: &str = "
fn drive_NUMBER() -> u64 {
    let mut machine = coroutine_NUMBER(String::from(\"a,b,c\"));
    let mut state = machine.start();
    let mut sum: u64 = 0;
    while let CoroutineState::Yielded(value) = state {
        sum = sum.wrapping_add(value);
        state = machine.RESUME(());
    }
    sum
}
";

const EXCHANGE: &str = "
fn drive_NUMBER() -> u64 {
    let mut machine = coroutine_NUMBER(1000);
    let mut state = machine.start();
    let mut sum: u64 = 0;
    while let CoroutineState::Yielded(value) = state {
        sum = sum.wrapping_add(value);
        state = machine.RESUME(value);
    }
    sum
}
";
