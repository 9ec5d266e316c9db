"""One FollowTheMoney entity as a line of JSON, with values that the model accepts."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.records import stable_id

_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")
# What the model holds of one value of type text, of a name and of an identity.
_LONGEST_TEXT = 60_000
_LONGEST_NAME = 380
_LONGEST_ID = 200
_UNWRITABLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Thing:
    """An entity or a link: its id, the name of its schema, and its properties, each with several values."""

    id: str
    schema: str
    properties: Mapping[str, tuple[str, ...]]

    def line(self) -> bytes:
        written = {"id": self.id, "schema": self.schema, "properties": self.properties}
        return json.dumps(written, ensure_ascii=False).encode("utf-8") + b"\n"


def properties(**values: Sequence[str | None]) -> dict[str, tuple[str, ...]]:
    """`values` without what is empty or said twice.

    >>> properties(name=["李明", None, "李明"], alias=[])
    {'name': ('李明',)}
    """
    # A text keeps its lines; anything else is one line, as the model cleans it.
    found = {
        name: tuple(dict.fromkeys(_clean(value, name) for value in given if value and value.strip()))
        for name, given in values.items()
    }
    return {name: kept for name, kept in found.items() if kept}


def _clean(value: str, name: str) -> str:
    text = _UNWRITABLE.sub("\ufffd", value)
    if name in ("bodyText", "summary", "description", "purpose"):
        return text[:_LONGEST_TEXT].strip()
    return _SPACE.sub(" ", text).strip()[:_LONGEST_NAME]


def identity(given: str) -> str:
    """`given` where the model accepts it as an id, else an id made from it."""
    if _ID.fullmatch(given) and len(given) <= _LONGEST_ID:
        return given
    return stable_id("x", given)


def date(text: str | None) -> str | None:
    """A date as precise as its source; a day that no calendar has is cut to its month."""
    if text is None or text.startswith("0000"):
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3 and parts[2] > monthrange(parts[0], parts[1])[1]:
        return text[:7]
    return text


def web(url: str | None) -> str | None:
    """`url` where it is an address on the web."""
    try:
        found = urlsplit(url or "")
    except ValueError:
        return None
    return url if found.scheme in ("http", "https") and found.hostname else None


def chunks(text: str) -> Iterator[str]:
    """`text` in pieces that the model can hold."""
    for start in range(0, len(text), _LONGEST_TEXT):
        yield text[start : start + _LONGEST_TEXT]
