//! `follow_log`, run on real files that grow, shrink, and are rotated.

#[path = "support/example.rs"]
mod example;

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use example::example;

/// Long enough on a busy machine; it is waited out only when a test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// Some rounds of looking at the file: what has not come by then was held back on purpose.
const A_WHILE: Duration = Duration::from_millis(400);

/// A new path for a log of this test.
fn log(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("follow_log").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the log");
    folder.join("app.log")
}

fn append(log: &Path, text: impl AsRef<[u8]>) {
    let mut file = OpenOptions::new().create(true).append(true).open(log).expect("the log opens");
    file.write_all(text.as_ref()).expect("the log is written");
}

/// A running `follow_log`, and what it has printed.
struct Follower {
    child: Child,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

impl Follower {
    fn new(log: &Path, options: &[&str]) -> Follower {
        let mut child = example("follow_log")
            .args(options)
            .arg(log)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("follow_log starts");
        let stdout = lines(child.stdout.take().expect("piped"));
        let stderr = lines(child.stderr.take().expect("piped"));
        Follower { child, stdout, stderr }
    }

    fn next(&self) -> String {
        self.stdout.recv_timeout(PATIENCE).expect("a line is printed")
    }

    fn expect(&self, line: &str) {
        assert_eq!(self.next(), line);
    }

    fn expect_notice(&self, part: &str) {
        let notice = self.stderr.recv_timeout(PATIENCE).expect("a notice is printed");
        assert!(notice.contains(part), "{notice}");
    }

    fn expect_nothing(&self) {
        assert_eq!(self.stdout.recv_timeout(A_WHILE), Err(RecvTimeoutError::Timeout));
    }

    /// What ctrl-c does.
    #[cfg(unix)]
    fn interrupt(&self) {
        let sent = std::process::Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// The exit code, when it ends by itself.
    fn code(&mut self) -> Option<i32> {
        let patience = Instant::now() + PATIENCE;
        while Instant::now() < patience {
            if let Some(status) = self.child.try_wait().expect("its status is known") {
                return status.code();
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("it does not end");
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                break;
            }
        }
    });
    receiver
}

/// Reads a log to its end.
fn once(log: &Path, options: &[&str]) -> Output {
    example("follow_log")
        .args(["--from-start", "--once"])
        .args(options)
        .arg(log)
        .output()
        .expect("follow_log runs")
}

fn stdout_once(log: &Path, options: &[&str]) -> String {
    let output = once(log, options);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn appended_lines_are_printed() {
    let log = log("appended");
    append(&log, "one\n");
    let follower = Follower::new(&log, &["--from-start"]);
    follower.expect("one");
    append(&log, "two\nthree\n");
    follower.expect("two");
    follower.expect("three");
    append(&log, "\nfive\n");
    follower.expect("");
    follower.expect("five");
    follower.expect_nothing();
}

#[test]
fn old_lines_are_left_out() {
    let log = log("old");
    append(&log, "old\nold\n");
    let follower = Follower::new(&log, &[]);
    // It cannot be seen from here when it has found the end of the file: the first one printed is the first after that.
    let first = (0..200).find_map(|n| {
        append(&log, format!("new {n}\n"));
        follower.stdout.recv_timeout(Duration::from_millis(100)).ok()
    });
    let first = first.expect("a line is printed");
    assert!(first.starts_with("new "), "{first}");
}

#[test]
fn a_line_waits_for_its_end() {
    let log = log("unfinished");
    append(&log, "whole\nha");
    let follower = Follower::new(&log, &["--from-start"]);
    follower.expect("whole");
    follower.expect_nothing();
    append(&log, "lf");
    follower.expect_nothing();
    append(&log, " a line\n");
    follower.expect("half a line");
}

#[test]
fn a_truncated_log_is_read_from_its_start() {
    let log = log("truncated");
    append(&log, "a long first line\nunfinished");
    let follower = Follower::new(&log, &["--from-start"]);
    follower.expect("a long first line");
    follower.expect_nothing();
    OpenOptions::new().write(true).open(&log).and_then(|file| file.set_len(0)).expect("the log is truncated");
    // What was read before it was cut off is not lost.
    follower.expect("unfinished");
    follower.expect_notice("truncated");
    append(&log, "new\n");
    follower.expect("new");
}

#[test]
fn a_rotated_log_is_read_to_its_end_and_then_the_new_one() {
    let log = log("rotated");
    append(&log, "one\n");
    let follower = Follower::new(&log, &["--from-start"]);
    follower.expect("one");
    let old = log.with_extension("log.1");
    fs::rename(&log, &old).expect("the log is renamed");
    // Between the two, whoever writes has the old file open still.
    append(&old, "two\n");
    follower.expect("two");
    append(&old, "three\nunfinished");
    append(&log, "four\n");
    for line in ["three", "unfinished", "four"] {
        follower.expect(line);
    }
    follower.expect_notice("replaced");
    append(&log, "five\n");
    follower.expect("five");
}

#[test]
fn a_log_that_was_removed_may_come_back() {
    let log = log("removed");
    append(&log, "one\n");
    let follower = Follower::new(&log, &["--from-start"]);
    follower.expect("one");
    fs::remove_file(&log).expect("the log is removed");
    follower.expect_nothing();
    append(&log, "two\n");
    follower.expect("two");
}

#[test]
fn what_is_not_utf_8_is_passed_on_as_it_is() {
    let log = log("bytes");
    append(&log, b"caf\xe9 ERROR\n\xff\xfe\0\n\xe9 ERROR \xff\n");
    let output = once(&log, &["--grep", "ERROR", "--count-by", r"(?-u:[\x80-\xff])+"]);
    assert_eq!(
        output.stdout,
        b"caf\xe9 ERROR\n\xe9 ERROR \xff\nERROR: 2 lines\nby (?-u:[\\x80-\\xff])+:\n         2  \xe9\n         1  \xff\xfe\n"
    );
}

#[test]
fn every_sink_of_the_broadcaster_reports() {
    let log = log("reports");
    for n in 0..100 {
        let level = if n % 10 == 0 { "ERROR" } else { "INFO" };
        append(&log, format!("{level} user={} took {n} ms\n", n % 3));
    }
    assert_eq!(
        stdout_once(
            &log,
            &[
                "--quiet",
                "--grep",
                "ERROR",
                "--grep",
                "took 7. ms",
                "--count-by",
                r"user=(\d)",
                "--count-by",
                "ERROR|INFO"
            ]
        ),
        r"ERROR: 10 lines
took 7. ms: 10 lines
by user=(\d):
        34  0
        33  1
        33  2
by ERROR|INFO:
        90  INFO
        10  ERROR
"
    );
    assert!(stdout_once(&log, &["--grep", "took 10 ms"]).ends_with("ms\ntook 10 ms: 1 line\n"));
}

#[test]
fn without_a_pattern_all_lines_are_printed() {
    let log = log("all");
    append(&log, "one\r\ntwo");
    assert_eq!(stdout_once(&log, &[]), "one\r\ntwo\n");
    assert_eq!(stdout_once(&log, &["--quiet"]), "");
    let log = self::log("empty");
    append(&log, "");
    assert_eq!(stdout_once(&log, &[]), "");
}

#[test]
fn it_counts_as_grep_does_whatever_the_lengths_of_the_lines() {
    let log = log("long");
    let mut file = File::create(&log).expect("a log");
    let mut expected = 0;
    for n in 0..2000_usize {
        // Up to 300 KB, which is more than one buffer.
        let length = if n % 500 == 499 { 300_000 } else { n * 7 % 400 };
        let found = n % 3 == 0;
        expected += usize::from(found);
        writeln!(file, "{}{}", "x".repeat(length), if found { "needle" } else { "" })
            .expect("the log is written");
    }
    assert_eq!(stdout_once(&log, &["--quiet", "--grep", "needle$"]), format!("needle$: {expected} lines\n"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_closes_the_pipeline_and_it_reports() {
    let log = log("interrupted");
    append(&log, "ERROR one\nINFO two\n");
    let mut follower = Follower::new(&log, &["--from-start", "--grep", "ERROR", "--count-by", "^[A-Z]+"]);
    follower.expect("ERROR one");
    follower.interrupt();
    follower.expect("ERROR: 1 line");
    follower.expect("by ^[A-Z]+:");
    follower.expect("         1  ERROR");
    follower.expect("         1  INFO");
    assert_eq!(follower.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_until_it_is_closed() {
    let mut child = example("follow_log")
        .arg("/dev/stdin")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("follow_log starts");
    child.stdin.take().expect("piped").write_all(b"one\ntwo").expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    assert_eq!(output.stdout, b"one\ntwo\n");
}

#[test]
fn it_ends_in_silence_when_nobody_reads_on() {
    let log = log("broken_pipe");
    append(&log, "a line\n".repeat(100_000));
    let mut child = example("follow_log")
        .arg("--from-start")
        .arg(&log)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("follow_log starts");
    let mut line = String::new();
    let mut stdout: BufReader<ChildStdout> = BufReader::new(child.stdout.take().expect("piped"));
    stdout.read_line(&mut line).expect("a line is printed");
    assert_eq!(line, "a line\n");
    drop(stdout);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn what_cannot_be_read_is_an_error_that_names_it() {
    let log = log("missing");
    let output = once(&log, &[]);
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(message.starts_with("follow_log: ") && message.contains("app.log: "), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");

    let folder = log.parent().expect("it is in a folder");
    assert_eq!(once(folder, &[]).status.code(), Some(1));
}

#[test]
fn wrong_arguments_are_explained() {
    let log = log("wrong");
    append(&log, "");
    for (arguments, message) in [(&["--grep", "("][..], "unclosed group"), (&["--frob"], "--help")] {
        let output = once(&log, arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(message), "{output:?}");
    }
    let help = example("follow_log").arg("--help").output().expect("it prints its help");
    assert!(help.status.success());
    assert!(String::from_utf8_lossy(&help.stdout).contains("--from-start"));
}

#[test]
fn without_a_file_it_follows_one_of_its_own() {
    let output = example("follow_log").output().expect("follow_log runs");
    assert!(output.status.success(), "{output:?}");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(printed.lines().filter(|line| line.starts_with("ERROR request")).count(), 6, "{printed}");
    assert!(
        printed.ends_with(
            "ERROR: 6 lines\nby INFO|WARN|ERROR:\n        42  INFO\n        12  WARN\n         6  ERROR\n"
        ),
        "{printed}"
    );
    // It says so, and that the log was rotated on the way.
    assert!(String::from_utf8_lossy(&output.stderr).contains("replaced"), "{output:?}");
}
