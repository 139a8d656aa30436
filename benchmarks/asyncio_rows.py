#!/usr/bin/env python3
"""The rows of `runtimes` on CPython's event loops.

    python3 asyncio_rows.py                             all rows, on asyncio and, where it is installed, on uvloop
    python3 asyncio_rows.py [--loop uvloop] ROW WORK    one of them: seconds by the clock, and of the processor
    python3 asyncio_rows.py --loops                     the loops there are

Each row is what its file in src/runtimes/rows does. It needs Python 3.11.
"""

import argparse
import asyncio
import contextlib
import socket
import time

try:
    import uvloop
except ImportError:
    uvloop = None

TASKS = 1000


async def spawn_join(work):
    async def task(i):
        return i

    tasks = [asyncio.create_task(task(i)) for i in range(work)]
    return sum([await task for task in tasks])


async def yielding(tasks, times):
    async def task():
        for _ in range(times):
            await asyncio.sleep(0)

    tasks = [asyncio.create_task(task()) for _ in range(tasks)]
    for task in tasks:
        await task


async def ping_pong(work):
    get_loop = asyncio.get_running_loop

    async def player(incoming):
        while True:
            strokes, back = await incoming
            if back is None:
                return
            strokes += 1
            if strokes == work:
                back.set_result((strokes, None))
                return
            incoming = get_loop().create_future()
            back.set_result((strokes, incoming))

    first, second = get_loop().create_future(), get_loop().create_future()
    players = [asyncio.create_task(player(first)), asyncio.create_task(player(second))]
    first.set_result((1, second))
    for task in players:
        await task


async def timers(work):
    async def task(i):
        await asyncio.sleep((i * 0x9E37_79B9_7F4A_7C15 % 2**64) % 1_000_000 / 1_000_000)

    tasks = [asyncio.create_task(task(i)) for i in range(work)]
    for task in tasks:
        await task


async def timeouts(work):
    async def task():
        for _ in range(work // TASKS):
            async with asyncio.timeout(60):
                await asyncio.sleep(0)

    tasks = [asyncio.create_task(task()) for _ in range(TASKS)]
    for task in tasks:
        await task


async def tree(level, leaf):
    """`AsyncTree.recurse_with_gather` of pyperformance."""
    if level == 0:
        await leaf()
        return
    await asyncio.gather(*[tree(level - 1, leaf) for _ in range(6)])


async def leaf_none():
    return


async def leaf_io():
    await asyncio.sleep(0.05)


async def echo(work):
    clients, message = 100, bytes([1]) * 1024

    def no_delay(writer):
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    async def connection(reader, writer):
        no_delay(writer)
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def client(address):
        reader, writer = await asyncio.open_connection(*address)
        no_delay(writer)
        for _ in range(work // clients):
            writer.write(message)
            await writer.drain()
            await reader.readexactly(len(message))
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(connection, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    tasks = [asyncio.create_task(client(address)) for _ in range(clients)]
    for task in tasks:
        await task
    server.close()


ROWS = {
    "spawn_join": (1_000_000, spawn_join),
    "yield": (1_000_000, lambda work: yielding(1, work)),
    "yield_of_1000": (1_000_000, lambda work: yielding(TASKS, work // TASKS)),
    "ping_pong": (1_000_000, ping_pong),
    "timers": (1_000_000, timers),
    "timeouts": (1_000_000, timeouts),
    "tree_none": (6, lambda levels: tree(levels, leaf_none)),
    "tree_io": (6, lambda levels: tree(levels, leaf_io)),
    "echo": (50_000, echo),
}

LOOPS = {"asyncio": asyncio.new_event_loop}
if uvloop:
    LOOPS["uvloop"] = uvloop.new_event_loop


def measure(loop, row, work):
    """Runs a row: seconds by the clock, and of the processor."""
    run = ROWS[row][1]
    wall, cpu = time.perf_counter(), time.process_time()
    with asyncio.Runner(loop_factory=LOOPS[loop]) as runner:
        runner.run(run(work))
    return time.perf_counter() - wall, time.process_time() - cpu


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--loops", action="store_true", help="print the names of the loops there are")
    parser.add_argument("--loop", choices=LOOPS, default="asyncio")
    parser.add_argument("row", nargs="?", choices=ROWS)
    parser.add_argument("work", nargs="?", type=int)
    arguments = parser.parse_args()
    if arguments.loops:
        print(*LOOPS, sep="\n")
    elif arguments.row:
        work = arguments.work if arguments.work is not None else ROWS[arguments.row][0]
        print(*measure(arguments.loop, arguments.row, work))
    else:
        for row, (work, _) in ROWS.items():
            for loop in LOOPS:
                wall, cpu = measure(loop, row, work)
                print(f"{row:15}{loop:10}{wall:8.3f} s{cpu:8.3f} s of the processor", flush=True)


if __name__ == "__main__":
    main()
