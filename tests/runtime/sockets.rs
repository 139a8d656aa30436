//! TCP, UDP and Unix sockets, on loopback.

use std::future::poll_fn;
use std::io::{self, IoSlice, IoSliceMut};
use std::net::{Shutdown, SocketAddr};
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use coro_core::net::{TcpListener, TcpStream, UdpSocket, UnixListener, UnixStream};
use coro_core::time::{TimedOut, timeout, yield_now};
use coro_core::{gather, join, run, sleep, spawn};
use futures_io::{AsyncRead, AsyncWrite};

use crate::support::ms;

/// Two ends of a connection.
async fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (accepted, connected) = join((listener.accept(), TcpStream::connect(address))).await;
    let (accepted, peer) = accepted.unwrap();
    let connected = connected.unwrap();
    assert_eq!(peer, connected.local_addr().unwrap());
    assert_eq!(connected.peer_addr().unwrap(), address);
    (accepted, connected)
}

/// Sends back what comes.
async fn echo(stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer).await? {
            0 => return Ok(()),
            read => stream.write_all(&buffer[..read]).await?,
        }
    }
}

#[test]
fn messages_go_there_and_back() {
    run(async {
        let (one, other) = pair().await;
        let server = spawn(echo(one));
        for n in 0..100u32 {
            other.write_all(&n.to_be_bytes()).await.unwrap();
            let mut answer = [0; 4];
            other.read_exact(&mut answer).await.unwrap();
            assert_eq!(u32::from_be_bytes(answer), n);
        }
        drop(other);
        server.await.unwrap().unwrap();
    })
    .unwrap();
}

#[test]
fn more_than_the_system_buffers_waits_for_the_reader() {
    const SIZE: usize = 8 << 20;
    run(async {
        let (one, other) = pair().await;
        let writer = spawn(async move {
            let data: Vec<u8> = (0..SIZE).map(|n| n as u8).collect();
            one.write_all(&data).await
        });
        sleep(ms(20)).await;
        assert!(!writer.is_finished());
        let mut data = Vec::new();
        assert_eq!(other.read_to_end(&mut data).await.unwrap(), SIZE);
        assert!(data.iter().enumerate().all(|(n, &byte)| byte == n as u8));
        writer.await.unwrap().unwrap();
    })
    .unwrap();
}

#[test]
fn the_end_that_comes_with_the_last_bytes_is_seen() {
    run(async {
        for together in [true, false] {
            let (one, other) = pair().await;
            one.write_all(b"last").await.unwrap();
            if together {
                drop(one);
                sleep(ms(5)).await;
                let mut buffer = [0; 64];
                assert_eq!(other.read(&mut buffer).await.unwrap(), 4);
                assert_eq!(other.read(&mut buffer).await.unwrap(), 0);
            } else {
                let mut buffer = [0; 64];
                assert_eq!(other.read(&mut buffer).await.unwrap(), 4);
                drop(one);
                assert_eq!(other.read(&mut buffer).await.unwrap(), 0);
            }
        }
    })
    .unwrap();
}

#[test]
fn a_direction_can_be_closed() {
    run(async {
        let (one, other) = pair().await;
        let server = spawn(async move {
            let mut request = Vec::new();
            one.read_to_end(&mut request).await.unwrap();
            one.write_all(b"got ").await.unwrap();
            one.write_all(&request).await.unwrap();
        });
        other.write_all(b"request").await.unwrap();
        other.shutdown(Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        other.read_to_end(&mut answer).await.unwrap();
        assert_eq!(answer, b"got request");
        assert_eq!(other.write(b"more").await.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        server.await.unwrap();
    })
    .unwrap();
}

#[test]
fn one_task_reads_while_another_writes() {
    run(async {
        let (one, other) = pair().await;
        let other = Rc::new(other);
        let (server, reader) = (spawn(echo(one)), other.clone());
        let reader = spawn(async move {
            let mut all = vec![0; 1000];
            reader.read_exact(&mut all).await.map(|()| all)
        });
        for _ in 0..10 {
            other.write_all(&[7; 100]).await.unwrap();
            yield_now().await;
        }
        assert_eq!(reader.await.unwrap().unwrap(), [7; 1000]);
        drop(other);
        server.await.unwrap().unwrap();
    })
    .unwrap();
}

#[test]
fn errors_are_those_of_the_system() {
    run(async {
        let refused = free_address().await;
        assert_eq!(TcpStream::connect(refused).await.unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let taken = TcpListener::bind(listener.local_addr().unwrap()).await;
        assert_eq!(taken.unwrap_err().kind(), io::ErrorKind::AddrInUse);
        assert_eq!(
            TcpStream::connect("not an address").await.unwrap_err().kind(),
            io::ErrorKind::InvalidInput
        );
        let nothing = TcpStream::connect(&[][..]).await.unwrap_err();
        assert_eq!(nothing.to_string(), "the name stands for no address");

        let (one, other) = pair().await;
        drop(other);
        let mut byte = [0];
        assert_eq!(one.read_exact(&mut byte).await.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    })
    .unwrap();
}

/// An address where nobody listens.
async fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

#[test]
fn addresses_are_tried_in_turn() {
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addresses = vec![free_address().await, listener.local_addr().unwrap(), free_address().await];
        let stream = TcpStream::connect(addresses.clone()).await.unwrap();
        assert_eq!(stream.peer_addr().unwrap(), addresses[1]);
    })
    .unwrap();
}

#[test]
fn names_are_resolved() {
    run(async {
        let listener = TcpListener::bind(("localhost", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        TcpStream::connect(("localhost", port)).await.unwrap();
        TcpStream::connect(format!("localhost:{port}")).await.unwrap();
    })
    .unwrap();
}

#[test]
fn a_read_that_was_cancelled_takes_nothing() {
    run(async {
        let (one, other) = pair().await;
        let mut buffer = [0; 4];
        assert_eq!(timeout(ms(5), other.read(&mut buffer)).await.map(Result::unwrap), Err(TimedOut));
        one.write_all(b"data").await.unwrap();
        let reader = spawn(async move {
            let mut buffer = [0; 4];
            other.read_exact(&mut buffer).await.map(|()| buffer)
        });
        assert_eq!(&reader.await.unwrap().unwrap(), b"data");
    })
    .unwrap();
}

#[test]
fn several_tasks_may_accept() {
    run(async {
        let listener = Rc::new(TcpListener::bind("127.0.0.1:0").await.unwrap());
        let address = listener.local_addr().unwrap();
        let acceptors = (0..3).map(|_| {
            let listener = listener.clone();
            async move { listener.accept().await.map(drop).unwrap() }
        });
        let all = spawn(gather(acceptors));
        yield_now().await;
        for _ in 0..3 {
            TcpStream::connect(address).await.unwrap();
        }
        all.await.unwrap().unwrap();
    })
    .unwrap();
}

#[test]
fn hundreds_of_connections() {
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut clients = Vec::new();
        for _ in 0..400 {
            clients.push(TcpStream::connect(address).await.unwrap());
            spawn(echo(listener.accept().await.unwrap().0));
        }
        sleep(ms(10)).await;
        for client in clients.iter().step_by(7) {
            client.write_all(b"x").await.unwrap();
            client.read_exact(&mut [0]).await.unwrap();
        }
    })
    .unwrap();
}

#[test]
fn the_traits_of_futures_io() {
    run(async {
        let (mut one, mut other) = pair().await;
        let writer: &mut (dyn AsyncWrite + Unpin) = &mut one;
        let slices = [IoSlice::new(b"he"), IoSlice::new(b""), IoSlice::new(b"llo")];
        assert_eq!(poll_fn(|cx| Pin::new(&mut *writer).poll_write_vectored(cx, &slices)).await.unwrap(), 5);
        poll_fn(|cx| Pin::new(&mut *writer).poll_flush(cx)).await.unwrap();
        poll_fn(|cx| Pin::new(&mut *writer).poll_close(cx)).await.unwrap();

        let reader: &mut (dyn AsyncRead + Unpin) = &mut other;
        let (mut first, mut second) = ([0; 2], [0; 8]);
        let mut slices = [IoSliceMut::new(&mut first), IoSliceMut::new(&mut second)];
        assert_eq!(
            poll_fn(|cx| Pin::new(&mut *reader).poll_read_vectored(cx, &mut slices)).await.unwrap(),
            5
        );
        assert_eq!((&first, &second[..3]), (b"he", &b"llo"[..]));
        assert_eq!(poll_fn(|cx| Pin::new(&mut *reader).poll_read(cx, &mut second)).await.unwrap(), 0);
    })
    .unwrap();
}

#[test]
fn datagrams() {
    run(async {
        let (one, other) =
            (UdpSocket::bind("127.0.0.1:0").await.unwrap(), UdpSocket::bind("127.0.0.1:0").await.unwrap());
        one.connect(other.local_addr().unwrap()).await.unwrap();
        other.connect(one.local_addr().unwrap()).await.unwrap();
        let answer = spawn(async move {
            let mut buffer = [0; 16];
            let length = other.recv(&mut buffer).await.unwrap();
            other.send(&buffer[..length]).await.unwrap();
        });
        yield_now().await;
        one.send(b"hello").await.unwrap();
        let mut buffer = [0; 16];
        assert_eq!(one.recv(&mut buffer).await.unwrap(), 5);
        assert_eq!(&buffer[..5], b"hello");
        answer.await.unwrap();
    })
    .unwrap();
}

/// As std's socket does.
#[test]
fn a_datagram_goes_to_the_first_of_the_addresses() {
    run(async {
        let bind = async || UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let (one, other, third) = (bind().await, bind().await, bind().await);
        let (to, not_to) = (other.local_addr().unwrap(), third.local_addr().unwrap());
        let mut buffer = [0; 16];
        for _ in 0..4 {
            one.send_to(b"hello", vec![to, not_to]).await.unwrap();
            one.send_to(b"hello", to.to_string()).await.unwrap();
            one.send_to(b"hello", ("127.0.0.1", to.port())).await.unwrap();
            for _ in 0..3 {
                let (length, from) = other.recv_from(&mut buffer).await.unwrap();
                assert_eq!((&buffer[..length], from), (&b"hello"[..], one.local_addr().unwrap()));
            }
        }
        let nowhere = one.send_to(b"hello", Vec::new()).await.unwrap_err();
        assert_eq!(nowhere.kind(), std::io::ErrorKind::InvalidInput);
    })
    .unwrap();
}

#[test]
fn unix_sockets() {
    let path = std::env::temp_dir().join(format!("coro-test-{}.sock", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let there = path.clone();
    run(async move {
        let listener = UnixListener::bind(&there).unwrap();
        let server = spawn(async move {
            let stream = listener.accept().await.unwrap();
            let mut text = Vec::new();
            stream.read_to_end(&mut text).await.unwrap();
            text
        });
        let client = UnixStream::connect(&there).await.unwrap();
        client.write_all(b"hello").await.unwrap();
        drop(client);
        assert_eq!(server.await.unwrap(), b"hello");
    })
    .unwrap();
    std::fs::remove_file(path).unwrap();
}

#[test]
fn ready_tasks_do_not_keep_sockets_waiting() {
    run(async {
        let (one, other) = pair().await;
        let busy = spawn(async {
            loop {
                yield_now().await;
            }
        });
        let server = spawn(echo(one));
        let answer = timeout(Duration::from_secs(10), async {
            other.write_all(b"x").await.unwrap();
            other.read_exact(&mut [0]).await
        });
        answer.await.unwrap().unwrap();
        busy.cancel();
        drop(other);
        server.await.unwrap().unwrap();
    })
    .unwrap();
}

#[test]
fn a_socket_may_outlive_its_loop() {
    let (one, _other) = run(pair()).unwrap();
    drop(one);
}
