"""A sentence as the patterns see it: each outermost mention and each title is one character of its own.

"长治市委书记孙大军" is seen as `OTP` (with private-use characters for O, T and P), so that a regular
expression can say "an organization, a title, a person" and every match leads back to offsets in the document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.lexicon import words
from kg.lexicon.titles import title_pattern
from kg.ner.mentions import outermost
from kg.records import Kind, Mention, Span

SLOTS = {"PER": "\ue000", "ORG": "\ue001", "LOC": "\ue002", "TITLE": "\ue003"}
_SLOT_OF_KIND = {Kind.PER: SLOTS["PER"], Kind.ORG: SLOTS["ORG"], Kind.LOC: SLOTS["LOC"]}
_TITLE = SLOTS["TITLE"]
# In brackets behind a name: another name for it (以下简称“甲集团”), its Latin spelling.
_ASIDE = re.compile(
    "（(?:(?:以下|下文|下)?(?:均|统)?(?:简称|称|称为)[^（）]{1,30}"
    "|[A-Za-z][A-Za-z0-9 .,·&'’/-]{1,60}|[左右前后中][^（）]{0,4})）"
)
# The text itself may hold private-use characters; they must not pass for slots.
_FOREIGN = re.compile(f"[{''.join(SLOTS.values())}]")


@dataclass(frozen=True, slots=True)
class View:
    """`chars[i]` stands for the document's text from `starts[i]` to `ends[i]`; `mentions[i]` names the
    mention there, or, at one of the `stand_ins`, the one that is meant there.
    """

    sentence: Span
    chars: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    mentions: dict[int, int] = field(default_factory=dict)
    stand_ins: frozenset[int] = frozenset()

    def span(self, start: int, end: int) -> Span:
        """Where view positions `start:end` stand in the document."""
        return Span(self.starts[start], self.ends[end - 1])

    def mention_at(self, position: int) -> int:
        """The index of the mention that stands at a view position. Raises KeyError where there is none."""
        return self.mentions[position]


@dataclass
class _Draft:
    """A view while it is written from left to right."""

    folded: str
    chars: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def symbol(self, slot: str, start: int, end: int) -> None:
        """One character for all of `start:end`."""
        self.chars.append(slot)
        self.starts.append(start)
        self.ends.append(end)

    def prose(self, start: int, end: int) -> None:
        """The text of `start:end`, with a symbol for each title."""
        position = start
        for title in _titles(self.folded, start, end):
            self._letters(position, title.start)
            self.symbol(_TITLE, title.start, title.end)
            position = title.end
        self._letters(position, end)

    def _letters(self, start: int, end: int) -> None:
        self.chars.extend(_FOREIGN.sub("\ufffd", self.folded[start:end]))
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))


def view(
    folded: str, sentence: Span, mentions: Sequence[Mention], meant: Mapping[Span, int] | None = None
) -> View:
    """The view of `sentence`, whose text in normal form is `folded[sentence.start:sentence.end]`.

    `mentions` are those of the whole document, outer before inner; `meant` are stretches outside of them that
    stand for one of them (他). Asides in brackets behind a name are left out.
    """
    draft = _Draft(folded)
    at: dict[int, int] = {}
    stand_ins: set[int] = set()
    position = sentence.start
    for start, end, index, stands_in in _named(sentence, mentions, meant or {}):
        if start < position:
            continue  # a name in brackets that is left out
        draft.prose(position, start)
        here = len(draft.chars)
        at[here] = index
        if stands_in:
            stand_ins.add(here)
        draft.symbol(_SLOT_OF_KIND[mentions[index].kind], start, end)
        aside = _ASIDE.match(folded, end, sentence.end)
        position = aside.end() if aside else end
    draft.prose(position, sentence.end)
    return View(
        sentence,
        "".join(draft.chars),
        tuple(draft.starts),
        tuple(draft.ends),
        at,
        frozenset(stand_ins),
    )


def _named(
    sentence: Span, mentions: Sequence[Mention], meant: Mapping[Span, int]
) -> list[tuple[int, int, int, bool]]:
    """What of a sentence is a mention or stands for one, from left to right: where it begins and ends, the
    mention's index, and whether it only stands for it.
    """
    first = bisect_left(mentions, sentence.start, key=lambda mention: mention.start)
    inside = [i for i in _until(mentions, first, sentence.end) if mentions[i].end <= sentence.end]
    outer = [inside[n] for n in outermost([mentions[i] for i in inside])]
    found = [(mentions[i].start, mentions[i].end, i, False) for i in outer]
    return sorted([*found, *((span.start, span.end, i, True) for span, i in meant.items())])


def _until(mentions: Sequence[Mention], first: int, end: int) -> Iterator[int]:
    for index in range(first, len(mentions)):
        if mentions[index].start >= end:
            return
        yield index


def _titles(folded: str, start: int, end: int) -> Iterator[Span]:
    """Titles in `folded[start:end]`, longest match first.

    Right at the start 长 and 成员 go on from a body's name: 外交部|长, 省水利厅党组|成员.
    """
    if (
        start > 0
        and folded[start:end].startswith("长")
        and folded[start - 1] in words("titles", "goes_on", "headed")
    ):
        yield Span(start, start + 1)
        start += 1
    elif folded.startswith("成员", start, end) and folded[max(0, start - 2) : start] in words(
        "titles", "goes_on", "groups"
    ):
        yield Span(start, start + 2)
        start += 2
    for match in title_pattern().finditer(folded, start, end):
        yield Span(match.start(), match.end())
