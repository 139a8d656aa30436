//! Clients that do not behave, and what is left of them: no file handle, no task.

use std::io::Write;
use std::net::Shutdown;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Client, PATIENCE, Viewer, append, eventually, folder, get, serving};
use crate::websocket::{Options, WebSocket};

/// Whatever clients do, no handle is left of them.
#[cfg(target_os = "linux")]
#[test]
fn no_handle_is_left() {
    let folder = folder("handles");
    let log = folder.join("app.log");
    append(&log, "line\n".repeat(100));
    let viewer = Viewer::new(&[&folder]);
    let path = format!("{}?tail=1", log.display());
    let before = viewer.handles();
    let idle = viewer.watch(&path);
    let with_one = viewer.handles();
    assert!(with_one > before);
    let kinds: [fn(&Viewer, &str); 6] = [
        // It closes as it should.
        |viewer, path| {
            let mut client = viewer.watch(path);
            client.until("line\n");
            client.0.close(None).expect("it is connected");
            client.rest();
        },
        // It goes away.
        |viewer, path| drop(viewer.watch(path)),
        // It ends one direction.
        |viewer, path| {
            let mut client = viewer.watch(path);
            client.0.get_mut().shutdown(Shutdown::Write).expect("it is connected");
            client.rest();
        },
        // It goes away in the middle of a frame.
        |viewer, path| {
            let mut client = viewer.watch(path);
            client.0.get_mut().write_all(&[0x81, 0xff, 0, 0]).expect("it is connected");
        },
        // It sends what nobody has asked for.
        |viewer, path| {
            let mut client = viewer.watch(path);
            client.send("hello");
            assert_eq!(client.rest().1, 1011);
        },
        |viewer, path| drop(get(viewer.address, path)),
    ];
    for kind in kinds {
        for _ in 0..20 {
            kind(&viewer, &path);
        }
    }
    drop(idle);
    eventually("handles are left", || viewer.handles() == before);
}

#[test]
fn one_that_never_reads_does_not_hold_up_the_others() {
    let folder = folder("never_reads");
    let log = folder.join("app.log");
    // More than the sockets take.
    append(&log, "x".repeat(50_000_000));
    let viewer = Viewer::new(&[&folder]);
    let path = format!("{}?tail=1", log.display());
    let _deaf: Vec<Client> = (0..5).map(|_| viewer.watch(&path)).collect();
    thread::sleep(Duration::from_millis(300));
    let small = folder.join("small.log");
    append(&small, "small\n");
    let start = Instant::now();
    assert_eq!(viewer.watch(small.display()).rest(), ("small\n".to_owned(), 1000));
    assert!(start.elapsed() < Duration::from_secs(5));
    #[cfg(target_os = "linux")]
    {
        let status = std::fs::read_to_string(format!("/proc/{}/status", viewer.child.id())).expect("it runs");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its peak memory");
        let kib: u64 = peak.trim().trim_end_matches(" kB").parse().expect("a number");
        assert!(kib < 100_000, "{kib} KiB: what is not read is not held in memory");
    }
}

/// It is pinged, does not answer, is told 1011, does not hear it, and is cut off.
#[test]
fn one_that_never_reads_is_cut_off() {
    async fn flood(socket: WebSocket) -> Result<(), String> {
        let message = "x".repeat(64 * 1024);
        loop {
            socket.send(message.as_str()).await.map_err(|closed| closed.to_string())?;
        }
    }
    let options = Options {
        ping_interval: Duration::from_millis(100),
        ping_timeout: Duration::from_millis(100),
        close_timeout: Duration::from_millis(100),
        ..Options::default()
    };
    serving(options, flood, |address, _| {
        let client = Client::connect(address, "/");
        // Writing to what is cut off fails, in the end.
        let stream = client.0.get_ref();
        eventually("it is not cut off", || (&mut &*stream).write(&[0]).is_err());
    });
}

#[test]
fn one_that_floods() {
    async fn slow(socket: WebSocket) -> Result<(), String> {
        let _ = socket.recv().await;
        Err("I have enough".to_owned())
    }
    let options = Options { close_timeout: Duration::from_millis(300), ..Options::default() };
    serving(options, slow, |address, _| {
        let mut client = Client::connect(address, "/");
        client.0.get_ref().set_write_timeout(Some(PATIENCE)).expect("a limit");
        let frame = "x".repeat(100_000);
        // Some gigabytes, if nobody stops it.
        let stopped = (0..30_000).any(|_| client.0.send(frame.as_str().into()).is_err());
        assert!(stopped);
    });
}

/// Both directions are full when it goes away: the handler waits to send, and what has come waits for the handler.
#[test]
fn one_that_vanishes_with_everything_full() {
    static ENDED: AtomicBool = AtomicBool::new(false);
    async fn flood(socket: WebSocket) -> Result<(), String> {
        let message = "x".repeat(64 * 1024);
        while socket.send(message.as_str()).await.is_ok() {}
        ENDED.store(true, Ordering::SeqCst);
        Ok(())
    }
    serving(Options::default(), flood, |address, _| {
        let mut client = Client::connect(address, "/");
        for _ in 0..20 {
            client.send("nobody receives this");
        }
        thread::sleep(Duration::from_millis(300));
        drop(client);
        let start = Instant::now();
        eventually("the handler does not notice", || ENDED.load(Ordering::SeqCst));
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    });
}
