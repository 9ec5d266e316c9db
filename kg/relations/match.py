"""What one pattern found in one sentence, by the roles that its expression names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.coreference.context import Context
from kg.records import Span
from kg.relations.dates import dates
from kg.relations.patterns import Pattern
from kg.relations.view import SLOTS, View

_RUN = re.compile("[" + "".join(SLOTS[name] for name in ("PER", "ORG", "LOC")) + "]+")


@dataclass(frozen=True, slots=True)
class Match:
    """`start:end` and the stretches of the roles that took part are positions of the view `seen`."""

    context: Context
    seen: View
    pattern: Pattern
    start: int
    end: int
    roles: Mapping[str, tuple[int, int]]

    @property
    def begins(self) -> int:
        """Where the match begins in the document."""
        return self.seen.starts[self.start]

    @property
    def of_posts(self) -> bool:
        """Whether the match says who holds which posts."""
        predicate = self.pattern.predicate
        return "posts" in self.roles and predicate is not None and predicate.name == "holdsPost"

    @property
    def guessed(self) -> bool:
        """Whether a pronoun takes part, which stands for a name."""
        return any(self.start <= position < self.end for position in self.seen.stand_ins)

    @property
    def between(self) -> str:
        """What stands between the subject and the words that say what it does."""
        first = self.roles.get("subject", (self.start, self.start))
        stop = (self.roles.get("trigger") or self.roles.get("posts") or (self.end, self.end))[0]
        return self.seen.chars[first[1] : stop] if first[1] <= stop else ""

    @property
    def around(self) -> str:
        """All that was matched behind the subject."""
        return self.seen.chars[self.roles.get("subject", (self.start, self.start))[1] : self.end]

    @property
    def trigger(self) -> Span | None:
        """The words that say it; those of the post where the pattern has no others."""
        span = None if self.of_posts else self.roles.get("trigger") or self.roles.get("kin")
        if span is not None and span[0] < span[1]:
            return self.seen.span(*span)
        span = self.roles.get("posts") or self.roles.get("title")
        titles = [p for p in range(*span) if self.seen.chars[p] == SLOTS["TITLE"]] if span else []
        return self.seen.span(titles[0], titles[-1] + 1) if titles else None

    @property
    def when(self) -> str | None:
        """The last date before the words that say what happened, in the same sentence."""
        seen, document = self.seen, self.context.extraction.document
        told = (self.roles.get("trigger") or self.roles.get("posts") or (self.start, self.end))[0]
        end = seen.starts[told] if told < len(seen.starts) else seen.sentence.end
        found = [
            when.iso for when in dates(self.context.folded[seen.sentence.start : end], document.published)
        ]
        return found[-1] if found else None

    def mentions(self, role: str) -> list[int]:
        """The mentions in a role. Of places that follow each other directly only the last is meant."""
        span = self.roles.get(role)
        if span is None:
            return []
        found = []
        for run in _RUN.finditer(self.seen.chars, *span):
            positions = range(run.start(), run.end())
            last = [p for p in positions if p == run.end() - 1 or self.seen.chars[p] == SLOTS["PER"]]
            if not self._are_signs(positions):
                found += [self.seen.mention_at(p) for p in last]
        return found

    def _are_signs(self, positions: range) -> bool:
        """Whether names that follow each other are countries by one character each: 中阿 are two, and what
        somebody does with both is not done by the second alone."""
        named = [self.context.mentions[self.seen.mention_at(p)].text for p in positions]
        return len(named) > 1 and any(len(text) == 1 for text in named)

    def text(self, role: str) -> str | None:
        """The words in a role as the document writes them; None for none."""
        span = self.roles.get(role)
        if span is None or span[0] == span[1]:
            return None
        where = self.seen.span(*span)
        return self.context.extraction.document.text[where.start : where.end].strip() or None


def by_roles(context: Context, seen: View, pattern: Pattern, match: re.Match[str]) -> Match:
    """The match by its roles: subject2 is the subject in another arm of the pattern."""
    roles = {
        group.rstrip("0123456789"): match.span(group) for group, words in match.groupdict().items() if words
    }
    return Match(context, seen, pattern, match.start(), match.end(), roles)
