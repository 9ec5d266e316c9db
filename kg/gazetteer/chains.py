"""Place names that say where they lie: 固原市西吉县龙王坝村 is three places, each inside the one before.

Known divisions decide first; what no list can know (villages, streets, new townships) is read by its suffix.
The suffixes and their levels are data (lexicon/places/suffixes.tsv).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kg.gazetteer.divisions import Division, gazetteer, place_lines, short_is_safe
from kg.gazetteer.world import Country, country_named, country_of

PlaceLevel = Literal["province", "city", "county", "township", "village", "street", "site"]
_LEVELS: tuple[PlaceLevel, ...] = ("province", "city", "county", "township", "village", "street", "site")
_RANK = {level: rank for rank, level in enumerate(_LEVELS)}
# 法国大街 is a street of that name, not a street in France; 美国加利福尼亚州 is a state of the country.
_MARKED = ("province", "city", "county", "township", "village")
# A street is not inside a village (中关村南大街 is one street) nor a village inside a street.
_RANK["street"] = _RANK["village"]

# 云山市|市场街 is cut after the first 市: no name begins with the mark of a rank, none ends in 市市 or 县区.
_SUFFIX_CHARACTERS = "省市州盟县区旗镇乡村街路"
_DOUBLED = re.compile(r"[省市县旗][市县区]$")

# Words that a cut must not go through.
_WORDS = re.compile("市[场区民]|县[城区]|区[域间]|镇区|乡[村镇]|村[民镇]|街[道区]|路口")
# What no name of a village or township contains: it is a phrase then, or an address.
_NO_NAME = re.compile(r"[^\u3400-\u9fff\d]|的")


def suffix_level(name: str) -> PlaceLevel | None:
    """The level of a place that no list knows, by its suffix; None where the name has none.

    >>> suffix_level("返底村"), suffix_level("柳湾镇"), suffix_level("天安门")
    ('village', 'township', None)
    """
    suffix = _suffix(name)
    return None if suffix is None else suffix.level


def split_chain(name: str) -> list[tuple[int, int]]:
    """The offsets of the places in a name that is a chain of places, large to small; one span if it is one.

    A piece is cut off only where what follows is a division known to lie in it, or has the suffix of a
    smaller place: 市北区, 乡宁县, 镇江市, 南京东路 and 北京大兴国际机场 are each one place.

    >>> name = "宁夏回族自治区固原市西吉县龙王坝村"
    >>> [name[start:end] for start, end in split_chain(name)]
    ['宁夏回族自治区', '固原市', '西吉县', '龙王坝村']
    """
    whole = [(0, len(name))]
    if len(name) < 4 or any(name in division.forms for division in gazetteer().named(name)):
        return whole
    abroad = _after_country(name)
    if abroad is not None:
        return abroad
    found = _Cutter(name).best(0, None)
    return whole if found is None else list(found.spans)


def _after_country(name: str) -> list[tuple[int, int]] | None:
    """The cut of 中国山西长治 or 法国巴黎: a country, and what is known or marked to lie in it."""
    for size in range(min(8, len(name) - 2), 1, -1):
        country = country_named(name[:size])
        # 朝鲜|族镇 is called after a people.
        of_people = name[size] == "族"
        if country is not None and not of_people and not _begins_with_division(name, size + 1):
            spans = _in_country(country, name[size:])
            if spans is not None:
                return [(0, size), *((start + size, end + size) for start, end in spans)]
    return None


def _in_country(country: Country, name: str) -> list[tuple[int, int]] | None:
    state = name.find("州") + 1
    if state and country_of(name[state:]) == country and country.code != "CN":
        return [(0, state), (state, len(name))]
    spans = split_chain(name)
    first = name[: spans[0][1]]
    if country_of(first) == country:
        # 中国南海 is a sea, and no district of 佛山.
        full = country.code != "CN" or any(first == division.name for division in gazetteer().named(first))
        return spans if full or short_is_safe(first) else None
    suffix = _suffix(first)
    marked = suffix is not None and suffix.level in _MARKED and len(first) >= len(suffix.text) + 2
    named = first not in _suffixes() and _NO_NAME.search(first) is None
    return spans if marked and named and country.code != "CN" else None


def _begins_with_division(name: str, least: int) -> bool:
    """Whether a name begins with a division's full name of at least so many characters, as 黑山县 does."""
    heads = (name[:size] for size in range(least, min(len(name), 12) + 1))
    return any(head == division.name for head in heads for division in gazetteer().named(head))


@dataclass(frozen=True, slots=True)
class _Suffix:
    text: str
    level: PlaceLevel | None
    stem: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the name that can be a place; `readings` are the divisions that it may be or lie in."""

    start: int
    end: int
    rank: int
    readings: tuple[Division, ...]
    full: bool
    score: float


@dataclass(frozen=True, slots=True)
class _Cut:
    spans: tuple[tuple[int, int], ...]
    score: float


@cache
def _suffixes() -> dict[str, _Suffix]:
    rows = (line.split("\t") for line in place_lines("suffixes.tsv"))
    levels: dict[str, PlaceLevel] = {level: level for level in _LEVELS}
    return {text: _Suffix(text, levels.get(level), int(stem)) for text, level, stem in rows}


def _suffix(name: str) -> _Suffix | None:
    """The longest suffix of `name` that leaves enough before it, and marks a place."""
    for size in range(min(5, len(name)), 0, -1):
        suffix = _suffixes().get(name[-size:])
        if suffix is not None and len(name) - size >= suffix.stem:
            return suffix if suffix.level is not None else None
    return None


class _Cutter:
    """Finds the best way to cut one name; `best` recurs over what is left and what it must lie in."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._known: dict[tuple[int, _Piece | None], _Cut | None] = {}

    def best(self, start: int, before: _Piece | None) -> _Cut | None:
        """The best cut of the name from `start` on, after the piece `before`."""
        if start == len(self._name):
            return _Cut((), 0.0)
        key = (start, before)
        if key not in self._known:
            self._known[key] = self._search(start, before)
        return self._known[key]

    def _search(self, start: int, before: _Piece | None) -> _Cut | None:
        best: _Cut | None = None
        for piece in self._pieces(start, before):
            rest = self.best(piece.end, piece)
            if rest is None:
                continue
            score = piece.score + rest.score
            if best is None or score > best.score:
                best = _Cut(((start, piece.end), *rest.spans), score)
        return best

    def _pieces(self, start: int, before: _Piece | None) -> list[_Piece]:
        pieces = []
        for end in range(len(self._name), start + 1, -1):
            text = self._name[start:end]
            pieces.extend(self._as_division(text, start, before))
            by_suffix = self._by_suffix(text, start, end, before)
            if by_suffix is not None:
                pieces.append(by_suffix)
        return pieces

    def _as_division(self, text: str, start: int, before: _Piece | None) -> list[_Piece]:
        readings = [division for division in gazetteer().named(text) if len(text) > 1]
        if before is not None:
            readings = [d for d in readings if _RANK[d.level] > before.rank and _fits(d, before)]
        pieces = []
        for full in (True, False):
            chosen = tuple(d for d in readings if (d.name == text or text not in (d.name, d.short)) == full)
            if chosen:
                rank = min(_RANK[d.level] for d in chosen)
                # A name that is known to lie in what stands before it outweighs any reading by suffix.
                weight = 3.0 if full else 2.0
                score = weight * len(text) + (2.0 if before else 0.0)
                pieces.append(_Piece(start, start + len(text), rank, chosen, full, score))
        return pieces

    def _by_suffix(self, text: str, start: int, end: int, before: _Piece | None) -> _Piece | None:
        suffix = _suffix(text)
        if suffix is None or suffix.level is None or _NO_NAME.search(text):
            return None
        if _WORDS.fullmatch(self._name, end - 1, end + 1):
            return None
        rank = _RANK[suffix.level]
        last = end == len(self._name)
        stem = len(text) - len(suffix.text)
        if before is None:
            # An unknown name at the head is only cut from what follows if it looks like a name itself.
            if last or stem < 2 or suffix.level in ("street", "site"):
                return None
        else:
            if rank <= before.rank:
                return None
            short_head = bool(before.readings) and not before.full
            if short_head and not _may_follow(self._name[before.start : start], text, stem, suffix):
                return None
            if not last and stem < 2:
                return None
        # A little for each further piece: 柳湾镇李家村 is two places although it also ends like one.
        score = len(text) + 0.1
        if text[0] in _SUFFIX_CHARACTERS or _DOUBLED.search(text):
            score -= 3.0
        return _Piece(start, end, rank, before.readings if before else (), True, score)


def _may_follow(short: str, name: str, stem: int, suffix: _Suffix) -> bool:
    """Whether an unknown name can follow a short one: 襄垣返底村 yes; 南京东路, 新华家园小区 no."""
    if suffix.level == "site" or name[0] in _SUFFIX_CHARACTERS:
        return False
    least = 1 if suffix.level == "county" and suffix.text != "区" else 2
    return stem >= least and short_is_safe(short)


def _fits(division: Division, before: _Piece) -> bool:
    """Whether a division can lie in the piece before it."""
    return not before.readings or any(division.code.startswith(d.code) for d in before.readings)
