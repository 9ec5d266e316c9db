"""The lines of an article, without the marks that only lay it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.records import Role


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: `start:end` without outer space and marks, `left:right` with them."""

    number: int
    start: int
    end: int
    left: int
    right: int
    folded: str
    heading: bool = False
    role: Role | None = None


def read_lines(text: str, folded: str, start: int, markdown: bool) -> Iterator[Line]:
    """The lines from `start` on that are not blank; Markdown's headings, code and pictures are told apart."""
    fenced = False
    following = start
    for number, whole in enumerate(text[start:].split("\n")):
        first, following = following, following + len(whole) + 1
        shown = folded[first : first + len(whole)]
        stripped = shown.strip()
        if not stripped:
            continue
        left = first + shown.index(stripped)
        right = left + len(stripped)
        if not markdown:
            yield Line(number, left, right, left, right, stripped)
            continue
        fence = re.match("```|~~~", stripped)
        fenced ^= fence is not None
        if fence or fenced or re.fullmatch(r"[-*_=| ：:]{3,}", stripped):
            yield Line(number, left, right, left, right, stripped, role=Role.CREDIT)
        elif re.fullmatch(r"[!！]\[[^\]]*\][(（][^)）]*[)）]", stripped):
            yield Line(number, left, right, left, right, stripped, role=Role.CAPTION)
        else:
            inner = stripped.strip("#*_>` ") or stripped
            begin = left + stripped.index(inner)
            heading = re.match("#{1,6} ", stripped) is not None
            yield Line(number, begin, begin + len(inner), left, right, inner, heading)
