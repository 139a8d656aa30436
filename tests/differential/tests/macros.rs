//! Suspensions in the arguments of std's macros.

#![feature(coroutines, coroutine_trait, stmt_expr_attributes)]
// What bodies leave unused, they drop: that is what is looked at.
#![allow(unused, clippy::all)]

use std::fmt::Write as _;

use coro_differential::prelude::*;

alike! {
    (yield = i64, send = i64)
    fn format_arguments() -> String {
        let name = "name";
        let width = 6;
        let a = format!("{} {name} {:>width$}|{:03}", note(1), yield_!(2), yield_!(3));
        let b = format!("{a} {0} {0:?} {n:+} {n}", yield_!(4), n = note(5) + yield_!(6));
        let c = format!("{b:.5} {:1$} {:.*}", yield_!(7), 4, yield_!(8) as f64);
        format!("{a}{{}}{c}") + &format!("{}", yield_!(9))
    }
}

alike! {
    (yield = i64, send = i64)
    fn inline_arguments_mention_locals() -> String {
        let noisy = Noisy::new("noisy");
        let digits = 3;
        let value = 1.5;
        yield_!(1);
        let text = format!("{noisy:?} {value:.digits$}");
        yield_!(2);
        let other = Noisy::new("other");
        say(format_args!("{other}"));
        yield_!(3);
        format!("{text} {other}")
    }
}

alike! {
    /// What is formatted is only borrowed: it lives until the text is made, and no longer.
    (yield = i64, send = i64)
    fn format_temporaries() -> String {
        let a = format!("{} {}", Noisy::new("a"), yield_!(1));
        let b = format!("{:?} {} {}", Noisy::new("b"), yield_!(2), Noisy::new("c"));
        yield_!(b.len() as i64);
        a + &b
    }
}

alike! {
    (yield = i64, send = i64)
    fn vectors() -> Vec<i64> {
        let mut all = vec![note(1), yield_!(2), note(3), yield_!(4)];
        let repeated = vec![yield_!(5); 3];
        let lengths = vec![0u8; yield_!(6) as usize % 5].len() as i64;
        let noisy = vec![Noisy::new("a"), Noisy::new(yield_!(7)), Noisy::new("b")];
        let empty: Vec<i64> = vec![];
        all.extend(repeated);
        all.push(lengths + noisy.len() as i64 + empty.len() as i64);
        yield_!(8);
        all
    }
}

alike! {
    (yield = i64, send = i64)
    fn assertions_that_hold() -> i64 {
        let n = yield_!(1);
        assert!(yield_!(2) < 1000, "not evaluated {}", note(1));
        assert_eq!(yield_!(3).signum().abs() < 2, true);
        assert_eq!(n, n + 0 * yield_!(4), "not evaluated {}", note(2));
        assert_ne!(yield_!(5), -1 - note(0));
        debug_assert!(yield_!(6) >= 0 && n >= 0);
        debug_assert_eq!(Noisy::new("same"), { yield_!(7); Noisy::new("same") });
        yield_!(8)
    }
}

alike! {
    (yield = i64, send = i64)
    fn assertions_that_fail() -> i64 {
        let guard = Noisy::new("guard");
        let mut n = 0;
        loop {
            n += 1;
            assert!(yield_!(n) != 4, "four after {n} and {}", n + 1);
            assert_eq!(yield_!(n) % 7 == 5, false, "five in {guard} {0}", { n });
            assert_ne!(yield_!(n), 9);
            assert!(yield_!(n) < 14);
        }
    }
}

alike! {
    (yield = i64, send = i64)
    fn matches_macro() -> i64 {
        let a = matches!(yield_!(1), 0 | 2 | 4..=9);
        let b = matches!(maybe(yield_!(2)), Some(noisy) if noisy.by_ref() > 3);
        let c = matches!((yield_!(3), yield_!(4)), (n, m) if n < m && note(n) != 7);
        i64::from(a) + 2 * i64::from(b) + 4 * i64::from(c)
    }
}

#[cfg(feature = "limits")]
alike! {
    (yield = i64, send = i64)
    fn matches_macro_with_a_suspending_guard() -> i64 {
        let a = !matches!(yield_!(1), n if yield_!(n) > n);
        let b = matches!(maybe(yield_!(2)), Some(noisy) if noisy.by_ref() > yield_!(3));
        i64::from(a) + 2 * i64::from(b)
    }
}

alike! {
    (yield = i64, send = i64)
    fn write_macros() -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        write!(text, "{} {}", yield_!(1), note(2))?;
        writeln!(text, "{:>4} {}", yield_!(3), Noisy::new("noisy"))?;
        writeln!(text)?;
        if write!(&mut text, "{}", yield_!(4)).is_err() {
            yield_!(-1);
        }
        yield_!(text.len() as i64);
        Ok(text)
    }
}

alike! {
    (yield = i64, send = i64)
    fn panicking_macros() -> i64 {
        let noisy = Noisy::new("noisy");
        match yield_!(1) % 6 {
            0 => panic!("{} and {noisy}", yield_!(2)),
            1 => unreachable!("at {n}", n = yield_!(3)),
            2 => todo!("{}", yield_!(4)),
            3 => unimplemented!("{:?}", (yield_!(5), Noisy::new("temporary"))),
            4 => panic!(),
            _ => yield_!(6),
        }
    }
}

alike! {
    /// Macros without a suspension stay as they are, ours and std's.
    (yield = i64, send = i64)
    fn macros_left_alone() -> i64 {
        macro_rules! largest {
            ($a:expr) => { $a };
            ($a:expr, $($rest:expr),+) => {{
                let (a, b) = ($a, largest!($($rest),+));
                if a > b { a } else { b }
            }};
        }
        macro_rules! binding {
            ($name:ident = $value:expr) => { let $name = $value; };
        }
        let (x, y) = (yield_!(1), yield_!(2));
        binding!(bound = x + y);
        let z = bound + 1;
        yield_!(z);
        let n = largest!(x, y, z, 4);
        let text = concat!("a", 1, stringify!(b + c));
        yield_!(n + text.len() as i64);
        let all: std::collections::BTreeSet<_> = [x, y, z, n].into_iter().collect();
        std::cmp::max(largest!(n, 2), yield_!(all.len() as i64))
    }
}

alike! {
    (yield = String, send = i64)
    fn macros_as_operands() -> usize {
        let a = yield_!(format!("{}-{}", note(1), 2)) + vec![1, 2, 3].len() as i64;
        let b = yield_!(format!("{a}")) + i64::from(matches!(a, 1..=3));
        let c = [format!("{b}"), yield_!(String::from("x")).to_string(), format!("{}", a + b)];
        let d = if cfg!(debug_assertions) { line!() > 0 } else { column!() > 0 };
        yield_!(c.concat() + &format!("{d}"));
        vec![c.len(), vec![yield_!("nested".to_owned()), 2].len()].iter().sum()
    }
}
