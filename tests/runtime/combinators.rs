//! `join`, `select`, `gather`, `shield`, `wait`.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;

use coro_core::cancel::catch_cancelled;
use coro_core::combine::{ChildError, Either, ReturnWhen, gather, join, select, shield, try_gather, wait};
use coro_core::event_loop::{call_soon, set_exception_handler};
use coro_core::future::promise;
use coro_core::task::{JoinError, Task, all_tasks, current_task};
use coro_core::time::{timeout, yield_now};
use coro_core::{Cancelled, run, sleep, spawn};

use crate::support::{Log, Turns, cancelled, finally, long_cleanup, ms};

async fn after<T>(delay: u64, value: T) -> T {
    sleep(ms(delay)).await;
    value
}

/// So many turns of the loop, which are not late as timers may be.
async fn turns(count: u64) {
    for _ in 0..count {
        yield_now().await;
    }
}

#[test]
fn join_runs_all_at_the_same_time() {
    run(async {
        let log = Log::new();
        let say = async |count: u64| {
            turns(count).await;
            log.push(count);
        };
        join((say(6), say(2), say(4))).await;
        assert_eq!(log.take(), ["2", "4", "6"]);
        assert_eq!(join((async { 1 }, after(1, "two"))).await, (1, "two"));
    })
    .unwrap();
}

#[test]
fn to_cancel_a_join_cancels_each_and_waits_for_all() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let [slow, quick] = [("slow", 5), ("quick", 1)].map(|(name, count)| {
            let it = it.clone();
            finally(std::future::pending::<()>(), async move {
                turns(count).await;
                it.push(name);
            })
        });
        let task = spawn(async {
            join((slow, quick, async {})).await;
            unreachable!()
        });
        yield_now().await;
        task.task().cancel_because("both");
        let cancelled = cancelled::<()>(task.await);
        it.push(cancelled);
    })
    .unwrap();
    assert_eq!(log.take(), ["quick", "slow", "cancelled: both"]);
}

#[test]
fn select_gives_the_first_and_awaits_the_cleanup_of_the_other() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        for first_wins in [true, false] {
            let cleanup = it.clone();
            let loser = finally(std::future::pending::<()>(), async move {
                sleep(ms(2)).await;
                cleanup.push("loser");
            });
            let value = match first_wins {
                true => select(after(1, 7), loser).await,
                false => match select(loser, after(1, 7)).await {
                    Either::Left(()) => unreachable!(),
                    Either::Right(value) => Either::Left(value),
                },
            };
            assert_eq!(value, Either::Left(7));
            it.push("selected");
            assert_eq!(current_task().unwrap().cancelling(), 0);
        }
    })
    .unwrap();
    assert_eq!(log.take(), ["loser", "selected", "loser", "selected"]);
}

#[test]
fn select_of_two_that_are_ready_is_the_first() {
    run(async {
        assert_eq!(select(async { 1 }, async { 2 }).await.into_inner(), 1);
    })
    .unwrap();
}

#[test]
fn to_cancel_a_select_cancels_both() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let [left, right] = [("left", 3), ("right", 1)].map(|(name, count)| {
            let it = it.clone();
            finally(std::future::pending::<()>(), async move {
                turns(count).await;
                it.push(name);
            })
        });
        let task = spawn(async { select(left, right).await.into_inner() });
        yield_now().await;
        task.cancel();
        assert!(task.await.unwrap_err().is_cancelled());
    })
    .unwrap();
    assert_eq!(log.take(), ["right", "left"]);
}

#[test]
fn a_cancellation_while_the_loser_cleans_up_beats_the_value() {
    run(async {
        let (cleanup, begun) = long_cleanup();
        let task = spawn(select(after(1, ()), finally(std::future::pending::<()>(), cleanup)));
        begun.await.unwrap();
        task.task().cancel_because("outside");
        assert_eq!(cancelled(task.await), Cancelled::because("outside"));
    })
    .unwrap();
}

/// 9 and 13.
#[test]
fn gather_gives_the_values_in_the_order_of_the_futures() {
    run(async {
        assert_eq!(gather([3, 1, 2].map(|n| after(n, n))).await.unwrap(), [3, 1, 2]);
        assert_eq!(gather(std::iter::empty::<std::future::Ready<()>>()).await.unwrap(), []);
        let turns = Turns::count();
        gather([1, 2].map(|n| async move { n })).await.unwrap();
        assert_eq!(turns.so_far(), 3);
    })
    .unwrap();
}

/// 13.
#[test]
fn the_first_error_of_a_gather_comes_at_once_and_the_others_go_on() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let other = it.clone();
        let results =
            try_gather([(9, Ok(())), (6, Err("second")), (1, Err("first"))].map(|(count, result)| {
                let other = other.clone();
                async move {
                    turns(count).await;
                    other.push(count);
                    result
                }
            }));
        let Err(ChildError::Failed(error)) = results.await else { unreachable!() };
        it.push(error);
        turns(20).await;
    })
    .unwrap();
    assert_eq!(log.take(), ["1", "first", "6", "9"]);
}

#[test]
fn a_panic_is_an_error_of_a_gather() {
    run(async {
        let results = gather([0, 1].map(|n| async move { assert_eq!(n, 0, "oh") }));
        assert!(matches!(results.await, Err(JoinError::Panicked(_))));
    })
    .unwrap();
}

/// 13.
#[test]
fn to_cancel_a_gather_cancels_the_tasks_and_waits_for_them() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let cleanup = it.clone();
        let task = spawn(async move {
            let tasks = [5, 1].map(|count| {
                let it = cleanup.clone();
                finally(std::future::pending::<()>(), async move {
                    turns(count).await;
                    it.push(count);
                })
            });
            gather(tasks).await
        });
        yield_now().await;
        yield_now().await;
        assert_eq!(all_tasks().len(), 4);
        task.task().cancel_because("all");
        it.push(cancelled(task.await));
        assert_eq!(all_tasks().len(), 1);
    })
    .unwrap();
    assert_eq!(log.take(), ["1", "5", "cancelled: all"]);
}

/// As in asyncio.
#[test]
fn a_cancelled_gather_is_over_two_turns_after_the_last_task() {
    run(async {
        let task = spawn(gather([2, 1].map(|count| finally(std::future::pending::<()>(), turns(count)))));
        turns(3).await;
        let turns = Turns::count();
        task.cancel();
        cancelled(task.await.and_then(|values| values));
        // It is told, it tells the tasks, they clean up, and it ends. Then this task is woken.
        assert_eq!(turns.so_far(), 1 + 1 + 2 + 2 + 1);
    })
    .unwrap();
}

/// As in asyncio.
#[test]
fn to_cancel_a_gather_that_has_failed_lets_the_others_go_on() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let task = spawn(async move {
            let this = current_task().unwrap();
            let failing = async move {
                call_soon(move || assert!(this.cancel()));
                Err("failed")
            };
            let other = async move {
                turns(5).await;
                it.push("gone on");
                Ok(())
            };
            let tasks: [Pin<Box<dyn Future<Output = _>>>; 2] = [Box::pin(failing), Box::pin(other)];
            try_gather(tasks).await
        });
        assert!(task.await.unwrap_err().is_cancelled());
        turns(5).await;
    })
    .unwrap();
    assert_eq!(log.take(), ["gone on"]);
}

#[test]
fn to_drop_a_gather_lets_the_tasks_go_on() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        drop(gather([it.clone()].map(|it| async move { it.push("gone on") })));
        yield_now().await;
    })
    .unwrap();
    assert_eq!(log.take(), ["gone on"]);
}

/// 13.
/// The task has told of its end then, and the loop is about to count it.
#[test]
fn a_gather_can_be_dropped_in_the_turn_in_which_a_task_ends() {
    let log = Log::new();
    let handler = log.clone();
    run(async move {
        set_exception_handler(move |exception| handler.push(exception.message()));
        let gathering = gather([async {}]);
        yield_now().await;
        drop(gathering);
        yield_now().await;
    })
    .unwrap();
    assert!(log.take().is_empty());
}

#[test]
fn a_shielded_task_goes_on() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let inner = it.clone();
        let handle = spawn(async move {
            turns(9).await;
            inner.push("inner");
        });
        let outer = spawn(async { shield(handle).await.unwrap() });
        yield_now().await;
        outer.cancel();
        assert!(outer.await.unwrap_err().is_cancelled());
        it.push("outer");
        turns(20).await;
    })
    .unwrap();
    assert_eq!(log.take(), ["outer", "inner"]);
}

#[test]
fn a_shield_gives_the_value() {
    run(async { assert_eq!(shield(spawn(after(1, 7))).await.unwrap(), 7) }).unwrap();
}

/// Somebody else in the task takes the cancellation, and the shield has been told of the end by the same step.
#[test]
fn a_shield_that_was_interrupted_is_polled_again() {
    run(async {
        let to_cancel: Rc<Cell<Option<Task>>> = Rc::default();
        let it = to_cancel.clone();
        let inner = spawn(async move {
            turns(2).await;
            assert!(it.take().unwrap().cancel());
        });
        let outer = spawn(async {
            futures_util::future::join(shield(inner), catch_cancelled(std::future::pending::<()>())).await
        });
        to_cancel.set(Some(outer.task()));
        turns(6).await;
        assert!(outer.is_finished());
    })
    .unwrap();
}

/// 13.
#[test]
fn wait_returns_when_it_was_asked_to() {
    run(async {
        let tasks = || {
            [Some(1), Some(8), None].map(|count| {
                spawn(async move {
                    turns(count.unwrap_or(u64::MAX)).await;
                    count
                })
            })
        };
        let (done, pending) = wait(tasks(), ReturnWhen::FirstCompleted, None).await;
        assert_eq!((done.len(), pending.len()), (1, 2));
        for task in done {
            assert_eq!(task.await.unwrap(), Some(1), "a task that was waited for can be awaited");
        }
        let (done, pending) = wait(pending, ReturnWhen::FirstCompleted, None).await;
        assert_eq!((done.len(), pending.len()), (1, 1));

        let (done, pending) = wait(tasks(), ReturnWhen::AllCompleted, Some(ms(20))).await;
        assert_eq!((done.len(), pending.len()), (2, 1));
        assert!(
            pending.iter().all(|task| task.task().cancelling() == 0),
            "running out of time cancels nothing"
        );
    })
    .unwrap();
}

/// As in asyncio.
#[test]
fn wait_is_over_two_turns_after_the_last_task() {
    run(async {
        let counted = Turns::count();
        wait([2, 1].map(|count| spawn(turns(count))), ReturnWhen::AllCompleted, None).await;
        assert_eq!(counted.so_far(), 1 + 2 + 2);
    })
    .unwrap();
}

#[test]
fn a_cancellation_at_the_moment_a_wait_is_over_beats_it() {
    run(async {
        let waited = spawn(turns(2));
        let observer = waited.task();
        let waiting = spawn(async {
            wait([waited], ReturnWhen::AllCompleted, None).await;
            unreachable!("an `async` block ends at the await too");
        });
        let to_cancel = waiting.task();
        observer.add_done_callback(move |_| assert!(to_cancel.cancel_because("why")));
        assert_eq!(cancelled::<()>(waiting.await), Cancelled::because("why"));
    })
    .unwrap();
}

#[test]
fn wait_for_the_first_exception() {
    run(async {
        let failing = spawn(async {
            turns(6).await;
            panic!("oh")
        });
        let tasks = [spawn(turns(1)), failing, spawn(turns(u64::MAX))];
        let (done, pending) = wait(tasks, ReturnWhen::FirstException, None).await;
        assert_eq!((done.len(), pending.len()), (2, 1));
    })
    .unwrap();
}

/// 13.
#[test]
fn to_cancel_a_wait_does_not_cancel_the_tasks() {
    run(async {
        let (promise, value) = promise();
        let task = spawn(value);
        let inner = task.task();
        assert!(timeout(ms(1), wait([task], ReturnWhen::AllCompleted, None)).await.is_err());
        assert_eq!(inner.cancelling(), 0);
        promise.set_result(1).unwrap();
        assert!(catch_cancelled(turns(2)).await.is_ok());
        assert!(inner.is_finished() && !inner.is_cancelled());
    })
    .unwrap();
}
