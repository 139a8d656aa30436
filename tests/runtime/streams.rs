//! Buffered readers and writers: line 23 of the semantics.

use coro_core::net::{ReadError, Reader, UnixStream, Writer};
use coro_core::time::{timeout, yield_now};
use coro_core::{run, sleep, spawn};

use crate::support::ms;

/// A reader of these bytes, which come one after the other.
fn reader_of(pieces: &'static [&'static [u8]], limit: usize) -> Reader<UnixStream> {
    let (one, other) = UnixStream::pair().unwrap();
    spawn(async move {
        for piece in pieces {
            one.write_all(piece).await.unwrap();
            for _ in 0..3 {
                yield_now().await;
            }
        }
    });
    Reader::with_limit(limit, other)
}

#[test]
fn lines_however_they_come() {
    run(async {
        let mut reader = reader_of(&[b"one\ntw", b"o", b"\nthree"], 64);
        assert_eq!(reader.read_line().await.unwrap(), b"one\n");
        assert_eq!(reader.read_line().await.unwrap(), b"two\n");
        assert_eq!(reader.read_line().await.unwrap(), b"three");
        assert_eq!(reader.read_line().await.unwrap(), b"");
    })
    .unwrap();
}

#[test]
fn a_separator_in_two_pieces() {
    run(async {
        let mut reader = reader_of(&[b"head\r", b"\n\r", b"\nbody"], 64);
        assert_eq!(reader.read_until(b"\r\n\r\n").await.unwrap(), b"head\r\n\r\n");
        assert_eq!(reader.read(2).await.unwrap(), b"bo");
        let Err(ReadError::Incomplete { partial, expected: None }) = reader.read_until(b";").await else {
            unreachable!()
        };
        assert_eq!(partial, b"dy");
    })
    .unwrap();
}

#[test]
fn over_the_limit_the_buffer_is_kept() {
    run(async {
        let mut reader = reader_of(&[b"123456", b"789;0"], 8);
        assert!(matches!(reader.read_until(b";").await, Err(ReadError::Limit)));
        assert_eq!(reader.read_exact(9).await.unwrap(), b"123456789");
        assert_eq!(reader.read_until(b";").await.unwrap(), b";");
    })
    .unwrap();
}

#[test]
fn exactly_so_much_or_what_came() {
    run(async {
        let mut reader = reader_of(&[b"1234", b"567"], 2);
        assert_eq!(reader.read_exact(5).await.unwrap(), b"12345", "the limit is for separators");
        let error = reader.read_exact(4).await.unwrap_err();
        assert_eq!(error.to_string(), "the stream ended after 2 of 4 bytes");
        let ReadError::Incomplete { partial, expected: Some(4) } = error else { unreachable!() };
        assert_eq!(partial, b"67");
    })
    .unwrap();
}

#[test]
fn a_cancelled_read_loses_nothing() {
    run(async {
        let (one, other) = UnixStream::pair().unwrap();
        let mut reader = Reader::new(other);
        one.write_all(b"half").await.unwrap();
        assert!(timeout(ms(5), reader.read_line()).await.is_err());
        one.write_all(b" and half\n").await.unwrap();
        assert_eq!(reader.read_line().await.unwrap(), b"half and half\n");
    })
    .unwrap();
}

#[test]
fn drain_waits_between_the_water_marks() {
    const MUCH: usize = 4 << 20;
    run(async {
        let (one, other) = UnixStream::pair().unwrap();
        let mut writer = Writer::new(one);
        writer.write(b"little");
        writer.drain().await.unwrap();
        assert_eq!(writer.pending(), 0);

        writer.write(&vec![7; MUCH]);
        let drained = spawn(async move {
            writer.drain().await.unwrap();
            writer
        });
        sleep(ms(10)).await;
        assert!(!drained.is_finished());
        let reader = spawn(async move {
            let mut all = Vec::new();
            other.read_to_end(&mut all).await.map(|_| all)
        });
        let mut writer = drained.await.unwrap();
        assert!(writer.pending() <= 16 * 1024);
        writer.close().await.unwrap();
        drop(writer);
        assert_eq!(reader.await.unwrap().unwrap().len(), "little".len() + MUCH);
    })
    .unwrap();
}

#[test]
fn below_the_high_water_mark_drain_does_not_wait() {
    run(async {
        let (one, _other) = UnixStream::pair().unwrap();
        let mut writer = Writer::new(one);
        // The system takes some of it, and then no more.
        while writer.pending() == 0 {
            writer.write(&[0; 32 * 1024]);
            writer.drain().await.unwrap();
        }
        writer.write(&[0; 1024]);
        writer.drain().await.unwrap();
        assert!(writer.pending() > 1024);
    })
    .unwrap();
}
