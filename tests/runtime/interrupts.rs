//! Ctrl-c. The programs that are interrupted are tests of this file, in processes of their own.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use coro_core::run;

use crate::support::{finally, ms};

/// Starts one of the tests below, and waits until it says that it is ready.
fn start(name: &str) -> (Child, BufReader<ChildStdout>) {
    let mut program = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", &format!("interrupts::{name}")])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(program.stdout.take().unwrap());
    wait_for(&mut output, "ready");
    (program, output)
}

fn wait_for(output: &mut impl BufRead, text: &str) {
    let mut line = String::new();
    while !line.contains(text) {
        line.clear();
        assert_ne!(output.read_line(&mut line).unwrap(), 0, "the program ended before it said `{text}`");
    }
}

fn interrupt(program: &Child) {
    let sent = Command::new("kill").args(["-INT", &program.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
#[ignore = "a program for the test of this name"]
fn cleans_up() {
    let result = run(finally(
        async {
            println!("ready");
            std::future::pending::<()>().await;
        },
        async {
            coro_core::sleep(ms(20)).await;
            println!("cleaned up");
        },
    ));
    assert_eq!(result.unwrap_err().message(), Some("interrupted"));
}

#[test]
fn the_first_cancels_main() {
    let (mut program, mut output) = start("cleans_up");
    interrupt(&program);
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert!(program.wait().unwrap().success());
    assert!(rest.contains("cleaned up"));
}

#[test]
#[ignore = "a program for the test of this name"]
fn hangs() {
    let _ = run(finally(
        async {
            println!("ready");
            std::future::pending::<()>().await;
        },
        async {
            println!("cleaning up");
            std::future::pending::<()>().await;
        },
    ));
}

#[test]
fn the_second_ends_the_process() {
    use std::os::unix::process::ExitStatusExt;

    let (mut program, mut output) = start("hangs");
    interrupt(&program);
    wait_for(&mut output, "cleaning up");
    interrupt(&program);
    assert_eq!(program.wait().unwrap().signal(), Some(2));
}

#[test]
#[ignore = "a program for the test of this name"]
fn runs_no_loop() {
    run(async {}).unwrap();
    println!("ready");
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
fn without_a_loop_it_does_what_it_does_by_default() {
    use std::os::unix::process::ExitStatusExt;

    let start_of_test = Instant::now();
    let (mut program, _output) = start("runs_no_loop");
    interrupt(&program);
    assert_eq!(program.wait().unwrap().signal(), Some(2));
    assert!(start_of_test.elapsed() < Duration::from_secs(30));
}
