"""Which words can be people's names where names are expected: bylines, editors' lines, picture credits."""

from __future__ import annotations

import re
from functools import cache

from kg import resources
from kg.lexicon import words

# Per 100,000 people. The rarest surnames in the list are everyday words: 无, 是, 行.
_RAREST_SURNAME = 8.0
_COMMON_SURNAME = 30.0


@cache
def _surnames(rarest: float) -> frozenset[str]:
    rows = resources.packaged("lexicon", "people", "surnames.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return frozenset(name for name, share in pairs if len(name) > 1 or float(share) >= rarest)


@cache
def _not_names() -> frozenset[str]:
    kinds = ("author", "editor", "photo", "credit")
    labels = (label for kind in kinds for label in words("furniture", "labels", kind))
    return frozenset([*words("furniture", "stop"), *words("furniture", "lines"), *labels])


@cache
def _large_places() -> frozenset[str]:
    rows = resources.packaged("lexicon", "places", "divisions.tsv").read_text(encoding="utf-8").splitlines()
    # Codes of two and four digits are provinces and prefectures; county names are also people's.
    cells = (row.split("\t") for row in rows if re.match(r"\d{2}(?:\d{2}(?:00)?)?\t", row))
    return frozenset(cell for row in cells for cell in row[1:3] if cell)


def is_large_place(word: str) -> bool:
    """Whether a word names a province or a prefecture of China.

    >>> is_large_place("江西"), is_large_place("王静")
    (True, False)
    """
    return word in _large_places()


def is_name(word: str, *, strong: bool = False, common: bool = False) -> bool:
    """Whether a word of Chinese characters can be a person's name.

    It needs a known surname and two or three characters (four after a surname of two), or a middle dot.

    Args:
        word: without spaces, simplified.
        strong: what stands before vouches for names: then any two to four characters do.
        common: only a frequent surname will do.

    >>> is_name("逯江"), is_name("欧阳娜娜"), is_name("看到"), is_name("琼达卓嘎", strong=True)
    (True, True, False, True)
    """
    if word in _not_names():
        return False
    if "·" in word:
        return 3 <= len(word) <= 20
    if strong and 2 <= len(word) <= 4:
        return True
    surnames = _surnames(_COMMON_SURNAME if common else _RAREST_SURNAME)
    if word[:2] in surnames and 3 <= len(word) <= 4:
        return True
    return 2 <= len(word) <= 3 and word[:1] in surnames
