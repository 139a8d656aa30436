"""asyncio as `coro-core` has it, where that differs on purpose.

A cancellation is a throw by poll (`coro-core/src/cancel.rs`): it reaches what a task waits for in the next turn, by the task's step, and so
goes down one level a turn where tasks wait for tasks. `Waiting` does that here. What `coro-core` takes from versions of CPython that are
newer than the oldest one that this runs on is here too.
"""

import asyncio
from asyncio import CancelledError


class Waiting:
    """What a task waits for. A cancellation leaves it alone: it is shielded, or has other readers.

    Of two cancellations in one turn, the last message counts. Who has been interrupted and goes on is polled once more in the turn after
    that, for what another part of the task may have missed, and finds what is ready then, a turn before it would be told.
    """

    _asyncio_future_blocking = True
    is_polled_again = True

    def __init__(self, inner):
        self.inner = inner
        self.wakeup = self.message = None
        self.to_poll = self.to_throw = self.is_cancelled = False

    def __await__(self):
        if not self.inner.done():
            try:
                yield self
            except CancelledError:
                if self.is_cancelled and self.is_polled_again:
                    asyncio.current_task().to_poll = True
                raise
        return self.inner.result()

    def get_loop(self):
        return self.inner.get_loop()

    def add_done_callback(self, wakeup, *, context):
        """The task's step ends here."""
        self.wakeup = wakeup
        self.inner.add_done_callback(self.done, context=context)
        task = asyncio.current_task()
        self.to_poll, task.to_poll = task.to_poll, False
        if self.to_poll:
            self.get_loop().call_soon(self.poll)

    def poll(self):
        self.to_poll = False
        if self.to_throw:
            self.throw()
        elif self.inner.done():
            self.done()

    def done(self, _=None):
        if self.is_cancelled:
            self.wake_cancelled()
        elif self.wakeup:
            wakeup, self.wakeup = self.wakeup, None
            wakeup(self.inner)

    def cancel(self, msg=None):
        self.message = msg
        if self.inner.done():
            self.is_cancelled = True
            return False
        if not self.to_throw and not self.to_poll:
            self.get_loop().call_soon(self.throw)
        self.to_throw = True
        return True

    def throw(self):
        self.to_throw = False
        self.is_cancelled = True
        self.wake_cancelled()

    def wake_cancelled(self):
        wakeup, self.wakeup = self.wakeup, None
        if wakeup:
            cancelled = asyncio.Future(loop=self.get_loop())
            cancelled.cancel(self.message)
            wakeup(cancelled)


class WaitingForFuture(Waiting):
    """A cancellation cancels it."""

    def throw(self):
        asyncio.Future.cancel(self.inner, self.message)
        super().throw()


class WaitingForTask(Waiting):
    """A cancellation is passed on to it."""

    def throw(self):
        if self.inner.done():
            super().throw()
        else:
            self.to_throw = False
            self.inner.cancel(self.message)


class WaitingForGather(Waiting):
    """A cancellation is passed on to all of the tasks. Then it waits for them all, and ends as cancelled, whatever they do."""

    is_polled_again = False

    def __init__(self, tasks):
        super().__init__(asyncio.gather(*tasks))
        self.tasks, self.left = tasks, len(tasks)
        self.all = asyncio.Future(loop=self.get_loop())
        for task in tasks:
            task.add_done_callback(self.count)

    def count(self, _):
        self.left -= 1
        if self.left == 0:
            self.all.set_result(None)

    def throw(self):
        if self.inner.done():
            return super().throw()
        self.to_throw = False
        self.is_cancelled = True
        self.inner.remove_done_callback(self.done)
        self.inner = self.all
        self.inner.add_done_callback(self.done)
        for task in self.tasks:
            task.cancel(self.message)


class WaitingForGroup(Waiting):
    """A task group that waits for its tasks catches a cancellation itself: no other part of the task is interrupted."""

    is_polled_again = False


class Task(asyncio.tasks._PyTask):
    # It is to be polled once more, whether or not what it waits for is done.
    to_poll = False

    def uncancel(self):
        must_cancel = self._must_cancel
        left = super().uncancel()
        if left == 0 and must_cancel:
            # From 3.13 on, what was taken back is not thrown any more. The step that it would have been thrown in is made.
            self._must_cancel = False
            self.to_poll = True
        return left


class Future(asyncio.Future):
    """What locks and the like wait for, too."""

    waiting = WaitingForFuture

    def __await__(self):
        return self.waiting(self).__await__()


class GroupFuture(Future):
    waiting = WaitingForGroup


class GroupLoop:
    """The loop, as a task group sees it."""

    def __init__(self, loop):
        self.loop, self.create_task = loop, loop.create_task

    def create_future(self):
        return GroupFuture(loop=self.loop)


class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__()
        self.set_task_factory(lambda loop, coro, **options: Task(coro, loop=loop, **options))
        # Errors that nobody has read.
        self.set_exception_handler(lambda loop, context: None)

    def create_future(self):
        return Future(loop=self)


class InOrder(dict):
    """A set that has an order: a group cancels its tasks in that in which they were added."""

    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)


class TaskGroup(asyncio.TaskGroup):
    async def __aenter__(self):
        await super().__aenter__()
        self._loop, self._tasks = GroupLoop(self._loop), InOrder()
        return self


async def bare_yield():
    task = asyncio.current_task()
    # The step that comes is the poll.
    task.to_poll = False
    try:
        await asyncio.sleep(0)
    except CancelledError:
        task.to_poll = True
        raise
