//! `view_log`, seen by its clients: the program as it is, and its WebSocket server with short limits.

#[path = "../support/example.rs"]
mod example;
// The program's modules, to run them here with other limits.
#[allow(dead_code)]
#[path = "../../examples/view_log/"]
mod program {
    pub mod ansi;
    pub mod files;
    pub mod follow;
    pub mod page;
    pub mod view_log;
    pub mod websocket;
}
use program::{ansi, files, follow, view_log, websocket};

mod support;

mod browser;
mod clients;
mod handlers;
mod handshake;
mod heartbeat;
mod logs;
mod page;
mod paths;
mod python;
mod shutdown;
