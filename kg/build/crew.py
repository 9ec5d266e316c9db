"""A few processes that call functions for this one, which calls some itself meanwhile.

A function and its arguments travel by pickle and need nothing that a process would have to remember: where
one dies, what it was at is done here.

Run as `python -m kg.build.crew`, see `kg.build.process`.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self, TypeVar

from kg.build.pool import cores
from kg.build.process import Died, Failure, Process, answers, say

Answer = TypeVar("Answer")
# Fewer documents are resolved and written sooner than another process is ready.
ALONE = 300
COMMAND = (sys.executable, "-m", "kg.build.crew")


class Crew:
    """So many processes beside this one, each started when it is first needed; with 0 this one is alone.

    >>> with Crew(0) as crew:
    ...     crew.map(sum, [([1, 2],), ([3],)])
    [3, 3]
    """

    def __init__(self, size: int) -> None:
        self._members = [_Member() for _ in range(size)]
        self._threads = ThreadPoolExecutor(max(1, size), thread_name_prefix="kg-crew")

    @property
    def size(self) -> int:
        """How many processes there are beside this one."""
        return len(self._members)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.dismiss()
        self._threads.shutdown(cancel_futures=True)

    def dismiss(self) -> None:
        """Ends the other processes: what is still to be done this one does alone, in less memory."""
        for member in self._members:
            member.process.close()
        self._members.clear()

    def map(self, function: Callable[..., Answer], calls: Sequence[tuple[Any, ...]]) -> list[Answer]:
        """The answers to calls with these arguments, in their order; raises what one of them raises."""
        left = deque(enumerate(calls))
        found: dict[int, Answer] = {}

        def work(call: Callable[..., Any]) -> None:
            with suppress(IndexError):
                while True:
                    number, arguments = left.popleft()
                    try:
                        found[number] = call(function, *arguments)
                    except Exception:
                        left.clear()
                        raise

        helping = [self._threads.submit(work, member.call) for member in self._members]
        work(_here)
        for helper in helping:
            helper.result()
        return [found[number] for number in range(len(calls))]

    def beside(self, function: Callable[..., Answer], *arguments: Any) -> Callable[[], Answer]:
        """Has a function called by another process; what is returned waits for the answer, or raises what it
        raised. Without another process it is called then.
        """
        if not self._members:
            return lambda: function(*arguments)
        return self._threads.submit(self._members[0].call, function, *arguments).result


def crew_for(documents: int, jobs: int | None = None) -> Crew:
    """The processes that help to resolve and write so many documents; `jobs` as in BuildOptions."""
    return Crew((jobs or cores()) - 1 if documents >= ALONE else 0)


class _Member:
    """A process of a crew, or this one in its place when it has died."""

    def __init__(self) -> None:
        self.process = Process(COMMAND)
        self._started = False

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        if not self._started:
            self.process.start()
            self._started = True
        try:
            answer = self.process.ask((function, arguments))
        except Died:
            if self.process.closed:
                raise
            # One that was ended for lack of memory would only be ended again.
            return function(*arguments)
        if isinstance(answer, Failure):
            raise answer.error()
        return answer


def _here(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


def main() -> None:
    """Serves calls from standard input."""
    out = answers()
    calls: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(calls,), daemon=True).start()
    with suppress(BrokenPipeError):
        while True:
            say(_answer(*calls.get()), out)


def _listen(calls: SimpleQueue[Any]) -> None:
    """Takes calls. When the caller is gone, however it went, this process ends in the midst of its work: it
    must not write where the next build writes.
    """
    try:
        while True:
            calls.put(pickle.load(sys.stdin.buffer))
    finally:
        os._exit(1)


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    try:
        return function(*arguments)
    except Exception as error:
        return Failure.of(error)


if __name__ == "__main__":
    main()
