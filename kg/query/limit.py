"""A query that must end in time.

Oxigraph cannot be interrupted from within its process, so that the query runs in one of its own, which is
killed when the time is over.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Timer
from typing import IO

from kg.errors import KgError, QueryError, QueryTimeout
from kg.messages import say
from kg.query import Answer, open_store, run

# Said when the graph is open: loading a large graph for the first time is no part of the query.
_OPEN = b"+"


def ask_within(
    seconds: float,
    out: Path,
    query: str | Path,
    *,
    parameters: Mapping[str, str] | None = None,
    limit: int | None = None,
    explain: bool = False,
) -> Answer:
    """`kg.query.ask`, ended after `seconds` of work on an open graph; raises `QueryTimeout` then.

    >>> ask_within(10, Path("nowhere"), "posts")
    Traceback (most recent call last):
    kg.errors.NotAGraph: nowhere: not a built graph (graph.trig is missing). Run kg build CORPUS -o nowhere.
    """
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", "from kg.query.limit import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # The same modules as here, wherever they were found.
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert process.stdin is not None, "it was asked for"
    assert process.stdout is not None, "it was asked for"
    with process, process.stdin as request, process.stdout as reply:
        # Whatever ends this here, Ctrl+C too, ends the process.
        try:
            pickle.dump((out, query, dict(parameters or {}), limit, explain), request)
            request.close()
            content, was_stopped = _heard(process, reply, seconds)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        if was_stopped:
            raise QueryTimeout(seconds)
        raise QueryError(say("the query ended early: it needed more memory than there is. Ask for less."))
    # From our own process, which read nothing but our request and the graph.
    result: Answer | KgError = pickle.loads(content)
    if isinstance(result, KgError):
        raise result
    return result


def _heard(process: subprocess.Popen[bytes], reply: IO[bytes], seconds: float) -> tuple[bytes, bool]:
    """What the process says, and whether it was stopped for saying it too late."""
    first = reply.read(1)
    stopped = Event()
    alarm = Timer(seconds, _stop, (process, stopped))
    alarm.start()
    try:
        return first.removeprefix(_OPEN) + reply.read(), stopped.is_set()
    finally:
        alarm.cancel()


def _stop(process: subprocess.Popen[bytes], stopped: Event) -> None:
    stopped.set()
    process.kill()


class _Sent:
    """An error that survives the way: pickle would make it anew from its message alone."""

    def __init__(self, error: KgError) -> None:
        self._made = (type(error), error.args, dict(vars(error)))

    def __reduce__(self) -> tuple[object, ...]:
        return (_received, self._made)


def _received(kind: type[KgError], args: tuple[object, ...], values: Mapping[str, object]) -> KgError:
    error = kind.__new__(kind)
    error.args = args
    vars(error).update(values)
    return error


def main() -> None:
    """The process's side: one request in, one reply out."""
    replies = sys.stdout.buffer
    # Whatever prints must not print into the reply.
    sys.stdout = sys.stderr
    out, query, parameters, limit, explain = pickle.load(sys.stdin.buffer)
    result: Answer | _Sent
    try:
        store = open_store(out)
        replies.write(_OPEN)
        replies.flush()
        result = run(store, query, parameters=parameters, limit=limit, explain=explain)
    except KgError as error:
        result = _Sent(error)
    pickle.dump(result, replies)
    replies.flush()
