"""What resolution knows as data beside this module: weights, fields of work, high offices, famous names."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.gazetteer import name_rarity, surname_of
from kg.resources import parsed


def packaged_table(name: str) -> dict[str, Any]:
    """What stands in NAME.toml beside this module.

    >>> sorted(packaged_table("same"))
    ['parties', 'state', 'world']
    """
    return parsed("resolve", f"{name}.toml")


@cache
def weights() -> Mapping[str, Any]:
    """weights.toml, read once."""
    return packaged_table("weights")


def weight(feature: str) -> float:
    """The log-odds of a feature at full strength.

    >>> weight("kin") > 0 > weight("other_field")
    True
    """
    return float(weights()["feature"][feature]["weight"])


@cache
def prior(name: str) -> float:
    """The log-odds that two articles mean one person of this name, before anything else is known.

    >>> prior("李伟") < prior("王国柱") < prior("段长河")
    True
    """
    table = weights()["name"]
    rarity = name_rarity(name)
    if rarity is None:
        alone = "·" not in name and not name.isascii()
        return float(table["latin" if is_pinyin(name) else "last_name" if alone else "unknown"])
    odds = table["slope"] * (rarity - table["neutral"])
    return float(min(table["most"], max(table["least"], odds)))


# Initial and final of a syllable; more than pinyin has, but few foreign names are made of it.
_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:[iuü]?(?:ang|eng|ong|an|en|ao|ai|ei|ou|er|a|e|o)|ing|in|ui|iu|un|i|u|ü)"
)
_PINYIN = re.compile(f"(?:{_SYLLABLE}){{1,2}} (?:{_SYLLABLE}){{1,2}}", re.IGNORECASE)


def is_pinyin(name: str) -> bool:
    """Whether a name of two words can be a Chinese one in Latin letters.

    >>> is_pinyin("Sun Liqun"), is_pinyin("Martin Weber")
    (True, False)
    """
    return _PINYIN.fullmatch(name) is not None


def logistic(odds: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-odds))


def thresholds() -> tuple[float, float]:
    """The log-odds above which two are one, and below which they are two."""
    merged, split = weights()["merged"], weights()["split"]
    return math.log(merged / (1 - merged)), math.log(split / (1 - split))


@dataclass(frozen=True)
class Fields:
    """Fields of work by the endings of titles and of bodies' names, longest ending first."""

    titles: tuple[tuple[str, str], ...]
    bodies: tuple[tuple[str, str], ...]
    joined: frozenset[frozenset[str]]

    def of(self, titles: Iterable[str], bodies: Iterable[str]) -> frozenset[str]:
        """The fields that the titles and bodies stand for.

        >>> sorted(fields().of(["主任"], ["岚水县人民医院"])), sorted(fields().of(["副县长"], []))
        (['medicine'], ['government'])
        """
        found = (*(_ending(t, self.titles) for t in titles), *(_ending(b, self.bodies) for b in bodies))
        return frozenset(name for name in found if name is not None)

    def apart(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Whether no usual career joins any of the fields of one to any of the other's."""
        return bool(one and other) and not any(
            a == b or frozenset((a, b)) in self.joined for a in one for b in other
        )


def _ending(text: str, endings: tuple[tuple[str, str], ...]) -> str | None:
    return next((name for ending, name in endings if text.endswith(ending)), None)


@cache
def fields() -> Fields:
    """fields.toml, read once."""
    data = packaged_table("fields")
    joined = frozenset(frozenset(pair) for pair in data.pop("joined")["pairs"])

    def endings(key: str) -> tuple[tuple[str, str], ...]:
        pairs = ((word, name) for name, words in data.items() for word in words[key])
        return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))

    return Fields(endings("titles"), endings("bodies"), joined)


@cache
def high_offices() -> frozenset[str]:
    """Titles of heads of state and government and the like (posts.toml)."""
    return frozenset(packaged_table("posts")["high"])


@cache
def figures() -> frozenset[str]:
    """People of history and of letters (figures.toml).

    >>> "屈原" in figures()
    True
    """
    return frozenset(name for names in packaged_table("figures").values() for name in names)


@cache
def companion_rarity(name: str) -> float:
    """How much a shared companion says by the rarity of the name, from 0.1 to 1.

    >>> companion_rarity("李伟") < companion_rarity("段长河")
    True
    """
    rarity = name_rarity(name)
    if rarity is None:
        return 0.8 if surname_of(name) is None else 0.5
    return min(1.0, max(0.1, (rarity - 3.5) / 3.5))
