//! A server that sends back what it gets, and a hundred clients that send it a kibibyte and wait for it. Both ends are tasks of
//! one loop.

use std::io;
use std::net::SocketAddr;

use super::runs;
use crate::runtimes::{Row, on_each};

const CLIENTS: u64 = 100;
const MESSAGE: usize = 1024;
/// What the server reads at most at a time.
const BUFFER: usize = 4096;

on_each! {
    async fn serve(listener: rt::Listener) -> io::Result<()> {
        let mut connections = Vec::new();
        for _ in 0..CLIENTS {
            let mut stream = rt::accept(&listener).await?;
            connections.push(rt::spawn(async move { echo(&mut stream).await }));
        }
        for connection in connections {
            connection.await?;
        }
        Ok(())
    }

    async fn echo(stream: &mut rt::Stream) -> io::Result<()> {
        let mut buffer = [0; BUFFER];
        loop {
            match rt::read(stream, &mut buffer).await? {
                0 => return Ok(()),
                read => rt::write_all(stream, &buffer[..read]).await?,
            }
        }
    }

    async fn client(address: SocketAddr, times: u64) -> io::Result<u64> {
        let mut stream = rt::connect(address).await?;
        let mut message = [1; MESSAGE];
        let mut sum = 0;
        for _ in 0..times {
            rt::write_all(&mut stream, &message).await?;
            rt::read_exact(&mut stream, &mut message).await?;
            sum += message.iter().map(|&byte| u64::from(byte)).sum::<u64>();
        }
        Ok(sum)
    }

    pub fn run(work: u64) -> u64 {
        rt::block_on(async move {
            let (listener, address) = rt::listen().await.expect("there is a free port");
            let server = rt::spawn(serve(listener));
            let clients: Vec<_> =
                (0..CLIENTS).map(|_| rt::spawn(client(address, work / CLIENTS))).collect();
            let mut sum = 0;
            for client in clients {
                sum += client.await.expect("the server is there");
            }
            server.await.expect("the clients are there");
            sum
        })
    }
}

/// The row.
pub fn row() -> Row {
    Row { name: "echo", work: 50_000, little: 200, counted: None, runs: runs!() }
}
