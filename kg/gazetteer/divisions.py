"""The administrative divisions of China, province to township: names, containment, which one is meant.

The list is packaged data (lexicon/places/divisions.tsv); `gazetteer()` reads it once, on first use.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from kg.resources import packaged

Level = Literal["province", "city", "county", "township"]

RANK: Mapping[str, int] = {"province": 0, "city": 1, "county": 2, "township": 3}
_LEVEL_OF_LENGTH: Mapping[int, Level] = {2: "province", 4: "city", 6: "county", 9: "township"}
_ISLANDS = frozenset({"71", "81", "82"})
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
# 恩施州, 长阳县, 鄂温克旗: autonomous divisions are written with the short name and the bare rank.
_AUTONOMOUS = re.compile(r"自治([州县旗])$|民族(乡|苏木)$|族(区|乡)$")


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division. `code` is GB/T 2260 (2, 4, 6 digits) or the statistics bureau's (9).

    `short` equals `name` where no shorter form is unmistakable (赵县, 浦东新区). A `former` division is no
    more, and nothing bears its name on (崇文区, 长治县).
    """

    code: str
    name: str
    short: str
    level: Level
    parent: str | None
    former: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way to write its name, the full one first: 恩施土家族苗族自治州, 恩施, 恩施州."""
        forms = [self.name]
        if self.short != self.name:
            forms.append(self.short)
            rank = _AUTONOMOUS.search(self.name)
            if rank is not None:
                forms.append(self.short + next(group for group in rank.groups() if group))
        return tuple(forms)


class Gazetteer:
    """All divisions, by code and by name. Made by `gazetteer()`; holds no state but its indexes."""

    def __init__(self, divisions: Iterable[Division], common: Iterable[tuple[str, str]]) -> None:
        self._by_code = {division.code: division for division in divisions}
        by_full, by_short, by_township_short = (defaultdict[str, list[Division]](list) for _ in range(3))
        for division in self._by_code.values():
            by_full[division.name].append(division)
            if division.former or division.short == division.name:
                continue
            township = division.level == "township"
            (by_township_short if township else by_short)[division.short].append(division)
            # 古寨乡 for 古寨瑶族乡 carries its rank and is as safe as a full name; the bare 古寨 is not.
            if "族" in division.name or "自治" in division.name:
                for form in division.forms[2:]:
                    by_short[form].append(division)
        for code, name in common:
            by_short[name].append(self._by_code[code])
        self._by_full, self._by_short, self._by_township_short = by_full, by_short, by_township_short
        # Every rule that meets a name asks for its divisions.
        self._known = lru_cache(maxsize=1 << 16)(self._named)

    def __iter__(self) -> Iterator[Division]:
        """All divisions of today."""
        return (division for division in self._by_code.values() if not division.former)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def get(self, code: str) -> Division | None:
        """The division with this code; trailing zeros may be there or not (110000 is 11).

        >>> gazetteer().get("140423000000").name
        '襄垣县'
        """
        found = self._by_code.get(code)
        for size in (9, 6, 4, 2):
            if found is None and len(code) > size and not code[size:].strip("0"):
                found = self._by_code.get(code[:size])
        return found

    def named(self, name: str, *, township_shorts: bool = False) -> tuple[Division, ...]:
        """All divisions with this full or short name in simplified script: full names first, then by rank.

        A hit is by its full name when `division.name == name`. Short names of townships (和平, 解放) are
        everyday words: they are found only with `township_shorts`.

        >>> [division.code for division in gazetteer().named("襄垣")]
        ['140423']
        """
        return self._known(name, township_shorts)

    def _named(self, name: str, township_shorts: bool) -> tuple[Division, ...]:
        found = {d.code: d for d in self._by_full.get(name, ())}
        tables = [self._by_short, self._by_township_short] if township_shorts else [self._by_short]
        for table in tables:
            for division in sorted(table.get(name, ()), key=lambda d: (RANK[d.level], d.code)):
                found.setdefault(division.code, division)
        return tuple(found.values())

    def parents(self, division: Division) -> tuple[Division, ...]:
        """The divisions that contain it, nearest first.

        >>> [parent.short for parent in gazetteer().parents(gazetteer().named("襄垣县")[0])]
        ['长治', '山西']
        """
        above = []
        code = division.parent
        while code is not None:
            above.append(self._by_code[code])
            code = above[-1].parent
        return tuple(above)

    def is_within(self, inner: str, outer: str) -> bool:
        """Whether the division with code `inner` is the one with code `outer` or lies in it.

        >>> gazetteer().is_within("140423", "14"), gazetteer().is_within("14", "140423")
        (True, False)
        """
        # A code begins with the codes of all that contain it; that is how the standard numbers divisions.
        return inner.startswith(outer)

    def resolve(self, name: str, context: Collection[str] = ()) -> Division | None:
        """The division that `name` means beside the other place names of its document, or None: UNDECIDED.

        Each context name votes for the candidates that contain it, lie in it or share its city or province;
        an ambiguous voter's vote is divided among its own readings. Without a deciding vote a province wins,
        a division wins over those inside it (南昌 is the city, not its county), and a prefecture wins over
        counties elsewhere, unless one is a district of a municipality (朝阳 stays undecided) or the document
        names that county's own surroundings. A name that any place may have (城区, 城东区) is believed
        only in a document that names the one that it lies in.

        >>> gazetteer().resolve("鼓楼区") is None
        True
        >>> gazetteer().resolve("鼓楼区", ["开封市"]).code
        '410204'
        """
        candidates = self.named(name)
        full = tuple(d for d in candidates if d.name == name)
        # A division of today is meant rather than a former one of the same name. 郊区 is left to the context.
        today = tuple(d for d in full if not d.former)
        candidates = full or candidates
        if today and short_is_safe(name):
            candidates = today
        voters = {other: self.named(other) for other in sorted(set(context) - {name})}
        if full and not short_is_safe(name):
            named = {readings[0].code for readings in voters.values() if len(readings) == 1}
            candidates = tuple(d for d in candidates if d.parent in named)
            return candidates[0] if len(candidates) == 1 else None
        if len(candidates) == 1:
            return candidates[0]
        if not candidates:
            # A township's short name is believed only where the document speaks of its surroundings.
            townships = self.named(name, township_shorts=True)
            return self._elected(townships, voters, least=1.0)
        if candidates[0].level == "province":
            return candidates[0]
        return self._elected(candidates, voters, least=0.5) or _best_known(candidates, voters)

    def _elected(
        self, candidates: tuple[Division, ...], voters: Mapping[str, tuple[Division, ...]], *, least: float
    ) -> Division | None:
        """The candidate with `least` votes or more that leads all others not inside it."""
        votes = {
            d.code: sum(
                max(_kinship(d.code, reading.code) for reading in readings) / len(readings)
                for readings in voters.values()
                if readings
            )
            for d in candidates
        }
        if candidates and candidates[0].level == "city":
            # 西安 in an article that also speaks of 吉林 is no district of 辽源: to outvote a prefecture, a
            # county needs more than its province.
            for d in candidates[1:]:
                if not _is_near(d.code, voters):
                    votes[d.code] = 0.0
        ranked = sorted(candidates, key=lambda d: (-votes[d.code], len(d.code), d.code))
        if not ranked or votes[ranked[0].code] < least:
            return None
        best = ranked[0]
        rivals = [d for d in ranked[1:] if not d.code.startswith(best.code)]
        if any(votes[best.code] - votes[rival.code] < 0.5 for rival in rivals):
            return None
        return best


def _kinship(one: str, other: str) -> float:
    """How much a division speaks for another: one contains the other, they share a city, or a province."""
    if one.startswith(other) or other.startswith(one):
        return 2.0 if min(len(one), len(other)) == 2 else 3.0
    if len(one) >= 4 and one[:4] == other[:4]:
        return 2.0
    return 1.0 if one[:2] == other[:2] else 0.0


def _best_known(
    candidates: tuple[Division, ...], voters: Mapping[str, tuple[Division, ...]]
) -> Division | None:
    """The candidate that the bare name means to a reader who knows only the map."""
    first = candidates[0]
    rest = candidates[1:]
    if all(d.code.startswith(first.code) for d in rest):
        return first
    if first.level != "city" or rest[0].level == "city":
        return None
    if any(d.code[:2] in _MUNICIPALITIES for d in rest):
        return None
    # The document speaks of the surroundings of both.
    return None if any(_is_near(d.code, voters) for d in rest) else first


def _is_near(code: str, voters: Mapping[str, tuple[Division, ...]]) -> bool:
    """Whether the document names, unmistakably, more of the surroundings of `code` than its province."""
    alone = (readings[0].code for readings in voters.values() if len(readings) == 1)
    return any(_kinship(code, other) >= 2.0 for other in alone if len(other) > 2 or other in _MUNICIPALITIES)


def short_is_safe(name: str) -> bool:
    """Whether a short name found in running text can be taken for the place: 襄垣 yes; 和平, 解放, 互助 no.

    >>> short_is_safe("襄垣"), short_is_safe("互助")
    (True, False)
    """
    return len(name) > 1 and name not in _everyday_words()


@cache
def _everyday_words() -> frozenset[str]:
    return frozenset(word for line in place_lines("everyday.txt") for word in line.split())


def _level(code: str, name: str) -> Level:
    level = _LEVEL_OF_LENGTH[len(code)]
    if code[:2] in _ISLANDS and len(code) > 4:
        # There the length of a code does not tell 乡 and 镇 from 区; the counties of 71 rank with the cities.
        return "township" if name.endswith(("乡", "镇")) else "county"
    return level


def township_short(name: str) -> str:
    """The short form of a usual township name: 东华门 for 东华门街道, but 彭镇 for 彭镇."""
    # Called for each of 40,000 names as the list is read: a regular expression would be too slow.
    size = 2 if name.endswith(("街道", "苏木")) else 1 if name.endswith(("镇", "乡")) else 0
    return name[: len(name) - size] if len(name) - size >= 2 else name


def _township(code: str, item: str, parent: str) -> Division:
    name, _, exception = item.partition("=")
    return Division(code, name, exception or township_short(name), _level(code, name), parent)


def _read(lines: Iterable[str]) -> Iterator[Division]:
    """One line per province, city and county: code, name, short, and its townships as `001东华门街道`."""
    known: set[str] = set()
    for line in lines:
        code, name, short, below = [*line.split("\t"), "", ""][:4]
        known.add(code)
        parent = next((code[:size] for size in (4, 2) if size < len(code) and code[:size] in known), None)
        yield Division(code, name, short or name, _level(code, name), parent)
        digits = 9 - len(code)
        for item in below.split():
            yield _township(code + item[:digits], item[digits:], code)


def place_lines(file: str) -> list[str]:
    """The lines of a packaged place list, comments left out."""
    text = packaged("lexicon", "places", file).read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@cache
def gazetteer() -> Gazetteer:
    """The packaged divisions, read once."""
    divisions = list(_read(place_lines("divisions.tsv")))
    common = [(code, name) for code, *names in map(_fields, place_lines("common.tsv")) for name in names]
    known = {division.code for division in divisions}
    for code, name, *heir in map(_fields, place_lines("former.tsv")):
        if heir:
            common.append((heir[0], name))
        else:
            parent = next((code[:size] for size in (4, 2) if size < len(code) and code[:size] in known), None)
            divisions.append(Division(code, name, name, _level(code, name), parent, former=True))
    return Gazetteer(divisions, common)


def _fields(line: str) -> list[str]:
    return line.split("\t")
