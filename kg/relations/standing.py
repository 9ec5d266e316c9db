"""Whether what a pattern found is said to be so: denied, put off, meant, wished for, or only talked of."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import alternation, expression, words
from kg.records import Status
from kg.relations.match import Match
from kg.relations.view import SLOTS

# Other people's predicates may be true before they happen; these are deeds.
_DEEDS = frozenset({"supports", "visited", "met", "invests", "cooperatesWith", "founded"})
_DOINGS = _DEEDS | {"memberOf"}
_NAMES = "".join(SLOTS.values())


def is_said_of_others(found: Match) -> bool:
    """Whether the subject of a deed calls on others to do it, is wished to do it, or is a person who only
    speaks of it: 呼吁各国提供援助, 希望某国提供援助, 发言人李明表示，提供武器会……
    """
    predicate = found.pattern.predicate
    if predicate is None or predicate.name not in _DOINGS:
        return False
    between = found.between
    if _words("call").search(between):
        return True
    if "subject" not in found.roles:
        return False
    start, end = found.roles["subject"]
    person = found.seen.chars[end - 1] == SLOTS["PER"]
    wished = _wish().search(found.seen.chars, 0, start) is not None
    return wished or (person and _saying().search(between) is not None)


def status_of(found: Match) -> Status:
    """Denied, proposed or former by the words around the trigger, else current."""
    between, predicate = found.between, found.pattern.predicate
    before = found.seen.chars[: found.start]
    if _words("denial").search(between) or re.search("否认[^，。]{0,6}$", before):
        return Status.DENIED
    if predicate is not None and predicate.name in _DEEDS:
        if _words("postponement").search(between):
            return Status.DENIED
        if _words("intention").search(between):
            return Status.PROPOSED
    if predicate is not None and predicate.name == "holdsPost" and _words("prospect").search(between):
        return Status.PROPOSED
    if predicate is not None and predicate.name == "worksAt" and _words("past").search(found.around):
        return Status.FORMER
    return Status.CURRENT


@cache
def _words(how: str) -> re.Pattern[str]:
    """The words by which what is said is a "denial", a "call" on others, an "intention", ..."""
    return re.compile(expression("standing", how))


@cache
def _wish() -> re.Pattern[str]:
    """A wish right before a name, with nothing but a few words between."""
    wishes = f"{expression('standing', 'wish')}|{expression('standing', 'call')}"
    return re.compile(f"(?:{wishes})[^，。；：{_NAMES}]{{0,6}}$")


@cache
def _saying() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words('speech', 'verbs'))})[，：]")
