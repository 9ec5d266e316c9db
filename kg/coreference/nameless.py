"""Bodies that no place was found for and that any place has: 村党支部, 人大 in 人大代表."""

from __future__ import annotations

from dataclasses import replace

from kg.coreference.context import context
from kg.lexicon import words
from kg.ner.bodies import bodies, tail_after
from kg.records import Extraction, Kind


def without_nameless(extraction: Extraction) -> Extraction:
    """The extraction without the bodies that stay nameless: what is left of one is what it does, or the level
    of a town or a village. A bureau (县教育局, 应急管理局) is one that readers of the paper know.

    >>> is_nameless("村党支部"), is_nameless("人大"), is_nameless("县教育局"), is_nameless("云岭村党支部")
    (True, True, False, False)
    """
    names = context(extraction).names
    kept = [
        i
        for i, mention in enumerate(extraction.mentions)
        if mention.kind is not Kind.ORG or not is_nameless(names[i])
    ]
    if len(kept) == len(extraction.mentions):
        return extraction
    now = {old: new for new, old in enumerate(kept)}
    return replace(
        extraction,
        mentions=tuple(extraction.mentions[i] for i in kept),
        aliases=tuple(
            replace(alias, mention=now[alias.mention]) for alias in extraction.aliases if alias.mention in now
        ),
    )


def is_nameless(name: str) -> bool:
    """Whether a body's full name says only what it is."""
    if name.endswith(words("bodies", "told_by_readers", "endings")):
        return False
    tail = tail_after(name, 0)
    if tail is not None and tail.end == len(name):
        return True
    body = next(iter(bodies(name)), None)
    whole = body is not None and (body.start, body.end) == (0, len(name))
    return body is not None and whole and body.level in words("bodies", "small")
