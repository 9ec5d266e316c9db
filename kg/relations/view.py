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


def view(
    folded: str, sentence: Span, mentions: Sequence[Mention], meant: Mapping[Span, int] | None = None
) -> View:
    """The view of `sentence`, whose text in normal form is `folded[sentence.start:sentence.end]`.

    `mentions` are those of the whole document, outer before inner; `meant` are stretches outside of them that
    stand for one of them (他). Asides in brackets behind a name are left out.
    """
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at: dict[int, int] = {}

    def plain(start: int, end: int) -> None:
        position = start
        for title in _titles(folded, start, end):
            _spell(position, title.start)
            chars.append(_TITLE)
            starts.append(title.start)
            ends.append(title.end)
            position = title.end
        _spell(position, end)

    def _spell(start: int, end: int) -> None:
        chars.extend(_FOREIGN.sub("\ufffd", folded[start:end]))
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))

    first = bisect_left(mentions, sentence.start, key=lambda mention: mention.start)
    inside = [i for i in _until(mentions, first, sentence.end) if mentions[i].end <= sentence.end]
    picked = [mentions[i] for i in inside]
    named = [(picked[n].start, picked[n].end, inside[n], False) for n in outermost(picked)]
    named += [(span.start, span.end, i, True) for span, i in (meant or {}).items()]
    position, stood = sentence.start, set[int]()
    for start, end, index, stands_in in sorted(named):
        if start < position:
            continue  # a name in brackets that is left out
        plain(position, start)
        if stands_in:
            stood.add(len(chars))
        at[len(chars)] = index
        chars.append(_SLOT_OF_KIND[mentions[index].kind])
        starts.append(start)
        ends.append(end)
        aside = _ASIDE.match(folded, end, sentence.end)
        position = aside.end() if aside else end
    plain(position, sentence.end)
    return View(sentence, "".join(chars), tuple(starts), tuple(ends), at, frozenset(stood))


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
