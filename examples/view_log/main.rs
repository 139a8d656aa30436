//! Shows logs in a browser, and follows them as they are written.
//!
//!     cargo run --example view_log
//!     cargo run --example view_log -- --prefix /var/log
//!
//! It is the program that asyncio is often explained with:
//!
//! ```python
//! async with websockets.serve(view_log, host, port):
//!     await asyncio.Future()
//! ```
//!
//! Each `async fn` is an explicit machine: `cargo run -p coro-compiler --example expand < examples/view_log/view_log.rs`
//! prints them. A file, a lesson:
//!
//! | file | |
//! |---|---|
//! | `main.rs` | `async with`: a server is entered, waited in, and left by a `defer!` that awaits, also on ctrl-c |
//! | `view_log.rs` | the handler: `select`, `timeout`, and errors by `?` |
//! | `follow.rs` | an async generator: it awaits and yields |
//! | `ansi.rs` | a parser that is sent characters, whose state is where it stands |
//! | `websocket/` | `websockets.serve`: queues, events, a task group, limits in time |
//! | `files.rs`, `page.rs`, `demo.rs` | which files may be seen; the page; a log to look at |

mod ansi;
mod demo;
mod files;
mod follow;
mod page;
mod view_log;
mod websocket;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use clap::Parser;
use coro_core::future::Future;
use coro_core::{run, sleep};

use crate::demo::Demo;
use crate::files::Prefixes;
use crate::page::{page, url};
use crate::view_log::{Heartbeat, view_log};
use crate::websocket::{Options, serve};

/// Show logs in a browser, and follow them.
///
/// ctrl-c ends it.
#[derive(Parser)]
#[command(name = "view_log", version)]
struct Arguments {
    /// A folder: the logs below it are shown; may be repeated. Without one, a log that the program itself writes
    #[arg(short, long, value_name = "DIR")]
    prefix: Vec<PathBuf>,

    /// The address to listen at
    #[arg(long, default_value = "127.0.0.1")]
    host: String,

    /// The port to listen at; 0 is one that is free
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// End after this long, instead of on ctrl-c
    #[arg(long)]
    seconds: Option<f64>,
}

fn main() -> ExitCode {
    match run(show_logs(Arguments::parse())) {
        // `run` has cancelled it on ctrl-c: that is its end.
        Ok(Ok(())) | Err(_) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            eprintln!("view_log: {error}");
            ExitCode::FAILURE
        }
    }
}

#[coro_core::coroutine]
async fn show_logs(arguments: Arguments) -> io::Result<()> {
    let Arguments { mut prefix, host, port, seconds } = arguments;
    let demo = if prefix.is_empty() { Some(Demo::start()?) } else { None };
    prefix.extend(demo.iter().map(|demo| demo.folder().to_owned()));
    let prefixes = Rc::new(Prefixes::new(&prefix)?);
    let listed = prefixes.clone();
    let options = Options {
        process_request: Some(Rc::new(move |request| page(request, &listed))),
        ..Options::default()
    };
    let handler = move |socket| view_log(socket, prefixes.clone(), Heartbeat::default());

    let mut server = serve(handler, (host, port), options).await?;
    defer! { server.close().await; }
    let log = demo.as_ref().and_then(|demo| demo.log().to_str()).unwrap_or("/");
    println!("http://{}{}", server.local_addr(), url(log));
    match seconds {
        Some(seconds) => sleep(Duration::from_secs_f64(seconds)).await,
        None => Future::<()>::pending().await.map_err(io::Error::other)?,
    }
    Ok(())
}
