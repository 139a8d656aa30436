//! A promise, and a coroutine that awaits what it promises. `docs/from-await-to-the-loop.md` follows this program step by
//! step.

use coro_core::event_loop::call_soon;
use coro_core::future::{Future, FutureError, promise};
use coro_core::task::JoinError;
use coro_core::{run, spawn};

/// Awaits a number that somebody else finds out, and adds one.
#[coro_core::coroutine]
async fn successor(number: Future<u32>) -> Result<u32, FutureError> {
    let number = number.await?;
    Ok(number + 1)
}

/// The promise is kept.
#[coro_core::coroutine]
async fn kept() -> Result<(), JoinError> {
    let (promise, number) = promise();
    let task = spawn(successor(number));
    call_soon(move || promise.set_result(41).expect("nobody has cancelled it"));
    println!("kept: {:?}", task.await?);
    Ok(())
}

/// The promise is dropped: to who awaits it, that is an error.
#[coro_core::coroutine]
async fn broken() -> Result<(), JoinError> {
    let (promise, number) = promise();
    let task = spawn(successor(number));
    call_soon(move || drop(promise));
    println!("broken: {:?}", task.await?);
    Ok(())
}

/// The task is cancelled, and what it awaits with it.
#[coro_core::coroutine]
async fn cancelled() {
    let (promise, number) = promise();
    let handle = spawn(successor(number));
    let task = handle.task();
    call_soon(move || assert!(task.cancel()));
    println!("cancelled: {}", handle.await.unwrap_err());
    println!("the promise is refused: {:?}", promise.set_result(41));
}

#[coro_core::coroutine]
async fn program() -> Result<(), JoinError> {
    kept().await?;
    broken().await?;
    cancelled().await;
    Ok(())
}

fn main() {
    run(program()).expect("nobody cancels it").expect("no task fails");
}
