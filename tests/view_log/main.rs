//! `view_log`, seen by its clients: the program as it is, and its WebSocket server with short limits.

#[path = "../support/example.rs"]
mod example;
// What the program does not use of it is tested here.
#[allow(dead_code)]
#[path = "../../examples/view_log/websocket/mod.rs"]
mod websocket;

mod support;

mod browser;
mod clients;
mod handlers;
mod handshake;
mod logs;
mod page;
mod paths;
mod python;
mod shutdown;
