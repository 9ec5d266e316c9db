"""How the server and its worker processes talk.

A request is a line of JSON. A reply is a head in JSON and then the body in pieces, each behind its length; a
length of zero ends it. So the server passes a body on as it comes, and holds no more of it than a piece.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    # A worker starts sooner without it.
    import asyncio

PIECE = 64 * 1024
_LENGTH = 4


@dataclass(frozen=True)
class Head:
    """What comes before a body: an HTTP status, a media type and further headers."""

    status: int = 200
    media_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


class FrameWriter:
    """The worker's side: a file to which a body can be written. The head goes before the first byte."""

    def __init__(self, file: BinaryIO, head: Head) -> None:
        self._file = file
        self._head: Head | None = head
        self._waiting = bytearray()

    def write(self, content: bytes) -> int:
        self._waiting += content
        if len(self._waiting) >= PIECE:
            self._send()
        return len(content)

    def flush(self) -> None:
        """Nothing: a serializer flushes after each small piece."""

    def close(self) -> None:
        if self._waiting or self._head:
            self._send()
        self._put(b"")
        self._file.flush()

    @property
    def has_begun(self) -> bool:
        """Whether the head is out, so that no other can be sent."""
        return self._head is None

    def _send(self) -> None:
        if self._head is not None:
            head = self._head
            self._put(
                json.dumps(
                    {"status": head.status, "media_type": head.media_type, "headers": dict(head.headers)}
                ).encode("utf-8")
            )
            self._head = None
        if self._waiting:
            self._put(bytes(self._waiting))
            self._waiting.clear()

    def _put(self, content: bytes) -> None:
        self._file.write(len(content).to_bytes(_LENGTH, "big"))
        self._file.write(content)
        self._file.flush()


def read_request(file: IO[bytes]) -> dict[str, Any] | None:
    """The next request, or None when the server has gone."""
    line = file.readline()
    if not line:
        return None
    request: dict[str, Any] = json.loads(line)
    return request


def request_line(request: Mapping[str, Any]) -> bytes:
    """`request` as the worker reads it.

    >>> request_line({"task": "query"})
    b'{"task": "query"}\\n'
    """
    return json.dumps(request).encode("ascii") + b"\n"


async def read_head(stream: asyncio.StreamReader) -> Head:
    """The head of a reply; raises `asyncio.IncompleteReadError` when the worker has died."""
    return Head(**json.loads(await _piece(stream)))


async def read_body(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The pieces of a body that follows its head."""
    while piece := await _piece(stream):
        yield piece


async def _piece(stream: asyncio.StreamReader) -> bytes:
    length = int.from_bytes(await stream.readexactly(_LENGTH), "big")
    return await stream.readexactly(length)
