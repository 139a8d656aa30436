//! An `async fn` as an explicit machine: its states, what a cancellation does to it, and a cleanup that awaits.
//!
//!     cargo run --example async_fn

use std::pin::pin;
use std::task::Waker;
use std::time::Duration;

use coro_core::time::sleep;
use coro_core::{Cancelled, Coroutine, run, spawn, timeout};

/// Something that has to be closed, which takes a while.
struct Door;

impl Door {
    async fn open() -> Self {
        println!("opening");
        sleep(Duration::from_millis(5)).await;
        Door
    }

    async fn close(&mut self) {
        println!("closing");
        sleep(Duration::from_millis(5)).await;
        println!("closed");
    }
}

/// Waits behind an open door. Whatever happens, the door is closed in the end: `defer!` may await.
#[coro_core::coroutine]
async fn visit(guests: &[&str]) -> usize {
    let mut door = Door::open().await;
    defer! { door.close().await; }
    for guest in guests {
        println!("hello, {guest}");
        sleep(Duration::from_millis(100)).await;
    }
    guests.len()
}

/// Runs it on the event loop: once to its end, and once until it is cancelled.
#[coro_core::coroutine]
async fn on_the_loop() {
    let task = spawn(visit(&["Ada"]));
    println!("{:?} guests", task.await.unwrap_or(0));
    match timeout(Duration::from_millis(150), visit(&["Grace", "Barbara", "Mary"])).await {
        Ok(guests) => println!("{guests} guests"),
        Err(late) => println!("{late}: but the door is closed"),
    }
}

fn main() {
    run(on_the_loop()).expect("nobody cancels it");

    // By hand: it is a coroutine that is sent a waker, and into which `Cancelled` can be thrown.
    let mut nobody = pin!(wait_for_ever());
    println!("{}", nobody.resume_point());
    let _ = nobody.send(Waker::noop());
    println!("{}", nobody.resume_point());
    println!("{:?}", nobody.throw(Cancelled::new()));
}

#[coro_core::coroutine]
async fn wait_for_ever() {
    std::future::pending::<()>().await;
}
