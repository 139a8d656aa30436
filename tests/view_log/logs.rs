//! What a viewer sees of a log, while it is written, cut off and rotated.

use std::fs;

use crate::support::{Viewer, append, folder};

#[test]
fn the_last_lines_then_the_end() {
    let folder = folder("last_lines");
    let log = folder.join("app.log");
    let lines: Vec<String> = (0..2500).map(|n| format!("line {n} <&\"'>\n")).collect();
    append(&log, lines.concat());
    append(&log, "a line without an end");
    let viewer = Viewer::new(&[&folder]);
    let (seen, code) = viewer.watch(log.display()).rest();
    assert_eq!(code, 1000);
    assert_eq!(seen, lines[1501..].concat() + "a line without an end");
}

#[test]
fn exactly_so_many_lines_and_none() {
    let folder = folder("few_lines");
    let (thousand, empty) = (folder.join("thousand.log"), folder.join("empty.log"));
    append(&thousand, "x\n".repeat(1000));
    append(&empty, "");
    let viewer = Viewer::new(&[&folder]);
    assert_eq!(viewer.watch(thousand.display()).rest(), ("x\n".repeat(1000), 1000));
    assert_eq!(viewer.watch(empty.display()).rest(), (String::new(), 1000));
}

#[test]
fn lines_that_are_longer_than_a_chunk() {
    let folder = folder("long_lines");
    let log = folder.join("app.log");
    let long = "ä".repeat(100_000) + "\n";
    append(&log, long.repeat(3));
    let viewer = Viewer::new(&[&folder]);
    assert_eq!(viewer.watch(log.display()).rest(), (long.repeat(3), 1000));
}

#[test]
fn what_is_appended_while_it_watches() {
    let folder = folder("appended");
    let log = folder.join("app.log");
    append(&log, "before\n");
    let viewer = Viewer::new(&[&folder]);
    let mut client = viewer.watch(format_args!("{}?tail=1", log.display()));
    client.until("before\n");
    for n in 0..3 {
        append(&log, format!("line {n}\n"));
        assert_eq!(client.until("\n"), format!("line {n}\n"));
    }
    append(&log, "half ");
    client.until("half ");
    append(&log, "a line\n");
    client.until("a line\n");
    // A character that comes in two parts.
    append(&log, [0xc3]);
    append(&log, [0xa4, b'\n']);
    assert_eq!(client.until("\n"), "ä\n");
}

#[test]
fn through_rotation_and_truncation() {
    let folder = folder("rotation");
    let log = folder.join("app.log");
    append(&log, "first file\n");
    let viewer = Viewer::new(&[&folder]);
    let mut client = viewer.watch(format_args!("{}?tail=1", log.display()));
    client.until("first file\n");
    for n in 0..3 {
        fs::rename(&log, log.with_extension("1")).expect("it is rotated");
        append(&log, format!("file {n}\n"));
        assert_eq!(client.until("\n"), format!("file {n}\n"));
    }
    fs::write(&log, "cut\n").expect("it is cut off");
    assert_eq!(client.until("\n"), "cut\n");
    fs::remove_file(&log).expect("it is removed");
    append(&log, "again\n");
    assert_eq!(client.until("\n"), "again\n");
}

/// The last words of a file that has lost its name are those of who writes it still.
#[test]
fn lines_that_are_written_just_before_a_rotation() {
    let folder = folder("last_words");
    let log = folder.join("app.log");
    append(&log, "begin\n");
    let viewer = Viewer::new(&[&folder]);
    let mut client = viewer.watch(format_args!("{}?tail=1", log.display()));
    client.until("begin\n");
    for n in 0..40 {
        append(&log, format!("old {n}\n"));
        let old = log.with_extension("old");
        fs::rename(&log, &old).expect("it is rotated");
        append(&old, format!("late {n}\n"));
        append(&log, format!("new {n}\n"));
        let seen = client.until(&format!("new {n}\n"));
        assert_eq!(seen, format!("old {n}\nlate {n}\nnew {n}\n"));
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_is_pointed_to_another_file() {
    let folder = folder("link");
    let link = folder.join("current");
    for n in 0..2 {
        append(&folder.join(format!("{n}.log")), format!("log {n}\n"));
    }
    std::os::unix::fs::symlink("0.log", &link).expect("a link");
    let viewer = Viewer::new(&[&folder]);
    let mut client = viewer.watch(format_args!("{}?tail=1", link.display()));
    client.until("log 0\n");
    fs::remove_file(&link).expect("it is removed");
    std::os::unix::fs::symlink("1.log", &link).expect("another link");
    client.until("log 1\n");
}

#[test]
fn colours_and_escaping() {
    let folder = folder("colours");
    let log = folder.join("app.log");
    append(&log, "\x1b[1;31mred\x1b[0m <script>alert(1)</script> \x1b[38;5;208mo\x1b[38;2;1;2;3mc\x1b[m.\n");
    let viewer = Viewer::new(&[&folder]);
    let mut client = viewer.watch(format_args!("{}?tail=1", log.display()));
    let html = client.0.read().expect("a message").to_string();
    assert_eq!(
        html,
        "<span></span><span style=\"color:#cd0000;font-weight:bold;\">red</span><span> \
         &lt;script&gt;alert(1)&lt;/script&gt; </span><span style=\"color:#ff8700;\">o</span>\
         <span style=\"color:#010203;\">c</span><span>.\n</span>"
    );
    // A style goes on in the next piece, also when its sequence was cut in two.
    append(&log, "\x1b[4");
    assert_eq!(client.0.read().expect("a message").to_string(), "<span></span>");
    append(&log, "2mgreen\n");
    let html = client.0.read().expect("a message").to_string();
    assert_eq!(html, "<span></span><span style=\"background:#00cd00;\">green\n</span>");
    append(&log, "still\n");
    let html = client.0.read().expect("a message").to_string();
    assert_eq!(html, "<span style=\"background:#00cd00;\">still\n</span>");
    append(&log, "\x1b[49m\x1b]8;;http://localhost\x1b\\link\x1b]8;;\x07\n");
    client.until("link\n");
}
