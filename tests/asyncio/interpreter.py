"""Runs the scenarios of `scenario.rs` on asyncio. Reads one a line, and writes its trace, and an empty line."""

import asyncio
import sys
import warnings
from asyncio import CancelledError

import ours

FUTURES, SHARED, EVENTS, LOCKS, CALLBACKS = 3, 2, 2, 2, 3


class Failed(Exception):
    pass


ERRORS = (Failed, BaseExceptionGroup)


class Returned(Exception):
    pass


class Op:
    """An operation, as the `Debug` text of Rust has it: `Yield`, `Join(1)`."""

    def __init__(self, name, *args):
        self.name, self.args = name, args

    def __call__(self, *args):
        return Op(self.name, *args)


class Names(dict):
    def __missing__(self, name):
        return Op(name)


def text(error):
    # A group of asyncio's has the error of its body last, and one of ours when it came.
    if isinstance(error, BaseExceptionGroup):
        return "group(" + " ".join(sorted(map(text, error.exceptions))) + ")"
    return str(error)


def truth(value):
    return "true" if value else "false"


class World:
    """What the tasks of a scenario share. Each operation is a method, of its name."""

    def __init__(self, loop, cancels, roots, programs, callbacks):
        self.loop, self.cancels, self.roots = loop, cancels, roots
        self.programs, self.callbacks = programs, callbacks
        self.turn = 0
        self.lines = []
        self.tasks = [None] * len(programs)
        self.begun = [False] * len(programs)
        self.joinable = [False] * len(programs)
        self.in_group = [False] * len(programs)
        self.beaten = [False] * len(programs)
        self.futures = [loop.create_future() for _ in range(FUTURES)]
        self.awaited = [False] * FUTURES
        self.future_callbacks = [[self.future_callback(f, c) for c in range(CALLBACKS)] for f in range(FUTURES)]
        self.shared = [loop.create_future() for _ in range(SHARED)]
        self.calls = [None] * CALLBACKS
        self.events = [asyncio.Event() for _ in range(EVENTS)]
        self.locks = [asyncio.Lock() for _ in range(LOCKS)]
        self.semaphore, self.acquirers = asyncio.Semaphore(2), 0
        self.queues = [asyncio.Queue(1), asyncio.Queue(2)]
        self.getters, self.putters = [0, 0], [0, 0]
        self.condition = asyncio.Condition()

    def trace(self, me, what):
        self.lines.append(f"{self.turn} {me}: {what}")

    def tick(self):
        self.turn += 1
        self.loop.call_soon(self.tick)

    async def main(self):
        self.loop.call_soon(self.tick)
        for p in range(self.roots):
            self.Spawn(-1, p)
        for _ in range(60):
            for _ in range(25):
                await asyncio.sleep(0)
            left = [p for p, task in enumerate(self.tasks) if task and not task.done()]
            if not left or not self.cancels:
                break
            for p in left:
                self.Cancel(-1, p)
        # Not what comes in the rest of the turn.
        return self.lines[:]

    async def program(self, me):
        this = asyncio.current_task()
        self.register(me, this)
        self.trace(me, "begins")
        value = 0
        try:
            await self.block(me, self.programs[me])
        except Returned as returned:
            value = returned.args[0]
        except ERRORS as error:
            self.trace(me, f"fails {text(error)}")
            # In asyncio an error beats a cancellation that comes with it. In ours it is a value as others, but for a group.
            self.beaten[me] = this._must_cancel
            if self.beaten[me] and not self.in_group[me]:
                return
            raise
        self.trace(me, f"returns {value}")
        return value

    def register(self, p, task):
        def ended(task):
            self.trace(p, "ended cancelled" if task.cancelled() or self.beaten[p] else "ended")

        if self.tasks[p] is None:
            self.tasks[p] = task
            task.add_done_callback(ended)

    async def block(self, me, ops):
        for op in ops:
            result = getattr(self, op.name)(me, *op.args)
            if asyncio.iscoroutine(result):
                await result

    def call(self, c):
        for op in self.callbacks[c]:
            getattr(self, op.name)(100 + c, *op.args)

    async def Yield(self, me):
        await ours.bare_yield()
        self.trace(me, "yielded")

    def Return(self, me, value):
        raise Returned(value)

    def Raise(self, me, number):
        raise Failed(number)

    # Tasks.

    def begin(self, p):
        """Whether a program is there, and not begun."""
        if p >= len(self.programs) or self.begun[p]:
            return False
        self.begun[p] = True
        return True

    def Spawn(self, me, p):
        if self.begin(p):
            self.register(p, self.loop.create_task(self.program(p)))
            self.joinable[p] = True
            self.trace(me, f"spawned {p}")

    async def join(self, me, p, waiting):
        # There is one handle to await.
        if p >= len(self.programs) or not self.joinable[p]:
            return
        self.joinable[p] = False
        try:
            value = await waiting(self.tasks[p])
        except ERRORS as error:
            self.trace(me, f"joined {p}: fails {text(error)}")
            raise
        self.trace(me, f"joined {p}: {value}")

    async def Join(self, me, p):
        await self.join(me, p, ours.WaitingForTask)

    async def Shield(self, me, p):
        # asyncio's has a future of its own, which takes a turn more.
        await self.join(me, p, ours.Waiting)

    async def wait(self, me, ps, when):
        # Of tasks that have ended already, asyncio takes two turns to say so.
        ps = [p for p in ps if p < len(self.programs) and self.joinable[p] and not self.tasks[p].done()]
        if not ps:
            return
        for p in ps:
            self.joinable[p] = False
        done, _ = await asyncio.wait([self.tasks[p] for p in ps], return_when=when)
        for p in ps:
            self.joinable[p] = True
        self.trace(me, f"waited for {[p for p in ps if self.tasks[p] in done]}")

    async def WaitFirst(self, me, ps):
        await self.wait(me, ps, asyncio.FIRST_COMPLETED)

    async def WaitAll(self, me, ps):
        await self.wait(me, ps, asyncio.ALL_COMPLETED)

    async def Gather(self, me, ps):
        ps = [p for p in ps if self.begin(p)]
        if not ps:
            return
        try:
            values = await ours.WaitingForGather([self.loop.create_task(self.program(p)) for p in ps])
        except ERRORS as error:
            self.trace(me, f"gathered {ps}: fails {text(error)}")
            raise
        self.trace(me, f"gathered {ps}: {values}")

    async def Group(self, me, ps, body):
        this = asyncio.current_task()
        # asyncio takes a request of before for one that came while the group was there.
        if this.cancelling():
            return
        ps = [p for p in ps if self.begin(p)]
        try:
            async with ours.TaskGroup() as group:
                for p in ps:
                    self.in_group[p] = True
                    self.register(p, group.create_task(self.program(p)))
                try:
                    await self.block(me, body)
                except Returned:
                    pass
        except BaseExceptionGroup as error:
            # From 3.13 on, who has a request is cancelled once more here. In ours only if that came out of the body.
            while this.uncancel():
                pass
            await asyncio.sleep(0)
            self.trace(me, f"group {ps}: {text(error)}")
            raise
        self.trace(me, f"group {ps}")

    def AddTaskCallback(self, me, p, c):
        # In ours all callbacks come before who waits for the task, and not in the order of registration. So nobody waits yet.
        if self.joinable[p]:

            def callback(_):
                self.trace(100 + c, f"task {p}")
                self.call(c)

            self.tasks[p].add_done_callback(callback)

    # Cancellation and errors.

    def Cancel(self, me, p, because=None):
        if self.tasks[p]:
            self.trace(me, f"cancels {p}: {truth(self.tasks[p].cancel(because))}")

    def CancelBecause(self, me, p, number):
        self.Cancel(me, p, f"because {number}")

    def Uncancel(self, me):
        self.trace(me, f"uncancels: {asyncio.current_task().uncancel()}")

    def Cancelling(self, me):
        self.trace(me, f"cancelling: {asyncio.current_task().cancelling()}")

    async def Catch(self, me, body, handler):
        try:
            return await self.block(me, body)
        except CancelledError as cancelled:
            message = cancelled.args and cancelled.args[0] or "-"
            self.trace(me, f"caught {message}")
        await self.block(me, handler)

    async def Rescue(self, me, body, handler):
        try:
            return await self.block(me, body)
        except ERRORS as error:
            self.trace(me, f"rescued {text(error)}")
        await self.block(me, handler)

    async def Finally(self, me, body, cleanup):
        try:
            await self.block(me, body)
        finally:
            try:
                await self.block(me, cleanup)
            except (*ERRORS, Returned):
                pass
            self.trace(me, "cleaned up")

    async def Timeout(self, me, body):
        async with asyncio.timeout(3600):
            await self.block(me, body)

    # Futures and callbacks.

    async def Await(self, me, f):
        # To await takes the result.
        if self.awaited[f]:
            return
        self.awaited[f] = True
        try:
            value = await self.futures[f]
        except Failed as error:
            self.trace(me, f"awaited {f}: fails {text(error)}")
            raise
        self.trace(me, f"awaited {f}: {value}")

    async def AwaitShared(self, me, s):
        # In asyncio whoever is cancelled cancels it for all.
        value = await ours.Waiting(self.shared[s])
        self.trace(me, f"awaited shared {s}: {value}")

    def resolve(self, me, future, what, resolve):
        is_pending = not future.done()
        if is_pending:
            resolve(future)
        self.trace(me, f"{what}: {truth(is_pending)}")

    def Resolve(self, me, f, value):
        self.resolve(me, self.futures[f], f"resolves {f}", lambda future: future.set_result(value))

    def Fail(self, me, f, number):
        self.resolve(me, self.futures[f], f"fails {f}", lambda future: future.set_exception(Failed(number)))

    def CancelFuture(self, me, f):
        self.resolve(me, self.futures[f], f"cancels future {f}", lambda future: future.cancel())

    def ResolveShared(self, me, s, value):
        self.resolve(me, self.shared[s], f"resolves shared {s}", lambda future: future.set_result(value))

    def CancelShared(self, me, s):
        self.resolve(me, self.shared[s], f"cancels shared {s}", lambda future: future.cancel())

    def future_callback(self, f, c):
        def callback(future):
            self.trace(100 + c, f"future {f} " + ("cancelled" if future.cancelled() else "done"))
            self.call(c)

        return callback

    def AddCallback(self, me, f, c):
        self.futures[f].add_done_callback(self.future_callbacks[f][c])

    def RemoveCallback(self, me, f, c):
        removed = self.futures[f].remove_done_callback(self.future_callbacks[f][c])
        self.trace(me, f"removes callback {c} of {f}: {removed}")

    def CallSoon(self, me, c):
        def call():
            self.trace(100 + c, "called")
            self.call(c)

        self.calls[c] = self.loop.call_soon(call)

    def CancelCall(self, me, c):
        if self.calls[c]:
            self.calls[c].cancel()

    # Locks and queues.

    async def WithLock(self, me, n, body):
        async with self.locks[n]:
            self.trace(me, f"locked {n}")
            await self.block(me, body)

    async def WithPermit(self, me, body):
        # When permits are left for who was woken and for who comes, asyncio has the latter wait too. So nobody comes then.
        if self.acquirers and self.semaphore._value > 0:
            return
        self.acquirers += 1
        try:
            await self.semaphore.acquire()
        finally:
            self.acquirers -= 1
        try:
            self.trace(me, "has a permit")
            await self.block(me, body)
        finally:
            self.semaphore.release()

    async def WaitEvent(self, me, e):
        await self.events[e].wait()
        self.trace(me, f"event {e}")

    def SetEvent(self, me, e):
        self.events[e].set()

    def ClearEvent(self, me, e):
        self.events[e].clear()

    # In asyncio, who comes while a value is there that somebody was woken for takes it. Ours keep the order. So nobody comes then.

    def may_get(self, q):
        return not self.getters[q] or self.queues[q].empty()

    def may_put(self, q):
        return not self.putters[q] or self.queues[q].full()

    async def Get(self, me, q):
        if self.may_get(q):
            self.getters[q] += 1
            try:
                value = await self.queues[q].get()
            finally:
                self.getters[q] -= 1
            self.trace(me, f"got {value} of {q}")

    async def Put(self, me, q, value):
        if self.may_put(q):
            self.putters[q] += 1
            try:
                await self.queues[q].put(value)
            finally:
                self.putters[q] -= 1
            self.trace(me, f"put {value} into {q}")

    def TryGet(self, me, q):
        if self.may_get(q):
            value = "nothing" if self.queues[q].empty() else self.queues[q].get_nowait()
            self.trace(me, f"gets of {q}: {value}")

    def TryPut(self, me, q, value):
        if self.may_put(q):
            has_place = not self.queues[q].full()
            if has_place:
                self.queues[q].put_nowait(value)
            self.trace(me, f"puts {value} into {q}: {truth(has_place)}")

    async def WaitCondition(self, me, body):
        async with self.condition:
            self.trace(me, "waits for the condition")
            await self.condition.wait()
            self.trace(me, "was notified")
            await self.block(me, body)

    async def Notify(self, me, count):
        async with self.condition:
            self.condition.notify(count)
            self.trace(me, f"notified {count}")


def run(cancels, scenario):
    loop = ours.Loop()
    try:
        asyncio.set_event_loop(loop)
        return loop.run_until_complete(World(loop, cancels, *scenario.args).main())
    finally:
        loop.close()


# What is left when a loop is closed complains.
sys.unraisablehook = lambda _: None
warnings.simplefilter("ignore")

for line in sys.stdin:
    rest, scenario = line.split(" ", 1)
    print(*run(rest == "cancels", eval(scenario, {}, Names())), "", sep="\n", flush=True)
