"""Worker processes: a few that are ready, and those that are busy with long queries.

A request gets a process to itself. When it is not answered within `patience`, it moves to the slow lane: its
process goes on at a lower priority, and its place among the quick is free for another. So quick queries
hardly wait for slow ones, and a query that has to end is ended by killing its process, whatever it is doing.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any

from kg.errors import KgError
from kg.messages import say
from kg.serve.frames import Head, read_body, read_head, request_line
from kg.serve.settings import Settings

# Opening a large graph for the first time loads it into a store, which takes a while.
_OPENING = 600.0
_NICE = 10


class Unavailable(KgError):
    """A request that was not answered, and why; `retry` is in how many seconds it is worth another try."""

    def __init__(self, reason: str, retry: int | None = None) -> None:
        super().__init__(reason)
        self.retry = retry


@dataclass(eq=False)
class Worker:
    """A process that has opened the graph as it was at `version`."""

    process: asyncio.subprocess.Process
    version: tuple[int, int]

    @property
    def replies(self) -> asyncio.StreamReader:
        assert self.process.stdout is not None, "it was asked for"
        return self.process.stdout

    async def send(self, request: Mapping[str, Any]) -> None:
        assert self.process.stdin is not None, "it was asked for"
        self.process.stdin.write(request_line(request))
        await self.process.stdin.drain()

    @property
    def is_alive(self) -> bool:
        return self.process.returncode is None

    async def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


@dataclass(eq=False)
class Reply:
    """A head, and the body as it comes; a body that ends early raises `Unavailable`."""

    head: Head
    body: AsyncIterator[bytes]


class Pool:
    """The processes of one server. `start` before the first request, `close` after the last."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._quick = asyncio.Semaphore(settings.quick)
        self._slow = 0
        self._refilling = False
        self._chores: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Open the graph once, so that whatever is wrong with it is said now."""
        self._idle.append(await self._open())
        # The others too, before they are needed: a rush of requests must not wait for processes to start.
        self._later(self._refill())

    async def close(self) -> None:
        for chore in self._chores:
            chore.cancel()
        for worker in tuple(self._all):
            await self._end(worker)

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the worker processes."""
        return tuple(worker.process.pid for worker in self._all if worker.is_alive)

    async def ask(self, request: Mapping[str, Any]) -> Reply:
        """The reply to `request`; raises `Unavailable`. Cancel it, or close the body, and the work stops."""
        answers = self._answers(request)
        try:
            head = await anext(answers)
        except BaseException:
            await answers.aclose()
            raise
        assert isinstance(head, Head), "a head comes first"
        return Reply(head, _bytes(answers))

    async def _answers(self, request: Mapping[str, Any]) -> AsyncGenerator[Head | bytes, None]:
        deadline = asyncio.get_running_loop().time() + self._settings.timeout
        lane = _Lane(self)
        worker: Worker | None = None
        finished = False
        try:
            async with asyncio.timeout_at(deadline):
                await lane.enter()
                worker = await self._take()
            async with asyncio.timeout_at(deadline):
                await worker.send(request)
                head = await self._patiently(worker, lane)
            # Not within the timeout: a generator is left at a yield, and a timeout must not be.
            yield head
            pieces = read_body(worker.replies)
            while True:
                async with asyncio.timeout_at(deadline):
                    piece = await anext(pieces, None)
                if piece is None:
                    break
                yield piece
            finished = True
        except TimeoutError:
            raise Unavailable(self._out_of_time(worker), None if worker else 5) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise Unavailable(
                say("the query ended early: it needed more memory than a query may have. Ask for less.")
            ) from None
        finally:
            lane.leave()
            if worker is not None:
                # A process that was slowed down stays slow, and one that was not heard out is still at work.
                keep = finished and not lane.is_slow and worker.is_alive
                if keep:
                    self._idle.append(worker)
                else:
                    self._later(self._replace(worker))

    async def _patiently(self, worker: Worker, lane: _Lane) -> Head:
        reading = asyncio.ensure_future(read_head(worker.replies))
        try:
            done, _ = await asyncio.wait([reading], timeout=self._settings.patience)
            if not done:
                lane.slow_down()
                _slow_down(worker.process.pid)
            return await reading
        finally:
            reading.cancel()

    async def _take(self) -> Worker:
        """A process that is ready and has the graph as it is now."""
        version = self._version()
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive and worker.version == version:
                return worker
            self._later(self._replace(worker))
        return await self._open()

    async def _open(self) -> Worker:
        version = self._version()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "kg.serve.worker"),
            *(str(self._settings.out), str(self._settings.timeout), str(self._settings.memory)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            # The same modules as here, wherever they were found.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        worker = Worker(process, version)
        self._all.add(worker)
        try:
            async with asyncio.timeout(_OPENING):
                head = await read_head(worker.replies)
                body = b"".join([piece async for piece in read_body(worker.replies)])
        except BaseException as error:
            await self._end(worker)
            if isinstance(error, asyncio.IncompleteReadError | TimeoutError):
                raise Unavailable(say("the graph cannot be opened"), 30) from None
            raise
        if head.status != 200:
            await self._end(worker)
            raise Unavailable(body.decode("utf-8").strip(), 30)
        return worker

    async def _refill(self) -> None:
        """Start processes, one after the other, until there are as many as both lanes can use."""
        if self._refilling:
            return
        self._refilling = True
        try:
            while len(self._all) < self._settings.quick + self._settings.slow:
                self._idle.append(await self._open())
        except Unavailable:
            # Whoever asks next is told why.
            pass
        finally:
            self._refilling = False

    async def _replace(self, worker: Worker) -> None:
        await self._end(worker)
        await self._refill()

    async def _end(self, worker: Worker) -> None:
        await worker.kill()
        self._all.discard(worker)

    def _later(self, chore: Any) -> None:
        task = asyncio.ensure_future(chore)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)

    def _version(self) -> tuple[int, int]:
        """The graph is built anew in one step; what was opened before then answers from the old one."""
        try:
            status = (self._settings.out / "graph.trig").stat()
        except OSError:
            return (0, 0)
        return (status.st_size, status.st_mtime_ns)

    def _out_of_time(self, worker: Worker | None) -> str:
        seconds = f"{self._settings.timeout:g}"
        if worker is None:
            return say("no process was free for {seconds} seconds. Try again later.", seconds=seconds)
        return say(
            "the query was stopped after {seconds} seconds. Narrow it, add a LIMIT, "
            "or have the server started with a longer --timeout.",
            seconds=seconds,
        )


class _Lane:
    """Where a request counts: among the quick, then perhaps among the slow, in the end nowhere."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._entered = False
        self.is_slow = False

    async def enter(self) -> None:
        await self._pool._quick.acquire()
        self._entered = True

    def slow_down(self) -> None:
        if self._pool._slow >= self._pool._settings.slow:
            told = say(
                "{n} long queries are running already, and this is another. Try again later.",
                n=self._pool._slow,
            )
            raise Unavailable(told, 10)
        self._pool._slow += 1
        self._pool._quick.release()
        self.is_slow = True

    def leave(self) -> None:
        if self.is_slow:
            self._pool._slow -= 1
        elif self._entered:
            self._pool._quick.release()
        self._entered = False


async def _bytes(answers: AsyncGenerator[Head | bytes, None]) -> AsyncIterator[bytes]:
    async with aclosing(answers):
        async for piece in answers:
            assert isinstance(piece, bytes), "what follows the head is the body"
            yield piece


def _slow_down(pid: int) -> None:
    with suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, pid, _NICE)
