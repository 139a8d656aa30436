//! Ten thousand connections that do nothing: what each of them costs, and that one which wakes up is answered.
//!
//! The clients are another process, as a process may be allowed fewer than 20,000 files.

#![cfg(unix)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream as StdTcpStream};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::time::Duration;

use coro_core::net::{TcpListener, TcpStream};
use coro_core::sync::Event;
use coro_core::task::{all_tasks, spawn_blocking};
use coro_core::{run, spawn, timeout};

const CONNECTIONS: usize = 10_000;
/// Files that are not connections: libraries, pipes, and what the test harness has open.
const OTHER_FILES: usize = 200;
/// With fewer connections the test would say nothing.
const MIN_CONNECTIONS: usize = 500;
/// What a connection may take: its task with the buffer, and its entries in the lists of the loop, which may be half empty.
const MAX_BYTES: usize = 1024;
/// Every so many clients say something.
const TALKATIVE: usize = 997;

struct Counting;

thread_local! {
    /// What is allocated on this thread, less what is freed on it. The loop and all of its connections are on one.
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: all is passed on to the system's allocator, and counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = BYTES.try_with(|bytes| bytes.set(bytes.get().wrapping_add(layout.size())));
        // SAFETY: the caller keeps the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        let _ = BYTES.try_with(|bytes| bytes.set(bytes.get().wrapping_sub(layout.size())));
        // SAFETY: the caller keeps the contract.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What a process has open, where the system says so.
fn open_files() -> Option<usize> {
    Some(std::fs::read_dir("/proc/self/fd").ok()?.count())
}

/// As many connections as each of both processes may have open. The other inherits the limit.
fn allowed_connections() -> usize {
    let wanted = CONNECTIONS + OTHER_FILES;
    let allowed = rlimit::increase_nofile_limit(wanted as u64).expect("the limit should be known");
    let connections = CONNECTIONS.min((allowed as usize).saturating_sub(OTHER_FILES));
    if connections < CONNECTIONS {
        eprintln!("only {connections} connections: a process may open no more than {allowed} files");
    }
    assert!(connections >= MIN_CONNECTIONS, "with so few files allowed, this test would say nothing");
    connections
}

/// A loopback address of this process's own, where the system has many: connections that an earlier run has closed keep
/// their ports for a minute.
fn host() -> IpAddr {
    let [.., high, middle, low] = std::process::id().to_be_bytes();
    let own = cfg!(target_os = "linux").then(|| Ipv4Addr::new(127, high, middle, low | 1));
    own.unwrap_or(Ipv4Addr::LOCALHOST).into()
}

/// Greets, and then sends back what comes.
#[coro_core::coroutine]
async fn serve(stream: TcpStream) -> io::Result<()> {
    stream.write_all(b"!").await?;
    let mut buffer = [0; 64];
    loop {
        match stream.read(&mut buffer).await? {
            0 => return Ok(()),
            read => stream.write_all(&buffer[..read]).await?,
        }
    }
}

/// Counts those that are open, and tells when none is left.
struct Open {
    count: Cell<usize>,
    none: Event,
}

#[coro_core::coroutine]
async fn accept(listener: TcpListener, open: Rc<Open>) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        open.count.set(open.count.get() + 1);
        let open = open.clone();
        spawn(async move {
            serve(stream).await.expect("no client fails");
            open.count.set(open.count.get() - 1);
            if open.count.get() == 0 {
                open.none.set();
            }
        });
    }
}

#[test]
fn ten_thousand_idle_connections_cost_little_and_are_answered() {
    let connections = allowed_connections();
    let all = run(timeout(Duration::from_secs(120), async move {
        let listener = TcpListener::bind((host(), 0)).await.unwrap();
        let mut clients = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "clients", "--ignored", "--nocapture"])
            .env("CORO_TEST_SERVER", listener.local_addr().unwrap().to_string())
            .env("CORO_TEST_CONNECTIONS", connections.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut commands = clients.stdin.take().unwrap();
        let answers = BufReader::new(clients.stdout.take().unwrap());
        let open = Rc::new(Open { count: Cell::new(0), none: Event::new() });
        let accepting = spawn(accept(listener, open.clone()));

        let (files, tasks, bytes) = (open_files(), all_tasks().len(), BYTES.get());
        let connected = spawn_blocking(move || {
            let mut lines = answers.lines().map(Result::unwrap);
            assert!(lines.any(|line| line.contains("connected")), "the clients have failed");
            lines
        });
        let mut answers = connected.await.unwrap();
        let taken = BYTES.get() - bytes;
        assert_eq!(open.count.get(), connections);
        assert_eq!(all_tasks().len(), tasks + connections);
        assert_eq!(open_files(), files.map(|files| files + connections));
        assert!(taken / connections <= MAX_BYTES, "{} bytes for each", taken / connections);

        commands.write_all(b"talk\n").unwrap();
        let talked = spawn_blocking(move || {
            assert!(answers.any(|line| line.contains("answered")), "the clients have failed");
            answers
        });
        let answers = talked.await.unwrap();
        assert_eq!(open.count.get(), connections, "they are open still");

        drop(commands);
        open.none.wait().await;
        // What the clients have said last is read, and nothing is left of the connections.
        spawn_blocking(move || answers.for_each(drop)).await.unwrap();
        assert!(clients.wait().unwrap().success());
        assert_eq!(all_tasks().len(), tasks);
        // The pipes of the other process are gone, too.
        assert_eq!(open_files(), files.map(|files| files - 2));
        accepting.cancel();
    }));
    all.expect("nobody cancels it").expect("it comes to its end in time");
}

/// The other process: connects, and says so; when it is told to, some of its connections talk; at the end of its input it
/// ends.
#[test]
#[ignore = "the other process of the test above"]
fn clients() {
    let variable = |name| std::env::var(name).expect("it is run by the test above");
    let server: SocketAddr = variable("CORO_TEST_SERVER").parse().unwrap();
    let connections: usize = variable("CORO_TEST_CONNECTIONS").parse().unwrap();
    let connect = || {
        let mut stream = StdTcpStream::connect(server).unwrap();
        // The greeting says that it was accepted. So no more wait for that than the system lets.
        stream.read_exact(&mut [0]).unwrap();
        stream
    };
    let mut streams: Vec<_> = (0..connections).map(|_| connect()).collect();
    println!("connected");

    let mut commands = io::stdin().lines();
    assert_eq!(commands.next().unwrap().unwrap(), "talk");
    for (n, stream) in streams.iter_mut().enumerate().step_by(TALKATIVE) {
        let said = n.to_be_bytes();
        stream.write_all(&said).unwrap();
        let mut answer = [0; size_of::<usize>()];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(answer, said);
    }
    println!("answered");
    assert!(commands.next().is_none());
}
