//! What the event loop allocates, counted: nothing for a step, a wake-up, a timer or an operation on a socket, once its lists
//! have grown; and one piece of memory for a task.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::Duration;

use coro_core::net::{UdpSocket, UnixStream};
use coro_core::time::yield_now;
use coro_core::{run, sleep, spawn};

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: all is passed on to the system's allocator, and counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        // SAFETY: the caller keeps the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many allocations there are on this thread until the future has ended.
async fn count(work: impl Future<Output = ()>) -> usize {
    let before = ALLOCATIONS.get();
    work.await;
    ALLOCATIONS.get() - before
}

async fn yields() {
    for _ in 0..1000 {
        yield_now().await;
    }
}

async fn sleeps() {
    for _ in 0..20 {
        sleep(Duration::from_micros(1)).await;
    }
}

#[test]
fn steps_and_timers_allocate_nothing() {
    run(async {
        yields().await;
        sleeps().await;
        assert_eq!(count(yields()).await, 0);
        assert_eq!(count(sleeps()).await, 0);
    })
    .unwrap();
}

#[test]
fn sockets_allocate_nothing() {
    run(async {
        let (one, other) = UnixStream::pair().unwrap();
        let server = spawn(async move {
            let mut byte = [0];
            while one.read(&mut byte).await.unwrap() > 0 {
                one.write_all(&byte).await.unwrap();
            }
        });
        let round_trips = async || {
            for _ in 0..1000 {
                other.write_all(b"x").await.unwrap();
                other.read_exact(&mut [0]).await.unwrap();
            }
        };
        round_trips().await;
        assert_eq!(count(round_trips()).await, 0);
        drop(other);
        server.await.unwrap();
    })
    .unwrap();
}

#[test]
fn datagrams_allocate_nothing() {
    run(async {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let to = socket.local_addr().unwrap();
        let round_trips = async || {
            for _ in 0..1000 {
                socket.send_to(b"x", to).await.unwrap();
                socket.recv_from(&mut [0]).await.unwrap();
            }
        };
        round_trips().await;
        assert_eq!(count(round_trips()).await, 0);
    })
    .unwrap();
}

#[test]
fn a_task_is_one_allocation() {
    run(async {
        let tasks = async || {
            for n in 0..100 {
                assert_eq!(spawn(async move { n }).await.unwrap(), n);
            }
        };
        tasks().await;
        assert_eq!(count(tasks()).await, 100);
    })
    .unwrap();
}
