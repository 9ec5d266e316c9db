"""A process that answers one request after another from the graph of one folder.

A query cannot be interrupted from within its process, so that each runs in one that the server can kill. Run
as `python -m kg.serve.worker OUT TIMEOUT MEMORY`; see frames.py for what goes in and comes out.
"""

from __future__ import annotations

import math
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import KgError
from kg.messages import in_language
from kg.query import GraphStore, open_store
from kg.serve.frames import FrameWriter, Head, read_request
from kg.serve.tasks import TASKS, Refused

# So much later than the server, which kills first unless it has died itself.
_GRACE = 2.0


def work(store: GraphStore, requests: BinaryIO, replies: BinaryIO, *, timeout: float = math.inf) -> None:
    """Answer every request until there are no more."""
    while (request := read_request(requests)) is not None:
        _set_alarm(timeout)
        _answer(store, request, replies)
        _set_alarm(math.inf)


def _answer(store: GraphStore, request: dict[str, Any], replies: BinaryIO) -> None:
    reply: FrameWriter | None = None

    def begin(head: Head) -> FrameWriter:
        nonlocal reply
        reply = FrameWriter(replies, head)
        return reply

    try:
        TASKS[request["task"]](store, request, begin)
    except KgError as error:
        if reply is not None and reply.has_begun:
            # Half an answer is out. Ending without the mark of the end tells the client that it is half.
            raise
        status = error.status if isinstance(error, Refused) else 400
        reply = FrameWriter(replies, Head(status))
        told = in_language(error, request.get("told_in", "en"))
        reply.write(f"{told}\n".encode("utf-8", "replace"))
    assert reply is not None, "every task replies"
    reply.close()


def _set_alarm(seconds: float) -> None:
    """Have the kernel end this process after `seconds`, should nobody else be left to do it."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, 0 if math.isinf(seconds) else seconds + _GRACE)


def _limit_memory(more: int) -> None:
    """Allow `more` bytes beyond what is in use now; what needs more is ended by the allocator."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        page = resource.getpagesize()
        used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * page
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = used + more
        if hard == resource.RLIM_INFINITY or wanted < hard:
            resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


def main() -> None:
    """Open the graph, say whether that went well, and answer from it until the server goes away."""
    out, timeout, memory = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    # Ctrl+C goes to the whole group: the server decides when its workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    # Whatever prints must not print into a reply.
    sys.stdout = sys.stderr
    try:
        store = open_store(out)
    except KgError as error:
        refusal = FrameWriter(replies, Head(503))
        refusal.write(f"{error}\n".encode("utf-8", "replace"))
        refusal.close()
        return
    _limit_memory(memory)
    FrameWriter(replies, Head()).close()
    work(store, requests, replies, timeout=timeout)


if __name__ == "__main__":
    main()
