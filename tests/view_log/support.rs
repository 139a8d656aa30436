//! What the tests share: the program as a process, its server on a loop of this process, and a blocking client.

use std::fmt::Display;
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use async_tungstenite::tungstenite;
use coro_core::future::{Promise, promise};
use coro_core::task::{all_tasks, spawn_blocking};
use coro_core::{join, run};
use tungstenite::client::IntoClientRequest;
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Error, Message, WebSocket};

use crate::example::example;
use crate::websocket;

/// Long enough on a busy machine; it is waited out only when a test fails.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A new folder for this test.
pub fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("view_log").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder.canonicalize().expect("it is there")
}

pub fn append(log: &Path, text: impl AsRef<[u8]>) {
    let mut file = OpenOptions::new().create(true).append(true).open(log).expect("the log opens");
    file.write_all(text.as_ref()).expect("the log is written");
}

/// Waits until something is so.
#[track_caller]
pub fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let patience = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < patience, "{what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A running `view_log`.
pub struct Viewer {
    pub child: Child,
    pub address: SocketAddr,
}

impl Viewer {
    pub fn new(prefixes: &[&Path]) -> Viewer {
        let mut command = example("view_log");
        for prefix in prefixes {
            command.arg("--prefix").arg(prefix);
        }
        Viewer::start(command).0
    }

    /// Starts it, and gives the URL that it prints.
    pub fn start(mut command: Command) -> (Viewer, String) {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("view_log starts");
        let mut url = String::new();
        BufReader::new(child.stdout.as_mut().expect("piped")).read_line(&mut url).expect("it prints a URL");
        let host = url.trim().strip_prefix("http://").and_then(|rest| rest.split('/').next());
        let address = host.and_then(|host| host.parse().ok()).unwrap_or_else(|| panic!("{url:?} is no URL"));
        (Viewer { child, address }, url.trim().to_owned())
    }

    /// Connects to what is at a path.
    pub fn watch(&self, path: impl Display) -> Client {
        Client::connect(self.address, &path.to_string())
    }

    /// What ctrl-c does.
    pub fn interrupt(&self) {
        let sent = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// The exit code, when it ends by itself.
    pub fn code(&mut self) -> Option<i32> {
        let mut status = None;
        eventually("it does not end", || {
            status = self.child.try_wait().expect("its status is known");
            status.is_some()
        });
        status.and_then(|status| status.code())
    }

    /// How many file handles it has.
    #[cfg(target_os = "linux")]
    pub fn handles(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.child.id())).expect("it runs").count()
    }
}

impl Drop for Viewer {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A WebSocket client that blocks.
pub struct Client(pub WebSocket<TcpStream>);

impl Client {
    pub fn connect(address: SocketAddr, path: &str) -> Client {
        let request = format!("ws://{address}{path}").into_client_request().expect("a URL");
        let stream = TcpStream::connect(address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        // The server is to say what is too much.
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        Client(tungstenite::client::client_with_config(request, stream, Some(config)).expect("a handshake").0)
    }

    /// The next text, without tags.
    pub fn next(&mut self) -> String {
        match self.0.read().expect("a message") {
            Message::Text(text) => plain(&text),
            other => panic!("{other:?}"),
        }
    }

    /// What is sent until it ends so.
    pub fn until(&mut self, end: &str) -> String {
        let mut all = String::new();
        while !all.ends_with(end) {
            all += &self.next();
        }
        all
    }

    pub fn send(&mut self, text: &str) {
        self.0.send(Message::text(text)).expect("it is connected");
    }

    /// The texts that come before the end, and its code.
    pub fn rest(&mut self) -> (String, u16) {
        let (mut all, mut code) = (String::new(), 1006);
        loop {
            match self.0.read() {
                Ok(Message::Text(text)) => all += &plain(&text),
                Ok(Message::Close(frame)) => code = frame.map_or(1005, |frame| frame.code.into()),
                Ok(_) => {}
                Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    panic!("it goes on")
                }
                Err(_) => return (all, code),
            }
        }
    }
}

/// HTML as text.
fn plain(html: &str) -> String {
    let mut text = String::new();
    for (n, piece) in html.split('<').enumerate() {
        text += if n == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) };
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// Sends a request as it is, and gives all that comes back.
pub fn exchange(address: SocketAddr, request: impl AsRef<[u8]>) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    stream.write_all(request.as_ref()).expect("it takes a request");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

pub fn get(address: SocketAddr, path: &str) -> String {
    exchange(address, format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n"))
}

/// Runs a server on a loop, and a client beside it, on a thread. The promise has the server closed; else it is when the
/// client has ended. No task may be left then.
pub fn serving<F, R>(
    options: websocket::Options,
    handler: impl Fn(websocket::WebSocket) -> F + 'static,
    client: impl FnOnce(SocketAddr, Promise<()>) -> R + Send + 'static,
) -> R
where
    F: Future<Output = Result<(), String>> + 'static,
    R: Send + 'static,
{
    run(async move {
        let mut server = websocket::serve(handler, "127.0.0.1:0", options).await.expect("it listens");
        let address = server.local_addr();
        let (promise, asked) = promise();
        let client = spawn_blocking(move || client(address, promise));
        let closed = async {
            let _ = asked.await;
            server.close().await;
        };
        let (result, ()) = join((client, closed)).await;
        assert_eq!(all_tasks().len(), 1, "only this one is left");
        result.expect("the client did not panic")
    })
    .expect("nobody cancels it")
}
