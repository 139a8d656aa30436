//! An editor sees through `#[coroutine]`: rust-analyzer completes, explains, finds and renames in a body, also where that is not
//! finished yet.
//!
//! It is asked as an editor asks it, by the Language Server Protocol. Where it is not installed
//! (`rustup component add rust-analyzer`), nothing is tested, and the test says so.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use std::{fs, thread};

use serde_json::{Value, json};

const SOURCE: &str = r#"
pub struct Point { left: i64, right: i64 }

impl Point {
    pub fn length(&self) -> i64 { self.left + self.right }
}

#[coro_core::coroutine(yield = i64, send = i64)]
pub fn walk(start: i64) -> i64 {
    let point = Point { left: start, right: yield_!(start) };
    let text = String::from("some words");
    for word in text.split(' ') {
        yield_!(word.len() as i64);
    }
    point.
}

#[coro_core::coroutine]
pub async fn measure(text: &str) -> i64 {
    let point = Point { left: 1, right: 2 };
    coro_core::time::yield_now().await;
    let total = point.length();
    text.len() as i64 + total
}
"#;

/// How long an answer may take. Until the first, the package's dependencies are built.
const PATIENCE: Duration = Duration::from_secs(300);

struct Editor {
    server: Child,
    to_server: ChildStdin,
    from_server: Receiver<Value>,
    uri: String,
    asked: u64,
    diagnostics: Vec<String>,
}

impl Editor {
    /// Starts rust-analyzer on a package, and waits until it has seen all of it.
    fn open(package: &Path) -> Editor {
        let mut server = Command::new("rust-analyzer")
            .current_dir(package)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("rust-analyzer should start");
        let to_server = server.stdin.take().expect("it is piped");
        let mut stdout = BufReader::new(server.stdout.take().expect("it is piped"));
        let (sender, from_server) = channel();
        thread::spawn(move || {
            while let Some(message) = receive(&mut stdout) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let uri = |path: &Path| format!("file://{}", path.display());
        let file = uri(&package.join("src/lib.rs"));
        let mut editor =
            Editor { server, to_server, from_server, uri: file, asked: 0, diagnostics: Vec::new() };
        editor.ask(
            "initialize",
            json!({
                "processId": std::process::id(),
                "rootUri": uri(package),
                "initializationOptions": { "checkOnSave": false },
                "capabilities": {
                    "textDocument": { "hover": { "contentFormat": ["plaintext"] } },
                    "workspace": { "workspaceEdit": { "documentChanges": true } },
                    "experimental": { "serverStatusNotification": true },
                },
            }),
        );
        editor.send(json!({ "method": "initialized", "params": {} }));
        let document =
            json!({ "uri": editor.uri.clone(), "languageId": "rust", "version": 1, "text": SOURCE });
        editor.send(json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
        editor.wait_for(|message| {
            message["method"] == "experimental/serverStatus" && message["params"]["quiescent"] == true
        });
        editor
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = "2.0".into();
        let text = message.to_string();
        write!(self.to_server, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("it should read");
        self.to_server.flush().expect("it should read");
    }

    fn wait_for(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.from_server.recv_timeout(PATIENCE).expect("rust-analyzer should answer");
            if message["method"] == "textDocument/publishDiagnostics" {
                let list = message["params"]["diagnostics"].as_array().into_iter().flatten();
                self.diagnostics = list.map(|one| text_of(&one["message"])).collect();
            }
            // What it asks is left open.
            if message.get("method").is_some() && message.get("id").is_some() {
                self.send(json!({ "id": message["id"], "result": null }));
            }
            if wanted(&message) {
                return message;
            }
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(json!({ "id": id, "method": method, "params": params }));
        self.wait_for(|message| message["id"] == id && message.get("method").is_none())["result"].take()
    }

    /// Asks about the place that is `offset` characters into the first line with this text, at the text.
    fn ask_at(&mut self, method: &str, text: &str, offset: usize, more: Value) -> Value {
        let at = SOURCE.lines().enumerate().find_map(|(line, it)| Some((line, it.find(text)?)));
        let (line, column) = at.expect("the text is there");
        let mut params = json!({
            "textDocument": { "uri": self.uri.clone() },
            "position": { "line": line, "character": column + offset },
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            params[name] = value.clone();
        }
        self.ask(method, params)
    }

    fn hover(&mut self, text: &str, offset: usize) -> String {
        text_of(&self.ask_at("textDocument/hover", text, offset, json!({}))["contents"]["value"])
    }

    fn lines_renamed(&mut self, text: &str, offset: usize) -> Vec<u64> {
        let changed = self.ask_at("textDocument/rename", text, offset, json!({ "newName": "renamed" }));
        let edits = changed["documentChanges"][0]["edits"].as_array().expect("it can be renamed").iter();
        let mut lines: Vec<u64> =
            edits.map(|edit| edit["range"]["start"]["line"].as_u64().expect("a line is a number")).collect();
        lines.sort_unstable();
        lines
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn receive(stdout: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        stdout.read_line(&mut line).ok().filter(|read| *read > 0)?;
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", number)) => length = number.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    stdout.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().trim().to_owned()
}

/// A package that depends on `coro-core`, with the versions of the workspace.
fn package() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rust_analyzer");
    fs::create_dir_all(package.join("src")).expect("there should be room");
    let manifest = format!(
        "[workspace]\n[package]\nname = \"edited\"\nedition = \"2024\"\n[dependencies]\ncoro-core = {{ path = {:?} }}\n",
        root.join("coro-core"),
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("there should be room");
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).expect("the workspace has one");
    fs::write(package.join("src/lib.rs"), SOURCE).expect("there should be room");
    package
}

#[test]
fn an_editor_sees_through_the_attribute() {
    let version = Command::new("rust-analyzer").arg("--version").output();
    if !version.is_ok_and(|output| output.status.success()) {
        eprintln!("not tested: rust-analyzer is not installed");
        return;
    }
    let mut editor = Editor::open(&package());

    // Behind the dot, where the body does not parse.
    let completion = editor.ask_at("textDocument/completion", "    point.", 10, json!({}));
    let items = completion.get("items").unwrap_or(&completion).as_array().cloned().unwrap_or_default();
    let labels: Vec<String> = items.iter().map(|item| text_of(&item["label"])).collect();
    for member in ["left", "right", "length"] {
        assert!(labels.iter().any(|label| label.starts_with(member)), "{member} is not among {labels:?}");
    }

    // The types are those of the source, also of what is saved, or lies in a slot.
    assert!(editor.hover("word.len()", 0).starts_with("let word: &str"));
    assert!(editor.hover("text.split", 0).starts_with("let text: String"));
    assert!(editor.hover("total = point", 0).starts_with("let total: i64"));
    assert!(editor.hover("point.length()", 7).contains("fn length(&self) -> i64"));

    // A local is found, and renamed, where it is, and nowhere else.
    assert_eq!(editor.lines_renamed("text = String", 0), [10, 11]);
    assert_eq!(editor.lines_renamed("total = point", 0), [21, 22]);
    let found = editor.ask_at("textDocument/definition", "point.length()", 7, json!({}));
    let line = found[0].get("targetRange").or(found[0].get("range")).map(|range| &range["start"]["line"]);
    assert_eq!(line, Some(&json!(4)));

    assert_eq!(editor.diagnostics, ["Syntax Error: expected field name or number"]);
}
