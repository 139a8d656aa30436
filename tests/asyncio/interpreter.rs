//! The operations that wait, as tasks of our loop: once as machines, and once as plain `async fn`s.

use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use coro_core::Cancelled;
use coro_core::cancel::{catch_cancelled, throw};
use coro_core::combine::{ChildError, ReturnWhen, TaskGroup, shield, try_gather, wait};
use coro_core::future::FutureError;
use coro_core::task::{JoinError, current_task};
use coro_core::time::{timeout, yield_now};

use crate::scenario::Op;
use crate::world::{Failed, Flow, Program, World};

/// Raises a cancellation that came as a value: asyncio knows no other way.
async fn raise<T>(cancelled: Cancelled) -> T {
    throw(cancelled);
    std::future::pending().await
}

/// How many wait, while this is alive.
struct Counted<'a>(&'a std::cell::Cell<usize>);

impl<'a> Counted<'a> {
    fn new(count: &'a std::cell::Cell<usize>) -> Self {
        count.set(count.get() + 1);
        Counted(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

macro_rules! interpreter {
    ($(#[$driver:meta])?) => {
        /// A program, as a task.
        pub fn program(world: Rc<World>, me: usize) -> Program {
            Box::pin(run(world, me))
        }

        $(#[$driver])?
        async fn run(world: Rc<World>, me: usize) -> Result<u32, Failed> {
            world.register(me, current_task().expect("it is one"));
            world.trace(me, "begins");
            let ops = world.scenario.1[me].clone();
            let flow = block(world.clone(), me, ops).await;
            match &flow {
                Ok(value) => world.trace(me, format_args!("returns {}", value.unwrap_or(0))),
                Err(error) => world.trace(me, format_args!("fails {error}")),
            }
            flow.map(Option::unwrap_or_default)
        }

        /// Operations, in a box: they may have more of them inside.
        fn block(world: Rc<World>, me: usize, ops: Vec<Op>) -> Pin<Box<dyn Future<Output = Flow>>> {
            Box::pin(steps(world, me, ops))
        }

        $(#[$driver])?
        async fn steps(world: Rc<World>, me: usize, ops: Vec<Op>) -> Flow {
            for op in ops {
                if let Some(value) = step(world.clone(), me, op).await? {
                    return Ok(Some(value));
                }
            }
            Ok(None)
        }

        $(#[$driver])?
        async fn step(world: Rc<World>, me: usize, op: Op) -> Flow {
            match op {
                Op::Yield => {
                    yield_now().await;
                    world.trace(me, "yielded");
                }
                Op::Return(value) => return Ok(Some(value)),
                Op::Raise(number) => return Err(Failed(number.to_string())),
                Op::Join(p) | Op::Shield(p) => join(world.clone(), me, p, matches!(op, Op::Shield(_))).await?,
                Op::WaitFirst(ps) => wait_for(world.clone(), me, ps, ReturnWhen::FirstCompleted).await,
                Op::WaitAll(ps) => wait_for(world.clone(), me, ps, ReturnWhen::AllCompleted).await,
                Op::Gather(ps) => gather(world.clone(), me, ps).await?,
                Op::Group(ps, body) => group(world.clone(), me, ps, body).await?,
                Op::Catch(body, handler) => match catch_cancelled(block(world.clone(), me, body)).await {
                    Ok(flow) => return flow,
                    Err(cancelled) => {
                        world.caught(me, &cancelled);
                        return block(world.clone(), me, handler).await;
                    }
                },
                Op::Rescue(body, handler) => match block(world.clone(), me, body).await {
                    Ok(flow) => return Ok(flow),
                    Err(error) => {
                        world.trace(me, format_args!("rescued {error}"));
                        return block(world.clone(), me, handler).await;
                    }
                },
                Op::Finally(body, cleanup) => return finally(world.clone(), me, body, cleanup).await,
                Op::Timeout(body) => {
                    let limited = timeout(Duration::from_secs(3600), block(world.clone(), me, body)).await;
                    return limited.expect("an hour is long");
                }
                Op::Await(f) => {
                    if !world.awaited[f].replace(true) {
                        let future = std::future::poll_fn(|cx| Pin::new(&mut *world.futures[f].borrow_mut()).poll(cx));
                        match future.await {
                            Ok(value) => world.trace(me, format_args!("awaited {f}: {value}")),
                            Err(FutureError::Failed(error)) => {
                                world.trace(me, format_args!("awaited {f}: fails {error}"));
                                return Err(error);
                            }
                            Err(FutureError::Cancelled(cancelled)) => raise(cancelled).await,
                            Err(error) => panic!("{error}"),
                        }
                    }
                }
                Op::AwaitShared(s) => match world.shared[s].clone().await {
                    Ok(value) => world.trace(me, format_args!("awaited shared {s}: {value}")),
                    Err(FutureError::Cancelled(cancelled)) => raise(cancelled).await,
                    Err(error) => panic!("{error}"),
                },
                Op::WithLock(n, body) => {
                    let _guard = world.locks[n].lock().await;
                    world.trace(me, format_args!("locked {n}"));
                    return block(world.clone(), me, body).await;
                }
                Op::WithPermit(body) => {
                    if world.acquirers.get() > 0 && world.semaphore.available() > 0 {
                        return Ok(None);
                    }
                    let counted = Counted::new(&world.acquirers);
                    let _permit = world.semaphore.acquire().await;
                    drop(counted);
                    world.trace(me, "has a permit");
                    return block(world.clone(), me, body).await;
                }
                Op::WaitEvent(e) => {
                    world.events[e].wait().await;
                    world.trace(me, format_args!("event {e}"));
                }
                Op::Get(q) => {
                    if world.may_get(q) {
                        let counted = Counted::new(&world.getters[q]);
                        let value = world.queues[q].get().await.expect("it is not shut down");
                        drop(counted);
                        world.trace(me, format_args!("got {value} of {q}"));
                    }
                }
                Op::Put(q, value) => {
                    if world.may_put(q) {
                        let counted = Counted::new(&world.putters[q]);
                        world.queues[q].put(value).await.expect("it is not shut down");
                        drop(counted);
                        world.trace(me, format_args!("put {value} into {q}"));
                    }
                }
                Op::WaitCondition(body) => {
                    let guard = world.condition_lock.lock().await;
                    world.trace(me, "waits for the condition");
                    let _guard = world.condition.wait(guard).await;
                    world.trace(me, "was notified");
                    return block(world.clone(), me, body).await;
                }
                Op::Notify(count) => {
                    let _guard = world.condition_lock.lock().await;
                    world.condition.notify(count);
                    world.trace(me, format_args!("notified {count}"));
                }
                op => world.act(me, &op),
            }
            Ok(None)
        }

        $(#[$driver])?
        async fn join(world: Rc<World>, me: usize, p: usize, shielded: bool) -> Result<(), Failed> {
            let Some(handle) = world.handle(p) else { return Ok(()) };
            let result = if shielded { shield(handle).await } else { handle.await };
            match result {
                Ok(Ok(value)) => world.trace(me, format_args!("joined {p}: {value}")),
                Ok(Err(error)) => {
                    world.trace(me, format_args!("joined {p}: fails {error}"));
                    return Err(error);
                }
                Err(JoinError::Cancelled(cancelled)) => raise(cancelled).await,
                Err(error) => panic!("{error}"),
            }
            Ok(())
        }

        $(#[$driver])?
        async fn wait_for(world: Rc<World>, me: usize, ps: Vec<usize>, when: ReturnWhen) {
            let (ps, handles) = world.take_running(&ps);
            if ps.is_empty() {
                return;
            }
            let tasks: Vec<_> = handles.iter().map(|handle| handle.task()).collect();
            let (done, pending) = wait(handles, when, None).await;
            let mut ended = Vec::new();
            for handle in done.into_iter().chain(pending) {
                let at = tasks.iter().position(|task| *task == handle.task()).expect("it is one of them");
                if handle.is_finished() {
                    ended.push(ps[at]);
                }
                world.give_back(ps[at], handle);
            }
            world.trace(me, format_args!("waited for {ended:?}"));
        }

        $(#[$driver])?
        async fn gather(world: Rc<World>, me: usize, ps: Vec<usize>) -> Result<(), Failed> {
            let ps: Vec<usize> = ps.into_iter().filter(|&p| world.begin(p)).collect();
            if ps.is_empty() {
                return Ok(());
            }
            match try_gather(ps.iter().map(|&p| program(world.clone(), p))).await {
                Ok(values) => world.trace(me, format_args!("gathered {ps:?}: {values:?}")),
                Err(ChildError::Failed(error)) => {
                    world.trace(me, format_args!("gathered {ps:?}: fails {error}"));
                    return Err(error);
                }
                Err(ChildError::Cancelled(cancelled)) => raise(cancelled).await,
                Err(error) => panic!("{error}"),
            }
            Ok(())
        }

        $(#[$driver])?
        async fn group(world: Rc<World>, me: usize, ps: Vec<usize>, body: Vec<Op>) -> Result<(), Failed> {
            let this = current_task().expect("it is one");
            if this.cancelling() > 0 {
                return Ok(());
            }
            let ps: Vec<usize> = ps.into_iter().filter(|&p| world.begin(p)).collect();
            let scope = TaskGroup::scope(|group| {
                for &p in &ps {
                    let child = group.spawn(program(world.clone(), p));
                    world.register(p, child.task());
                }
                block(world.clone(), me, body)
            });
            match scope.await {
                Ok(_) => world.trace(me, format_args!("group {ps:?}")),
                Err(errors) => {
                    let error = Failed::from(errors);
                    while this.uncancel() > 0 {}
                    yield_now().await;
                    world.trace(me, format_args!("group {ps:?}: {error}"));
                    return Err(error);
                }
            }
            Ok(())
        }
    };
}

pub mod machines {
    //! As machines of `#[coroutine]`. Their cleanup is a `defer!`.

    use super::*;

    interpreter!(#[coro_core::coroutine]);

    #[coro_core::coroutine]
    async fn finally(world: Rc<World>, me: usize, body: Vec<Op>, cleanup: Vec<Op>) -> Flow {
        defer! {
            drop(block(world.clone(), me, cleanup).await);
            world.trace(me, "cleaned up");
        }
        block(world.clone(), me, body).await
    }
}

pub mod plain {
    //! As the compiler's own `async fn`s. Their cleanup catches the cancellation, and raises it again.

    use super::*;

    interpreter!();

    async fn finally(world: Rc<World>, me: usize, body: Vec<Op>, cleanup: Vec<Op>) -> Flow {
        let caught = catch_cancelled(block(world.clone(), me, body)).await;
        drop(block(world.clone(), me, cleanup).await);
        world.trace(me, "cleaned up");
        match caught {
            Ok(flow) => flow,
            Err(cancelled) => raise(cancelled).await,
        }
    }
}
