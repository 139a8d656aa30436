//! Task groups: line 12 of the semantics.

use coro_core::cancel::catch_cancelled;
use coro_core::combine::{ChildError, GroupError, TaskGroup};
use coro_core::event_loop::call_soon;
use coro_core::task::{all_tasks, current_task};
use coro_core::time::yield_now;
use coro_core::{Cancelled, run, sleep, spawn};

use crate::support::{Dropped, Log, Turns, cancelled, finally, ms};

fn messages<T>(result: Result<T, GroupError<&str>>) -> Vec<String> {
    result.err().unwrap().errors.iter().map(ToString::to_string).collect()
}

/// A task that logs its cleanup, which takes so long.
async fn worker(log: Log, name: &'static str, cleanup: u64) -> Result<(), &'static str> {
    finally(std::future::pending::<()>(), async move {
        sleep(ms(cleanup)).await;
        log.push(name);
    })
    .await;
    unreachable!()
}

#[test]
fn leaving_waits_for_all() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let child = it.clone();
        let value = TaskGroup::scope(|group| async move {
            group.spawn(async move {
                sleep(ms(3)).await;
                child.push("child");
                Ok(())
            });
            Ok::<_, &str>(7)
        });
        assert_eq!(value.await.unwrap(), 7);
        it.push("left");
        assert_eq!(all_tasks().len(), 1);
    })
    .unwrap();
    assert_eq!(log.take(), ["child", "left"]);
}

/// 9. As of a `gather`.
#[test]
fn leaving_takes_three_turns() {
    run(async {
        let turns = Turns::count();
        let scope = TaskGroup::scope(|group| async move {
            group.spawn(async { Ok(()) });
            Ok::<_, &str>(())
        });
        scope.await.unwrap();
        assert_eq!(turns.so_far(), 3);
    })
    .unwrap();
}

/// An error that comes when the group has failed already wakes nobody: who is woken too early leaves too early.
#[test]
fn a_group_that_has_failed_is_left_two_turns_after_the_last_task() {
    run(async {
        let turns = Turns::count();
        let scope = TaskGroup::scope(|group| async move {
            for count in [0, 1] {
                group.spawn(async move {
                    let _ = catch_cancelled(std::future::pending::<()>()).await;
                    for _ in 0..count {
                        yield_now().await;
                    }
                    Err::<(), _>("task")
                });
            }
            yield_now().await;
            yield_now().await;
            Err::<(), _>("body")
        });
        assert_eq!(messages(scope.await), ["body", "task", "task"]);
        // The body, the throw, the cleanup, the leaving.
        assert_eq!(turns.so_far(), 2 + 1 + 1 + 2);
    })
    .unwrap();
}

#[test]
fn a_task_may_add_tasks_while_the_scope_is_left() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let scope = TaskGroup::scope(|group| async move {
            let inner = group.clone();
            group.spawn(async move {
                yield_now().await;
                inner.spawn(async move {
                    it.push("added");
                    Ok(())
                });
                Ok(())
            });
            Ok::<_, &str>(())
        });
        scope.await.unwrap();
    })
    .unwrap();
    assert_eq!(log.take(), ["added"]);
}

#[test]
fn the_first_error_cancels_the_siblings_and_the_body() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let (sibling, body) = (it.clone(), it.clone());
        let scope = TaskGroup::scope(|group| async move {
            group.spawn(worker(sibling, "sibling", 5));
            group.spawn(async {
                sleep(ms(1)).await;
                Err::<(), _>("failed")
            });
            finally(std::future::pending::<()>(), async move { body.push("body") }).await;
            Ok(())
        });
        let errors = messages(scope.await);
        it.push("left");
        assert_eq!(errors, ["failed"]);
        assert_eq!(current_task().unwrap().cancelling(), 0);
        yield_now().await;
    })
    .unwrap();
    assert_eq!(log.take(), ["body", "sibling", "left"]);
}

#[test]
fn errors_are_raised_together() {
    run(async {
        let scope = TaskGroup::scope(|group| async move {
            group.spawn(async { Err::<(), _>("first") });
            group.spawn(async { Err::<(), _>("second") });
            group.spawn(async { panic!("third") as Result<(), _> });
            Err::<(), _>("body")
        });
        assert_eq!(messages(scope.await), ["body"], "the tasks were cancelled before they began");

        let scope = TaskGroup::scope(|group| async move {
            group.spawn(async { Err::<(), _>("first") });
            group.spawn(async { Err::<(), _>("second") });
            group.spawn(async { panic!("third") as Result<(), _> });
            Ok(())
        });
        let errors = scope.await.unwrap_err();
        assert!(matches!(errors.errors[2], ChildError::Panicked(_)));
        assert_eq!(errors.to_string(), "3 errors in a task group: first; second; the task panicked: third");
    })
    .unwrap();
}

#[test]
fn an_error_of_the_body_cancels_the_tasks() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let scope = TaskGroup::scope(|group| async move {
            group.spawn(worker(it, "worker", 2));
            yield_now().await;
            Err::<(), _>("body")
        });
        assert_eq!(messages(scope.await), ["body"]);
    })
    .unwrap();
    assert_eq!(log.take(), ["worker"]);
}

#[test]
fn a_cancelled_child_harms_nobody() {
    run(async {
        let scope = TaskGroup::scope(|group| async move {
            let child = group.spawn(worker(Log::new(), "child", 1));
            let sibling = group.spawn(async {
                sleep(ms(5)).await;
                Ok(7)
            });
            yield_now().await;
            child.cancel();
            assert!(child.await.unwrap_err().is_cancelled());
            Ok::<_, &str>(sibling.await.unwrap())
        });
        assert_eq!(scope.await.unwrap(), Some(7));
    })
    .unwrap();
}

#[test]
fn an_outside_cancellation_reaches_body_and_tasks_and_is_kept() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let (child, body) = (it.clone(), it.clone());
        let task = spawn(TaskGroup::scope(|group| async move {
            group.spawn(worker(child, "child", 5));
            finally(std::future::pending::<()>(), async move { body.push("body") }).await;
            Ok::<_, &str>(())
        }));
        yield_now().await;
        yield_now().await;
        task.task().cancel_because("outside");
        assert_eq!(cancelled(task.await), Cancelled::because("outside"));
    })
    .unwrap();
    assert_eq!(log.take(), ["body", "child"]);
}

#[test]
fn an_outside_cancellation_while_it_waits_is_kept() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let task = spawn(TaskGroup::scope(|group| async move {
            group.spawn(worker(it, "child", 1));
            Ok::<_, &str>(())
        }));
        sleep(ms(1)).await;
        task.task().cancel_because("outside");
        assert_eq!(cancelled(task.await), Cancelled::because("outside"));
    })
    .unwrap();
    assert_eq!(log.take(), ["child"]);
}

#[test]
fn with_errors_an_outside_cancellation_comes_at_the_next_await() {
    run(async {
        let task = spawn(async {
            let scope = TaskGroup::scope(|group| async move {
                group.spawn(async {
                    finally(std::future::pending::<()>(), std::future::ready(())).await;
                    Ok(())
                });
                group.spawn(async {
                    let _ = catch_cancelled(std::future::pending::<()>()).await;
                    Err::<(), _>("failed in the cleanup")
                });
                std::future::pending().await
            });
            let result: Result<(), _> = scope.await;
            assert_eq!(messages(result), ["failed in the cleanup"]);
            assert_eq!(current_task().unwrap().cancelling(), 1);
            std::future::pending::<()>().await;
        });
        yield_now().await;
        yield_now().await;
        task.task().cancel_because("outside");
        assert_eq!(cancelled(task.await), Cancelled::because("outside"));
    })
    .unwrap();
}

/// As in asyncio, where both are one throw.
#[test]
fn a_failure_and_an_outside_cancellation_in_one_turn_leave_the_cleanup_alone() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let task = spawn(async {
            let this = current_task().unwrap();
            let scope = TaskGroup::scope(|group| async move {
                group.spawn(async move {
                    call_soon(move || assert!(this.cancel()));
                    Err::<(), _>("failed")
                });
                finally(std::future::pending::<()>(), async move {
                    yield_now().await;
                    it.push("cleaned up");
                })
                .await;
                Ok(())
            });
            assert_eq!(messages(scope.await), ["failed"]);
            assert_eq!(current_task().unwrap().cancelling(), 1);
        });
        assert!(task.await.unwrap_err().is_cancelled());
    })
    .unwrap();
    assert_eq!(log.take(), ["cleaned up"]);
}

#[test]
fn with_errors_a_cancellation_that_nobody_asked_for_is_over() {
    run(async {
        let scope = TaskGroup::scope(|group| async move {
            group.spawn(async { Err::<(), _>("failed") });
            yield_now().await;
            coro_core::cancel::throw(Cancelled::new());
            std::future::pending().await
        });
        let result: Result<(), _> = scope.await;
        assert_eq!(messages(result), ["failed"]);
        assert_eq!(current_task().unwrap().cancelling(), 0);
        yield_now().await;
    })
    .unwrap();
}

#[test]
fn after_the_end_no_task_begins() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let scope = TaskGroup::scope(|group| async move { Ok::<_, &str>(group) });
        let group = scope.await.unwrap();
        let kept = Dropped(it.clone(), "dropped");
        let late = group.spawn(async move {
            drop(kept);
            it.push("began");
            Ok(())
        });
        assert!(late.await.unwrap_err().is_cancelled());
    })
    .unwrap();
    assert_eq!(log.take(), ["dropped"]);
}

#[test]
fn after_a_failure_no_task_begins() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let scope = TaskGroup::scope(|group| async move {
            let late = group.clone();
            group.spawn(async { Err::<(), _>("failed") });
            let cleanup = async move {
                late.spawn(async move {
                    it.push("began");
                    Ok(())
                });
            };
            finally(std::future::pending::<()>(), cleanup).await;
            Ok(())
        });
        assert_eq!(messages(scope.await), ["failed"]);
    })
    .unwrap();
    assert_eq!(log.take(), [] as [&str; 0]);
}

#[test]
fn to_drop_the_scope_cancels_the_tasks() {
    let log = Log::new();
    let it = log.clone();
    run(async move {
        let mut scope = Box::pin(TaskGroup::scope(|group| async move {
            group.spawn(worker(it, "worker", 1));
            std::future::pending::<Result<(), &str>>().await
        }));
        std::future::poll_fn(|cx| {
            let _ = scope.as_mut().poll(cx);
            std::task::Poll::Ready(())
        })
        .await;
        yield_now().await;
        drop(scope);
        sleep(ms(10)).await;
        assert_eq!(all_tasks().len(), 1);
    })
    .unwrap();
    assert_eq!(log.take(), ["worker"]);
}
