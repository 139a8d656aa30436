//! Python's `websockets` as a client, where some `python3` has it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use crate::support::{Viewer, append, folder};

const CLIENT: &str = r#"
import asyncio, sys, websockets

async def main(url, log):
    async with websockets.connect(url) as socket:
        print(len([line async for message in socket for line in message.splitlines(True) if "line" in line]))
        print(socket.close_code)
    async with websockets.connect(url + "?tail=1") as socket:
        while "line 19" not in await socket.recv(): pass
        with open(log, "a") as file: file.write("appended\n")
        while "appended" not in await socket.recv(): pass
        print("appended", flush=True)
        await (await socket.ping())
        print("pong", flush=True)
        sys.stdin.readline()
        try:
            while True: await socket.recv()
        except websockets.ConnectionClosed as closed:
            print(closed.rcvd.code, closed.rcvd.reason)

asyncio.run(main(*sys.argv[1:]))
"#;

#[test]
fn websockets_is_served() {
    let has_websockets = |python: &&str| {
        let output = Command::new(python).args(["-c", "import websockets"]).output();
        output.is_ok_and(|output| output.status.success())
    };
    let Some(python) = ["python3", "/usr/bin/python3"].into_iter().find(has_websockets) else {
        return eprintln!("skipped: no `python3` has `websockets`");
    };
    let folder = folder("python");
    let log = folder.join("app.log");
    append(&log, (0..20).map(|n| format!("line {n}\n")).collect::<String>());
    let mut viewer = Viewer::new(&[&folder]);
    let url = format!("ws://{}{}", viewer.address, log.display());
    let mut client = Command::new(python)
        .args(["-c", CLIENT, &url])
        .arg(&log)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python runs");
    let mut lines = BufReader::new(client.stdout.take().expect("piped")).lines();
    let mut expect = |line: &str| {
        let said = lines.next().expect("it says more").expect("text");
        assert_eq!(said, line);
    };
    for line in ["20", "1000", "appended", "pong"] {
        expect(line);
    }
    client.stdin.take().expect("piped").write_all(b"\n").expect("it waits for this");
    viewer.interrupt();
    expect("1001 the server is shutting down");
    assert!(client.wait().expect("it ends").success());
    assert_eq!(viewer.code(), Some(0));
}
