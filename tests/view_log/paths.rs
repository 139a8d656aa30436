//! Which files may be seen, and tricks to see others.

use std::fs;

use crate::support::{Viewer, append, folder};

#[test]
fn only_files_below_a_prefix() {
    let folder = folder("paths");
    let (app, appx) = (folder.join("app"), folder.join("appx"));
    for inside in [app.join("deep/er"), appx.clone()] {
        fs::create_dir_all(inside).expect("a folder");
    }
    let other = folder.join("other log%.txt");
    append(&app.join("deep/er/seen.log"), "seen\n");
    append(&appx.join("secret.log"), "secret\n");
    append(&other, "other\n");
    let viewer = Viewer::new(&[&app]);
    let seen = |path: &str| viewer.watch(format!("{}{path}", folder.display())).rest();

    for path in [
        "/app/deep/er/seen.log",
        "/app/../app/deep/./er//seen.log",
        "/appx/../app/deep/er/seen.log",
        "/app/%64eep/%2e%2E/deep/er/seen%2elog",
        "/app%2Fdeep%2Fer%2Fseen.log",
    ] {
        assert_eq!(seen(path), ("seen\n".to_owned(), 1000), "{path}");
    }
    for path in [
        "/appx/secret.log",
        "/app/../appx/secret.log",
        "/app/%2e%2e/appx/secret.log",
        "/app/..%2fappx/secret.log",
        "/app/%252e%252e/appx/secret.log",
        "/app/.%2e/other%20log%25.txt",
        "/app/deep",
        "/app/none.log",
        "/app/deep/er/seen.log%00",
        "/app/%ff",
        "/app/deep/er/seen.log/..",
        "",
    ] {
        let (text, code) = seen(path);
        assert!(text.ends_with(": there is no such log\n"), "{path}: {text:?}");
        assert_eq!(code, 1000, "{path}");
    }
    assert!(viewer.watch("/").rest().0.ends_with("no such log\n"));
}

#[test]
fn more_than_one_prefix_and_a_file_as_one() {
    let folder = folder("prefixes");
    let (one, two) = (folder.join("one"), folder.join("two.log"));
    fs::create_dir(&one).expect("a folder");
    append(&one.join("a b%.log"), "one\n");
    append(&two, "two\n");
    let viewer = Viewer::new(&[&one, &two]);
    assert_eq!(viewer.watch(format!("{}/a%20b%25.log", one.display())).rest().0, "one\n");
    assert_eq!(viewer.watch(two.display()).rest().0, "two\n");
}

#[test]
fn the_message_is_red_and_escaped() {
    let folder = folder("red");
    let viewer = Viewer::new(&[&folder]);
    let mut client = viewer.watch("/%3Cscript%3E'&");
    let html = client.0.read().expect("a message").to_string();
    assert_eq!(html, "<strong style=\"color:#f55\">/%3Cscript%3E&#39;&amp;: there is no such log</strong>\n");
    assert_eq!(client.rest().1, 1000);
}

#[cfg(unix)]
#[test]
fn links_count_where_they_lead_to() {
    use std::os::unix::fs::symlink;
    let folder = folder("links");
    let (app, out) = (folder.join("app"), folder.join("out"));
    for inside in [&app, &out] {
        fs::create_dir(inside).expect("a folder");
    }
    append(&app.join("seen.log"), "seen\n");
    append(&out.join("secret.log"), "secret\n");
    symlink(&out, app.join("folder")).expect("a link");
    symlink(out.join("secret.log"), app.join("file.log")).expect("a link");
    symlink(app.join("seen.log"), out.join("in.log")).expect("a link");
    let viewer = Viewer::new(&[&app]);
    let seen = |path: &str| viewer.watch(format!("{}{path}", folder.display())).rest().0;
    assert!(seen("/app/folder/secret.log").ends_with("no such log\n"));
    assert!(seen("/app/file.log").ends_with("no such log\n"));
    assert_eq!(seen("/out/in.log"), "seen\n");
}

/// Opening one waits for who writes to it, and the loop would with it.
#[cfg(unix)]
#[test]
fn a_pipe_is_no_log() {
    let folder = folder("pipe");
    let pipe = folder.join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let viewer = Viewer::new(&[&folder]);
    assert!(viewer.watch(pipe.display()).rest().0.ends_with("no such log\n"));
}

/// While it is followed, a log is replaced by a link that leads out: what that leads to is not shown.
#[cfg(unix)]
#[test]
fn a_rotation_that_leads_out() {
    let folder = folder("leads_out");
    let app = folder.join("app");
    fs::create_dir(&app).expect("a folder");
    let log = app.join("app.log");
    append(&folder.join("secret.log"), "secret\n");
    append(&log, "seen\n");
    let viewer = Viewer::new(&[&app]);
    let mut client = viewer.watch(format_args!("{}?tail=1", log.display()));
    client.until("seen\n");
    fs::rename(&log, app.join("old.log")).expect("it is rotated");
    std::os::unix::fs::symlink("../secret.log", &log).expect("a link");
    std::thread::sleep(std::time::Duration::from_millis(400));
    append(&app.join("old.log"), "still the old one\n");
    assert_eq!(client.until("\n"), "still the old one\n");
}
