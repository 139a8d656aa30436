//! Sockets.
//!
//! They implement the traits of `futures-io`, for the protocol crates that are written against those. Each also has the
//! same operations as methods that take `&self`: one task may read while another writes.
//!
//! ```
//! use coro_core::net::{TcpListener, TcpStream};
//! use coro_core::{join, run};
//! use std::io;
//!
//! run(async {
//!     let listener = TcpListener::bind("127.0.0.1:0").await?;
//!     let address = listener.local_addr()?;
//!     let server = async {
//!         let (stream, _) = listener.accept().await?;
//!         stream.write_all(b"hello").await?;
//!         io::Result::Ok(())
//!     };
//!     let client = async {
//!         let stream = TcpStream::connect(address).await?;
//!         let mut text = Vec::new();
//!         stream.read_to_end(&mut text).await?;
//!         io::Result::Ok(text)
//!     };
//!     let (served, text) = join((server, client)).await;
//!     served?;
//!     assert_eq!(text?, b"hello");
//!     io::Result::Ok(())
//! })
//! .unwrap()
//! .unwrap();
//! ```

mod address;
mod reader;
mod stream;
mod tcp;
mod udp;
#[cfg(unix)]
mod unix;
mod writer;

pub use address::{Address, Addresses};
pub use reader::{ReadError, Reader};
pub use tcp::{TcpListener, TcpStream};
pub use udp::UdpSocket;
#[cfg(unix)]
pub use unix::{UnixListener, UnixStream};
pub use writer::Writer;
