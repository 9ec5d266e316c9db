"""Common nouns that stand for an organization named before: 该公司, and 公司 right before 董事长."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from kg.coreference.context import Context
from kg.lexicon import alternation, expression, table, words
from kg.lexicon.titles import title_pattern
from kg.records import Kind, Mention


def pointed_organizations(context: Context) -> list[Mention]:
    """A mention for a common noun that stands for an organization before a title or a verb of its own:
    公司|董事长.
    """
    taken = {p for m in context.mentions for p in range(m.start, m.end)}
    text = context.extraction.document.text
    return [
        Mention(match.start(), match.end(), Kind.ORG, text[match.start() : match.end()], 0.8)
        for match in _pointer().finditer(context.folded)
        if not taken.intersection(range(match.start(), match.end()))
        and pointed_at(context, match["noun"] or match["short"] or match["bare"], match.start()) is not None
    ]


@cache
def _pointer() -> re.Pattern[str]:
    nouns = alternation(table("bodies")["pointers"])
    short = alternation(table("bodies")["short_pointers"])
    adverbs = alternation(words("bodies", "deeds", "adverbs"))
    deed = f"(?:{adverbs})?{expression('bodies', 'deeds', 'expressions')}"
    pointing = alternation(words("bodies", "demonstratives"))
    # 该公司 points anywhere; a bare noun only at the beginning of a clause, and before a title or a deed.
    return re.compile(
        f"(?:(?:{pointing})(?P<noun>{nouns})|该(?P<short>{short})(?![\u4e00-\u9fff]?[市县区省])"
        f"|(?<![\u4e00-\u9fff])(?P<bare>{nouns})(?=(?:{title_pattern().pattern})|{deed}))"
    )


@cache
def _pointed_kinds() -> Mapping[str, Sequence[str]]:
    """For each noun that points, the endings of the names that it can stand for."""
    return {**table("bodies")["pointers"], **table("bodies")["short_pointers"]}


def pointing(name: str) -> str | None:
    """The common noun of a mention that points instead of naming."""
    front = next((word for word in words("bodies", "demonstratives") if name.startswith(word)), "")
    noun = name.removeprefix(front)
    return noun if noun in _pointed_kinds() else None


def pointed_at(context: Context, noun: str, position: int) -> int | None:
    """The last organization before `position` that the noun can stand for; None if its sentence names two."""
    endings = tuple(_pointed_kinds()[noun])
    fitting = [
        i
        for i, m in enumerate(context.mentions)
        if m.kind is Kind.ORG
        and m.end <= position
        and len(context.names[i]) > len(noun) + 1
        and context.names[i].endswith(endings)
        and pointing(context.names[i]) is None
    ]
    if not fitting:
        return None
    last = context.mentions[fitting[-1]]
    sentence = context.begun(last.start)
    begin = sentence.start if sentence is not None else 0
    rivals = [context.mentions[i] for i in fitting if context.mentions[i].start >= begin]
    apart = {
        m.text for m in rivals if not any(o.start <= m.start and m.end <= o.end for o in rivals if o != m)
    }
    # Of a name within a name the whole is meant: 该院 is not the university of its hospital.
    whole = [
        i for i in fitting if context.mentions[i].start <= last.start and last.end <= context.mentions[i].end
    ]
    return whole[0] if len(apart) == 1 else None
