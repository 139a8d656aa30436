//! Locks, semaphores, events, conditions and queues: line 24 of the semantics.

use std::rc::Rc;

use coro_core::sync::{Condition, Event, Lock, PutError, Queue, Semaphore, ShutDown};
use coro_core::task::JoinHandle;
use coro_core::time::yield_now;
use coro_core::{join, run, spawn};

use crate::support::Log;

/// Lets everything run that is ready.
async fn settle() {
    for _ in 0..5 {
        yield_now().await;
    }
}

/// A task that waits for the lock, logs that it has it, and keeps it for one turn.
fn locker(lock: &Rc<Lock<Log>>, name: &'static str) -> JoinHandle<()> {
    let lock = lock.clone();
    spawn(async move {
        let log = lock.lock().await;
        log.push(name);
        yield_now().await;
    })
}

#[test]
fn a_lock_is_fair() {
    run(async {
        let lock = Rc::new(Lock::new(Log::new()));
        let held = lock.lock().await;
        let tasks = ["first", "second", "third"].map(|name| locker(&lock, name));
        settle().await;
        assert!(lock.is_locked());
        drop(held);
        assert!(lock.try_lock().is_none(), "it is the first one's already");
        let late = locker(&lock, "late");
        for task in tasks {
            task.await.unwrap();
        }
        late.await.unwrap();
        assert_eq!(lock.lock().await.take(), ["first", "second", "third", "late"]);
    })
    .unwrap();
}

#[test]
fn who_is_cancelled_while_it_waits_for_a_lock_is_left_out() {
    run(async {
        let lock = Rc::new(Lock::new(Log::new()));
        let held = lock.lock().await;
        let [first, second] = ["first", "second"].map(|name| locker(&lock, name));
        settle().await;
        first.cancel();
        settle().await;
        drop(held);
        second.await.unwrap();
        assert_eq!(lock.lock().await.take(), ["second"]);
    })
    .unwrap();
}

#[test]
fn who_is_cancelled_at_the_moment_it_has_the_lock_passes_it_on() {
    run(async {
        let lock = Rc::new(Lock::new(Log::new()));
        let held = lock.lock().await;
        let [first, second] = ["first", "second"].map(|name| locker(&lock, name));
        settle().await;
        drop(held);
        first.cancel();
        second.await.unwrap();
        assert_eq!(lock.lock().await.take(), ["second"]);
        assert!(!lock.is_locked());
    })
    .unwrap();
}

#[test]
fn a_semaphore_lets_so_many_in() {
    run(async {
        let semaphore = Semaphore::new(2);
        let first = semaphore.acquire().await;
        let second = semaphore.try_acquire().unwrap();
        assert!(semaphore.try_acquire().is_none());
        drop(first);
        assert_eq!(semaphore.available(), 1);
        second.forget();
        semaphore.add_permit();
        assert_eq!(semaphore.available(), 2);
    })
    .unwrap();
}

#[test]
fn a_permit_that_comes_is_the_first_ones_who_waits() {
    run(async {
        let semaphore = Rc::new(Semaphore::new(0));
        let log = Log::new();
        let tasks = [1, 2].map(|n| {
            let (semaphore, log) = (semaphore.clone(), log.clone());
            spawn(async move {
                semaphore.acquire().await.forget();
                log.push(n);
            })
        });
        settle().await;
        semaphore.add_permit();
        assert_eq!(semaphore.available(), 0);
        tasks[0].cancel();
        settle().await;
        assert_eq!(log.take(), ["2"], "cancelled at the moment it was served, it passes its turn on");
    })
    .unwrap();
}

#[test]
fn an_event_lets_all_go_on() {
    run(async {
        let (event, log) = (Rc::new(Event::new()), Log::new());
        for n in 0..2 {
            let (event, log) = (event.clone(), log.clone());
            spawn(async move {
                event.wait().await;
                log.push(n);
            });
        }
        settle().await;
        event.set();
        event.clear();
        settle().await;
        assert_eq!(log.take(), ["0", "1"], "also if it is cleared at once");
        let late = event.clone();
        let late = spawn(async move { late.wait().await });
        settle().await;
        assert!(!late.is_finished());
        event.set();
        event.wait().await;
        late.await.unwrap();
    })
    .unwrap();
}

/// Tasks that wait for a condition.
fn waiters<const N: usize>(lock: &Rc<Lock<Log>>, condition: &Rc<Condition>) -> [JoinHandle<()>; N] {
    std::array::from_fn(|n| {
        let (lock, condition) = (lock.clone(), condition.clone());
        spawn(async move {
            let log = condition.wait(lock.lock().await).await;
            log.push(n);
        })
    })
}

#[test]
fn a_condition_lets_as_many_go_on_as_were_notified() {
    run(async {
        let (lock, condition) = (Rc::new(Lock::new(Log::new())), Rc::new(Condition::new()));
        let tasks = waiters::<4>(&lock, &condition);
        settle().await;
        condition.notify(2);
        settle().await;
        assert_eq!(lock.lock().await.take(), ["0", "1"]);
        condition.notify_all();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(lock.lock().await.take(), ["2", "3"]);
    })
    .unwrap();
}

#[test]
fn who_is_cancelled_when_notified_passes_it_on() {
    run(async {
        let (lock, condition) = (Rc::new(Lock::new(Log::new())), Rc::new(Condition::new()));
        let tasks = waiters::<3>(&lock, &condition);
        settle().await;
        condition.notify(1);
        tasks[0].cancel();
        settle().await;
        assert_eq!(lock.lock().await.take(), ["1"], "before it knew");

        let held = lock.lock().await;
        condition.notify(1);
        settle().await;
        tasks[2].cancel();
        drop(held);
        let late = waiters::<1>(&lock, &condition);
        settle().await;
        assert_eq!(lock.lock().await.take(), [] as [&str; 0], "nobody else was there to pass it to");
        drop(late);
    })
    .unwrap();
}

#[test]
fn a_queue_is_in_order_and_waits_when_it_is_full() {
    run(async {
        let (queue, log) = (Queue::bounded(2), Log::new());
        let producer = async {
            for n in 0..5 {
                queue.put(n).await.unwrap();
                log.push(format!("put {n}"));
            }
        };
        let consumer = async {
            yield_now().await;
            assert!(queue.is_full());
            assert_eq!(queue.try_put(9), Err(PutError::Full(9)));
            for _ in 0..5 {
                log.push(format!("got {}", queue.get().await.unwrap()));
            }
        };
        join((producer, consumer)).await;
        let all = log.take();
        assert_eq!(all[..4], ["put 0", "put 1", "got 0", "got 1"]);
        let got: Vec<_> = all.into_iter().filter(|it| it.starts_with("got")).collect();
        assert_eq!(got, ["got 0", "got 1", "got 2", "got 3", "got 4"]);
    })
    .unwrap();
}

#[test]
fn a_queue_serves_who_has_waited_longest() {
    run(async {
        let (queue, log) = (Rc::new(Queue::unbounded()), Log::new());
        let getters = [0, 1, 2].map(|n| {
            let (queue, log) = (queue.clone(), log.clone());
            spawn(async move { log.push(format!("{n} got {}", queue.get().await.unwrap())) })
        });
        settle().await;
        queue.try_put("a").unwrap();
        assert_eq!(queue.try_get(), None, "it is the first one's already");
        getters[0].cancel();
        queue.try_put("b").unwrap();
        settle().await;
        // The first passes its turn on, after the second was served.
        assert_eq!(log.take(), ["1 got a", "2 got b"]);
    })
    .unwrap();
}

#[test]
fn to_shut_a_queue_down_drains_it() {
    run(async {
        let queue = Rc::new(Queue::bounded(1));
        queue.put(1).await.unwrap();
        let putter = queue.clone();
        let putter = spawn(async move { putter.put(2).await });
        settle().await;
        queue.shutdown();
        assert_eq!(putter.await.unwrap(), Err(PutError::ShutDown(2)));
        assert_eq!(queue.try_put(3), Err(PutError::ShutDown(3)));
        assert_eq!(queue.put(3).await, Err(PutError::ShutDown(3)));
        assert_eq!(queue.get().await, Ok(1));
        assert_eq!(queue.get().await, Err(ShutDown));
    })
    .unwrap();
}

#[test]
fn who_waits_for_a_value_is_told_of_the_shutdown() {
    run(async {
        let queue = Rc::new(Queue::<u32>::unbounded());
        let getter = queue.clone();
        let getter = spawn(async move { getter.get().await });
        settle().await;
        queue.shutdown();
        assert_eq!(getter.await.unwrap(), Err(ShutDown));
    })
    .unwrap();
}

#[test]
fn joining_a_queue_waits_until_all_is_done() {
    run(async {
        let queue = Rc::new(Queue::unbounded());
        queue.join().await;
        queue.try_put(1).unwrap();
        queue.try_put(2).unwrap();
        let joined = queue.clone();
        let joined = spawn(async move { joined.join().await });
        for _ in 0..2 {
            settle().await;
            assert!(!joined.is_finished());
            queue.get().await.unwrap();
            queue.task_done();
        }
        joined.await.unwrap();
    })
    .unwrap();
}
