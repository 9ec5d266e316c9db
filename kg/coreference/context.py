"""What the rules know of the document beyond their sentence: names in full, and which place governs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from kg import text as texts
from kg.gazetteer import gazetteer
from kg.lexicon import alternation, table, words
from kg.ner.places import full_place, leading_places, level_of
from kg.ner.prose import prose
from kg.records import Document, Extraction, Kind, Mention, Span

_HEAD = 400


@dataclass(frozen=True)
class Context:
    """One document, folded, with its mentions and the full name of each."""

    extraction: Extraction
    folded: str
    names: tuple[str, ...]
    by_name: Mapping[tuple[Kind, str], Sequence[int]] = field(default_factory=dict)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return self.extraction.mentions

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of the document's prose, in order."""
        return _sentences_of(self.extraction.document)

    @cached_property
    def publisher(self) -> str:
        """The place, as written, that the publisher's name begins with."""
        found = _local_medium().match(texts.fold(self.extraction.document.publisher or ""))
        return found["place"] if found else ""

    @cached_property
    def dateline(self) -> str:
        """The place, as written, that the dateline begins with."""
        found = _dateline().search(self.folded, 0, _HEAD)
        return found["place"] if found else ""

    def nearest(self, kind: Kind, name: str, position: int) -> int | None:
        """The mention of `name` that is nearest to `position`, an earlier one before a later one."""
        found = self.by_name.get((kind, name), ())
        return min(found, key=lambda i: (abs(self.mentions[i].start - position), i), default=None)

    def begun(self, position: int) -> Span | None:
        """The last sentence that begins at `position` or before; it may end before that, too."""
        number = bisect_right(self.sentences, position, key=_start)
        return self.sentences[number - 1] if number else None

    def before(self, sentence: Span, most: int) -> tuple[Span, ...]:
        """The sentences before one of the document's, at most so many, the nearest first."""
        here = bisect_left(self.sentences, sentence.start, key=_start)
        return self.sentences[max(0, here - most) : here][::-1]

    def place_at_level(self, level: str, position: int, *, near: int | None = None) -> int | None:
        """The place of this level that is meant at `position`: that of the body `near`, else the last one
        named.
        """
        if near is not None:
            for place in reversed(self.territory(near)):
                if at_level(place, level):
                    found = self.nearest(Kind.LOC, place, position)
                    if found is not None:
                        return found
        fitting = [
            i
            for i, mention in enumerate(self.mentions)
            if mention.kind is Kind.LOC and at_level(self.names[i], level)
        ]
        home = self.home(level, {self.names[i] for i in fitting})
        return governing([i for i in fitting if home in (None, self.names[i])], self, position)

    def home(self, level: str, named: Collection[str]) -> str | None:
        """Which of the places of this level that the document names the paper is from; None if none is."""
        own = {self.publisher, self.publisher + level, full_place(self.publisher)} - {"", level}
        return next((place for place in sorted(named) if place in own), None)

    def territory(self, index: int) -> tuple[str, ...]:
        """The places that the full name of a mention begins with, widest first; of a place, itself."""
        name = self.names[index]
        if self.mentions[index].kind is Kind.LOC:
            return (name,)
        return tuple(full_place(name[a:b]) for a, b in leading_places(name))


def _start(span: Span) -> int:
    return span.start


def governing(candidates: Sequence[int], context: Context, position: int) -> int | None:
    """Which of the place mentions governs at `position`, by `governing_name`; the last of its mentions
    before that.
    """
    named = [(context.mentions[i].start, context.names[i]) for i in candidates]
    chosen = governing_name(named, context.folded, position)
    mine = [i for i in candidates if context.names[i] == chosen]
    return max((i for i in mine if context.mentions[i].start < position), default=mine[0] if mine else None)


def governing_name(named: Sequence[tuple[int, str]], folded: str, position: int) -> str | None:
    """Which of the places, given as (offset, name) in the order of the text, governs at `position`.

    Among those of this line and the one before, else of all before, the one that the document names most;
    the last one where that does not decide; the first one after if there is none before.
    """
    line = folded.rfind("\n", 0, position)
    previous = folded.rfind("\n", 0, max(line, 0))
    before = [item for item in named if item[0] < position]
    near = [item for item in before if item[0] > previous] or before or list(named)
    if not near:
        return None
    counts = Counter(name for _, name in named)
    most = max(counts[name] for _, name in near)
    leading = {name for _, name in near if counts[name] == most}
    if len(leading) == 1 and most > 1:
        return leading.pop()
    return near[-1][1] if before else near[0][1]


def at_level(name: str, level: str) -> bool:
    """Whether a place can be called by the level word: 长治市 by 市, 襄垣县 by 县, 上海市 by 市."""
    if level_of(name) == level:
        return True
    wanted = table("bodies")["levels"].get(level, ())
    return level_of(name) is None and any(
        d.level in wanted and d.name == name and d.name.endswith(level) for d in gazetteer().named(name)
    )


def context(extraction: Extraction) -> Context:
    """The context of a document whose aliases are known."""
    folded = _folded(extraction.document)
    names = [texts.unpadded(folded[m.start : m.end]) for m in extraction.mentions]
    for alias in extraction.aliases:
        names[alias.mention] = alias.name
    by_name: dict[tuple[Kind, str], list[int]] = {}
    for i, mention in enumerate(extraction.mentions):
        by_name.setdefault((mention.kind, names[i]), []).append(i)
    return Context(extraction, folded, tuple(names), by_name)


# A document's context is asked for by one stage after the other, each of which has found more names.
@lru_cache(maxsize=4)
def _folded(document: Document) -> str:
    return texts.fold(document.text)


@lru_cache(maxsize=4)
def _sentences_of(document: Document) -> tuple[Span, ...]:
    return tuple(
        sentence
        for stretch in prose(document)
        for sentence in texts.sentences(document.text, stretch.start, stretch.end)
    )


@cache
def _local_medium() -> re.Pattern[str]:
    """The name of a paper or a station with its place in front: 澄阳|日报."""
    return re.compile(f"(?P<place>[\u4e00-\u9fff]{{2,6}}?)(?:{alternation(words('press', 'local'))})")


@cache
def _dateline() -> re.Pattern[str]:
    """Where a report was written: 新华社|太原|1月2日电, 本报|襄垣|讯."""
    media = alternation(words("press", "endings"))
    return re.compile(
        f"(?:本报|[\u4e00-\u9fff]{{2,5}}(?:{media}))(?P<place>[\u4e00-\u9fff]{{2,8}}?)"
        "(?:(?:[0-9]{1,2}月)?[0-9]{1,2}日)?[电讯](?![\u4e00-\u9fff])"
    )
