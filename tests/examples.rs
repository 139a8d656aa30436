//! Every example runs, and prints what its lesson says. `follow_log` has its own tests.

#[path = "support/example.rs"]
mod example;

use std::process::Output;

use example::example;

/// Runs an example that is to succeed.
fn stdout(name: &str) -> String {
    let output = output(name, &[]);
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

fn output(name: &str, arguments: &[&str]) -> Output {
    example(name).args(arguments).output().expect("the example starts")
}

#[test]
fn generator() {
    assert_eq!(stdout("generator"), "0\n1\n1\n2\n3\n5\n8\n13\n21\n34\n");
}

#[test]
fn on_tokio() {
    assert_eq!(stdout("on_tokio"), "10 numbers, 55 in all\n");
}

#[test]
fn send() {
    assert_eq!(
        stdout("send"),
        "\
10 makes the average 10
20 makes the average 15
60 makes the average 30
top of the stack: 2
top of the stack: 3
top of the stack: 5
top of the stack: 4
top of the stack: 20
(2 + 3) * 4 = Some(20)
"
    );
}

#[test]
fn throw() {
    assert_eq!(
        stdout("throw"),
        r#"reader:
  interrupted: trying page 2 again
  interrupted: trying page 2 again
  page not found: leaving page 3 out
  Ok(["text of page 1", "text of page 2", "text of page 4"])
strict_reader:
  Ok(14)
  Err("interrupted")
given back: too early
"#
    );
}

#[test]
fn yield_from() {
    assert_eq!(
        stdout("yield_from"),
        "\
leaves: abcd
same fringe: true, false
boys: 1.50 m
girls: 1.40 m
"
    );
}

#[test]
fn tokenizer() {
    let printed = stdout("tokenizer");
    assert_eq!(printed.lines().count(), 20, "{printed}");
    assert!(printed.starts_with("Name(\"area\")\nOperator(\"=\")\nOpen('[')\n"), "{printed}");
    assert!(printed.contains("\nText(\"in \u{b5}m\")\n"), "{printed}");
    assert!(printed.ends_with("Close(')')\nClose('}')\n"), "{printed}");
}

#[test]
fn tokenizer_reports_errors_after_the_tokens_before_them() {
    for (source, tokens, error) in [
        ("a $", "Name(\"a\")\n", "byte 2: no token begins with '$'\n"),
        ("1.2.3", "", "byte 0: this is not a number\n"),
        ("\"endless", "", "byte 0: this text has no end\n"),
        ("(", "Open('(')\n", "byte 0: this '(' is never closed\n"),
        ("(]", "Open('(')\n", "byte 1: nothing is open that ']' closes\n"),
    ] {
        let output = output("tokenizer", &[source]);
        assert_eq!(output.status.code(), Some(1), "{source}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), tokens, "{source}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), error, "{source}");
    }
    assert_eq!(output("tokenizer", &[""]).status.code(), Some(0));
}

#[test]
fn defer() {
    let undone = "  unlock B\n  unlock A\n";
    let locked = "  lock A\n  lock B\n";
    assert_eq!(
        stdout("defer"),
        [
            // The inner scope ends and begins again; the whole is undone when the suspended job is dropped.
            &format!("again:\n{locked}  unlock B\n  lock B\n  -> Yielded(\"working\")\n{undone}"),
            &format!("break:\n{locked}{undone}  -> Complete(Ok(\"ran to its end\"))\n"),
            &format!("return:\n{locked}{undone}  -> Complete(Ok(\"returned early\"))\n"),
            &format!("throw:\n{locked}{undone}  -> Ok(Complete(Err(\"an error\")))\n"),
            &format!("panic:\n{locked}{undone}  -> panicked: true, Panicked\n"),
            &format!("close:\n{locked}{undone}  -> Returned\n"),
            "never started:\n  -> nothing ran, so nothing is undone\n",
        ]
        .concat()
    );
}

#[test]
fn explicit_yield() {
    assert_eq!(
        stdout("explicit_yield"),
        r#"6 3 10 5 16 8 4 2 1: 8 steps
How many? many
invalid digit found in string. How many? 12
Complete(12)
Yielded("hello, Ada")
Yielded("hello, Ada and Grace")
Complete("hello, Ada, Grace and Barbara")
[1, 2, 3] squared make 14
"#
    );
}

#[test]
fn resume_point() {
    let printed = stdout("resume_point");
    // The line of each `yield_!`, as the source has it.
    let line = |signal: &str| {
        let source = include_str!("../examples/resume_point.rs");
        let call = format!("yield_!({signal:?})");
        let found = source.lines().position(|line| line.contains(&call));
        found.expect("it is in the source") + 1
    };
    let lines: Vec<_> = printed.lines().collect();
    assert_eq!(
        lines.iter().step_by(2).copied().collect::<Vec<_>>(),
        [
            "new",
            "cars go",
            "cars go",
            "cars go",
            "cars stop",
            "people go",
            "people go",
            "Complete(\"out of order\")",
            lines[lines.len() - 1],
        ]
    );
    let waits = |line: &str, state: &str, number: usize, saved: &[&str]| {
        assert!(line.starts_with(&format!("  waits in {state} at line {number}, ")), "{line}");
        for local in saved {
            assert!(line.contains(&format!("{local:?}")), "{line}");
        }
    };
    assert_eq!(lines[1], "  Unresumed: Unresumed, keeps [\"crossings\"]");
    for n in [3, 5, 7] {
        waits(lines[n], "Suspend0", line("cars go"), &["waited"]);
    }
    waits(lines[9], "Suspend1", line("cars stop"), &["hurry"]);
    for n in [11, 13] {
        waits(lines[n], "Suspend2", line("people go"), &[]);
    }
    assert_eq!(lines[15], "  Returned: Returned, keeps []");
}

#[test]
fn borrows() {
    assert_eq!(
        stdout("borrows"),
        "\
3
5
5
3
4
24
0 so far, and a
1 so far, and bc
2 so far, and def
Complete([\"a\", \"bc\", \"def\"])
"
    );
}

#[test]
fn async_fn() {
    let shown = stdout("async_fn");
    let (on_the_loop, by_hand) = shown.split_once("Unresumed at ").expect("where it stands is shown");
    assert_eq!(
        on_the_loop,
        "\
opening
hello, Ada
closing
closed
1 guests
opening
hello, Grace
hello, Barbara
closing
closed
timed out: but the door is closed
"
    );
    assert!(by_hand.contains("Await0 at "), "{by_hand}");
    assert!(by_hand.ends_with("Ok(Complete(Err(Cancelled { message: None })))\n"), "{by_hand}");
}

#[test]
fn promise() {
    assert_eq!(
        stdout("promise"),
        "\
kept: Ok(42)
broken: Err(BrokenPromise)
cancelled: the task was cancelled
the promise is refused: Err(41)
"
    );
}
