//! The page, and whose pages may connect.

use crate::support::{Viewer, append, exchange, folder, get};

#[test]
fn it_lists_the_logs_below_the_prefixes() {
    let folder = folder("page");
    std::fs::create_dir_all(folder.join("deep/er")).expect("a folder");
    append(&folder.join("deep/er/a b%&<.log"), "");
    append(&folder.join("b.log"), "");
    let viewer = Viewer::new(&[&folder.join("deep"), &folder]);
    let page = get(viewer.address, "/");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
    assert!(page.contains("content-type: text/html; charset=utf-8\r\n"), "{page}");
    let root = folder.display();
    let links: Vec<&str> = page.lines().filter(|line| line.starts_with("<li>")).collect();
    assert_eq!(
        links,
        [
            format!("<li><a href=\"{root}/b.log\">{root}/b.log</a>"),
            format!("<li><a href=\"{root}/deep/er/a%20b%25&%3C.log\">{root}/deep/er/a b%&amp;&lt;.log</a>"),
        ]
    );
}

#[test]
fn only_its_own_pages_may_connect() {
    let folder = folder("origin");
    let log = folder.join("app.log");
    append(&log, "line\n");
    let viewer = Viewer::new(&[&folder]);
    let status = |origin: &str| {
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{origin}\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            log.display(),
            viewer.address
        );
        let close_frame = [0x88, 0x80, 0, 0, 0, 0];
        let bytes = [request.as_bytes(), &close_frame].concat();
        exchange(viewer.address, bytes).lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(status("Origin: http://localhost:1\r\n"), "HTTP/1.1 403 Forbidden");
    assert_eq!(status(&format!("Origin: http://{}\r\n", viewer.address)), "HTTP/1.1 101 Switching Protocols");
    assert_eq!(status(""), "HTTP/1.1 101 Switching Protocols");
    assert_eq!(status("Origin: null\r\n"), "HTTP/1.1 403 Forbidden");
}
