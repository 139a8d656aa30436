//! A part is moved out of a local that is kept across an `.await`, and cannot leave an empty value.

use std::future::ready;

struct Socket(u32);

struct Request {
    socket: Socket,
    path: String,
}

#[coro_core::coroutine]
async fn handle(request: Request) -> usize {
    let socket = request.socket;
    ready(socket.0).await;
    request.path.len()
}

fn main() {
    drop(handle(Request { socket: Socket(1), path: String::new() }));
}
