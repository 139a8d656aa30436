//! `spawn_blocking`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

use coro_core::task::{JoinError, spawn_blocking};
use coro_core::time::{timeout, yield_now};
use coro_core::{gather, run, sleep, spawn};

use crate::support::ms;

#[test]
fn the_loop_goes_on_while_a_function_blocks() {
    run(async {
        let gate = Arc::new(Barrier::new(2));
        let other = gate.clone();
        let blocked = spawn_blocking(move || {
            other.wait();
            std::thread::current().name().map(str::to_owned)
        });
        yield_now().await;
        gate.wait();
        assert_eq!(blocked.await.unwrap().as_deref(), Some("coro-blocking"));
    })
    .unwrap();
}

#[test]
fn functions_run_at_the_same_time() {
    run(async {
        let all = Arc::new(Barrier::new(4));
        gather((0..4).map(|_| {
            let all = all.clone();
            async move { spawn_blocking(move || all.wait()).await.map(drop).unwrap() }
        }))
        .await
        .unwrap();
    })
    .unwrap();
}

#[test]
fn more_functions_than_threads_are_done_in_turn() {
    let done = Arc::new(AtomicUsize::new(0));
    let it = done.clone();
    run(async move {
        let all = (0..500).map(|_| {
            let it = it.clone();
            async move { spawn_blocking(move || it.fetch_add(1, Ordering::Relaxed)).await.map(drop).unwrap() }
        });
        gather(all).await.unwrap();
    })
    .unwrap();
    assert_eq!(done.load(Ordering::Relaxed), 500);
}

#[test]
fn a_panic_is_the_result() {
    run(async {
        let result = spawn_blocking(|| panic!("oh")).await;
        assert!(matches!(result, Err(JoinError::Panicked(_))));
        assert_eq!(spawn_blocking(|| 1).await.unwrap(), 1, "the thread goes on");
    })
    .unwrap();
}

#[test]
fn who_awaits_it_can_be_cancelled_and_the_end_of_the_loop_waits_for_the_function() {
    let done = Arc::new(AtomicUsize::new(0));
    let it = done.clone();
    run(async move {
        let (go, told) = std::sync::mpsc::channel();
        let slow = spawn_blocking(move || {
            told.recv().unwrap();
            std::thread::sleep(ms(10));
            it.store(1, Ordering::Relaxed);
        });
        assert!(timeout(ms(5), slow).await.is_err());
        go.send(()).unwrap();
    })
    .unwrap();
    assert_eq!(done.load(Ordering::Relaxed), 1);
}

#[test]
fn a_result_wakes_a_loop_that_sleeps() {
    run(async {
        let other = spawn(sleep(std::time::Duration::from_secs(60)));
        spawn_blocking(|| std::thread::sleep(ms(5))).await.unwrap();
        assert!(!other.is_finished());
    })
    .unwrap();
}
