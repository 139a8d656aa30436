//! A real browser, where one is installed: headless Chromium, asked over its DevTools protocol, which is a WebSocket too.

use std::cell::Cell;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::example::example;
use crate::files::Prefixes;
use crate::program::page::page;
use crate::support::{Client, Viewer, append, eventually, folder, serving};
use crate::view_log::{Error, Heartbeat, view_log};
use crate::websocket::{Options, WebSocket};

struct Browser {
    child: Child,
    address: std::net::SocketAddr,
    path: String,
}

impl Browser {
    /// Starts one with a new profile, if one is installed.
    fn start(profile: &Path) -> Option<Browser> {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let child = names.iter().find_map(|name| {
            Command::new(name)
                .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
                .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
                .args(["--remote-debugging-port=0", "about:blank"])
                .arg(format!("--user-data-dir={}", profile.display()))
                .stderr(Stdio::piped())
                .stdin(Stdio::null())
                .spawn()
                .ok()
        });
        let Some(mut child) = child else {
            eprintln!("skipped: no Chromium is installed");
            return None;
        };
        let lines = BufReader::new(child.stderr.take().expect("piped")).lines().map_while(Result::ok);
        let mut urls = lines.filter_map(|line| Some(line.split_once("listening on ws://")?.1.to_owned()));
        let url = urls.next().expect("it says where it listens");
        // It goes on writing there.
        std::thread::spawn(move || urls.count());
        let (address, path) = url.split_once('/').expect("a path");
        Some(Browser { child, address: address.parse().expect("an address"), path: format!("/{path}") })
    }

    fn open(&self, url: &str) -> Page {
        let mut browser = Page(Client::connect(self.address, &self.path));
        let answer = browser.ask("Target.createTarget", &format!("{{\"url\":\"{url}\"}}"));
        let id = answer.split("\"targetId\":\"").nth(1).and_then(|rest| rest.split('"').next());
        let path = format!("/devtools/page/{}", id.unwrap_or_else(|| panic!("{answer}")));
        Page(Client::connect(self.address, &path))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Page(Client);

impl Page {
    fn ask(&mut self, method: &str, parameters: &str) -> String {
        self.0.send(&format!("{{\"id\":1,\"method\":\"{method}\",\"params\":{parameters}}}"));
        loop {
            let answer = self.0.0.read().expect("an answer").to_string();
            if answer.starts_with("{\"id\":1,") {
                return answer;
            }
        }
    }

    /// Waits until a condition is so. It is JavaScript without double quotes.
    #[track_caller]
    fn expect(&mut self, condition: &str) {
        let parameters = format!("{{\"expression\":\"{condition}\"}}");
        eventually(condition, || {
            self.ask("Runtime.evaluate", &parameters).contains("\"type\":\"boolean\",\"value\":true")
        });
    }

    #[track_caller]
    fn expect_text(&mut self, text: &str) {
        // Escaped for JavaScript, and that for JSON.
        let text = text.escape_default().to_string().replace('\\', "\\\\");
        self.expect(&format!("document.querySelector('pre').textContent == '{text}'"));
    }
}

#[test]
fn it_shows_a_log_while_that_is_written_and_rotated() {
    let folder = folder("browser");
    let Some(browser) = Browser::start(&folder.join("profile")) else { return };
    fs::create_dir(folder.join("logs")).expect("a folder");
    let log = folder.join("logs/a b%.log");
    append(&log, "<script>document.title = 1</script>&\n\x1b[31mred\x1b[0m\n");
    let viewer = Viewer::new(&[&folder.join("logs")]);
    // By the list, as a person does.
    let mut page = browser.open(&format!("http://{}/", viewer.address));
    page.expect("document.querySelectorAll('li a').length == 1");
    page.ask("Runtime.evaluate", "{\"expression\":\"document.querySelector('li a').click()\"}");
    let before = "<script>document.title = 1</script>&\nred\n";
    page.expect_text(before);
    page.expect("document.title == 'view_log'");
    page.expect("document.querySelector('pre span[style]').style.color == 'rgb(205, 0, 0)'");
    append(&log, "appended\n");
    page.expect_text(&format!("{before}appended\n"));
    fs::rename(&log, folder.join("old")).expect("it is rotated");
    append(&log, "rotated\n");
    page.expect_text(&format!("{before}appended\nrotated\n"));
    let mut page = browser.open(&format!("http://{}/etc/passwd", viewer.address));
    page.expect_text("/etc/passwd: there is no such log\n");
    page.expect("getComputedStyle(document.querySelector('strong')).color == 'rgb(255, 85, 85)'");
    page.expect("document.querySelector('#status').textContent == 'that is all'");
}

#[test]
fn it_scrolls_with_the_log_unless_the_reader_has_scrolled_up() {
    let folder = folder("browser_scrolls");
    let Some(browser) = Browser::start(&folder.join("profile")) else { return };
    let log = folder.join("app.log");
    append(&log, "line\n".repeat(500));
    let viewer = Viewer::new(&[&folder]);
    let mut page = browser.open(&format!("http://{}{}", viewer.address, log.display()));
    let is_at_end = "(log.scrollTop > 0 && log.scrollTop + log.clientHeight >= log.scrollHeight - 4)";
    page.expect(is_at_end);
    append(&log, "more\n".repeat(100));
    page.expect(&format!("log.textContent.endsWith('more\\\\n') && {is_at_end}"));
    page.ask("Runtime.evaluate", "{\"expression\":\"log.scrollTop = 100\"}");
    append(&log, "still more\n");
    page.expect("log.textContent.endsWith('still more\\\\n') && log.scrollTop == 100");
}

#[test]
fn it_reconnects_when_the_server_is_back() {
    let folder = folder("browser_reconnects");
    let Some(browser) = Browser::start(&folder.join("profile")) else { return };
    let log = folder.join("app.log");
    append(&log, "one\n");
    let mut viewer = Viewer::new(&[&folder]);
    let address = viewer.address;
    let mut page = browser.open(&format!("http://{address}{}", log.display()));
    page.expect_text("one\n");
    viewer.interrupt();
    assert_eq!(viewer.code(), Some(0));
    page.expect("document.querySelector('#status').textContent == 'reconnecting'");
    append(&log, "two\n");
    let mut command = example("view_log");
    command.args(["--port", &address.port().to_string(), "--prefix"]).arg(&folder);
    let _viewer = Viewer::start(command);
    page.expect_text("one\ntwo\n");
}

#[test]
fn it_answers_the_heartbeat() {
    let folder = folder("browser_heartbeat");
    let Some(browser) = Browser::start(&folder.join("profile")) else { return };
    let log = folder.join("app.log");
    append(&log, "line\n");
    let prefixes = Rc::new(Prefixes::new(std::slice::from_ref(&folder)).expect("it is there"));
    let listed = prefixes.clone();
    let options = Options {
        process_request: Some(Rc::new(move |request| page(request, &listed))),
        ..Options::default()
    };
    let watched = Rc::new(Cell::new(None));
    let noted = watched.clone();
    let handler = move |socket: WebSocket| {
        let heartbeat = Heartbeat { interval: Duration::from_millis(50), timeout: Duration::from_secs(20) };
        let (start, noted, shown) =
            (Instant::now(), noted.clone(), view_log(socket, prefixes.clone(), heartbeat));
        async move {
            match shown.await {
                Err(Error::Closed(_)) => noted.set(Some(start.elapsed())),
                end => panic!("{end:?}"),
            }
            Ok(())
        }
    };
    serving(options, handler, move |address, _| {
        let mut page = browser.open(&format!("http://{address}{}", log.display()));
        page.expect_text("line\n");
        std::thread::sleep(Duration::from_millis(500));
        append(&log, "more\n");
        page.expect_text("line\nmore\n");
    });
    assert!(watched.get() > Some(Duration::from_millis(500)), "{watched:?}");
}
