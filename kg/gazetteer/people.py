"""Chinese names of people: the surname that a name begins with, and how rare the whole name is.

Packaged data (lexicon/people). No list of given-name characters with counts has a licence that allows
shipping it, so the rarity of a name rests on its surname's frequency, on the length of the given name, and on
a short list of very common given names.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache

from kg.resources import packaged

_HAN = re.compile(r"[\u3400-\u9fff〇]+")
# What share of the bearers of a surname have one given name: a common one, another of one character, another
# of two. Orders of magnitude, from published counts of the most frequent full names.
_COMMON, _ONE, _TWO = 1 / 500, 1 / 5_000, 1 / 50_000


def surname_of(name: str) -> str | None:
    """The surname that a Chinese name begins with; None where it cannot be one (奥巴马 is not told apart).

    Compound surnames come first. A name of four characters has a compound surname or none; longer names and
    names with a dot are foreign.

    >>> surname_of("欧阳修"), surname_of("孙大军"), surname_of("诸葛"), surname_of("卡尔·马克思")
    ('欧阳', '孙', '诸葛', None)
    """
    if not 2 <= len(name) <= 4 or _HAN.fullmatch(name) is None:
        return None
    if name[:2] in _shares():
        return name[:2]
    return name[0] if len(name) < 4 and name[0] in _shares() else None


def is_surname(name: str) -> bool:
    """Whether this is a surname on the list.

    >>> is_surname("逯"), is_surname("欧阳"), is_surname("的")
    (True, True, False)
    """
    return name in _shares()


def surname_share(surname: str) -> float:
    """The share of people with this surname, of 1; 0 where it is not on the list.

    >>> round(surname_share("王"), 3), surname_share("的")
    (0.072, 0.0)
    """
    return _shares().get(surname, 0.0)


def name_rarity(name: str) -> float | None:
    """How rare a full Chinese name is: minus the decimal logarithm of the share of people who bear it.

    A rough figure: 李伟 is below 4 (hundreds of thousands), a rare surname with two characters above 8 (a
    handful). None where no given name or no surname is seen. Between names of one surname and length it says
    little more than whether the given name is among the most common.

    >>> name_rarity("李伟") < name_rarity("李大军") < name_rarity("逯江宏")
    True
    """
    surname = surname_of(name)
    if surname is None or surname == name:
        return None
    given = name[len(surname) :]
    one_of = _COMMON if given in _common_given() else _ONE if len(given) == 1 else _TWO
    return -math.log10(_shares()[surname] * one_of)


@cache
def _shares() -> Mapping[str, float]:
    text = packaged("lexicon", "people", "surnames.tsv").read_text("utf-8")
    counts = {name: float(count) for name, count in (line.split("\t") for line in text.splitlines())}
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items()}


@cache
def _common_given() -> frozenset[str]:
    lines = packaged("lexicon", "people", "given_common.txt").read_text("utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
