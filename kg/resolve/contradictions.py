"""Statements that cannot both hold, found in the finished graph.

- one denies what the other says;
- two people hold, at one time, a post that admits one (posts.toml); a change that is told contradicts
nothing;
- one person is born in two places, neither of which lies in the other;
- each is the other's parent;
- a statement that ends before it begins (paired with itself).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from kg.records import Graph, Kind, Statement, Status
from kg.resolve.homes import at_odds, by_level
from kg.resolve.settings import packaged_table

Placed = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True, order=True)
class Contradiction:
    """Two statements, by id in their order, and in words why they cannot both hold."""

    one: str
    other: str
    why: str


def contradictions(graph: Graph) -> tuple[Contradiction, ...]:
    """All pairs of statements of `graph` that contradict each other, each pair once.

    >>> contradictions(Graph((), (), (), (), ()))
    ()
    """
    statements = sorted(graph.statements, key=lambda statement: statement.id)
    sole = _posts().sole
    posts = {item.id for item in statements if item.predicate == "holdsPost" and item.title in sole}
    reported = _reported(graph, posts)
    rules = (
        _denials(statements),
        _two_holders(statements, reported, {entity.id: entity.name for entity in graph.entities}),
        _birthplaces(statements, graph),
        _parents(statements),
        _crossed(statements),
    )
    found = {tuple(sorted((a.id, b.id))): why for rule in reversed(rules) for a, b, why in rule}
    return tuple(sorted(Contradiction(one, other, why) for (one, other), why in found.items()))


_Pairs = Iterator[tuple[Statement, Statement, str]]


def _denials(statements: Sequence[Statement]) -> _Pairs:
    """A denial speaks of one post when it names a title, and of all of them when it names none."""
    alike: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for item in statements:
        alike[item.subject, item.predicate, item.object].append(item)
    for group in alike.values():
        for denial in (item for item in group if item.status is Status.DENIED):
            for other in group:
                if other.status is not Status.DENIED and denial.title in (None, other.title):
                    yield denial, other, "one affirms what the other denies"


def _two_holders(
    statements: Sequence[Statement], reported: Mapping[str, tuple[str, str]], names: Mapping[str, str]
) -> _Pairs:
    posts: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for item in statements:
        sole = item.predicate == "holdsPost" and item.title in _posts().sole
        if sole and not names.get(item.object, "").endswith(_posts().boards):
            posts[item.object, item.title or ""].append(item)
    for group in posts.values():
        current = [item for item in group if item.status is Status.CURRENT]
        told = {item.subject for item in group if item.status in (Status.FORMER, Status.DENIED)}
        for one, other in combinations(current, 2):
            same = one.subject == other.subject or names.get(one.subject) == names.get(other.subject)
            if same or one.subject in told or other.subject in told:
                continue
            if _at_once(_held(one, reported), _held(other, reported)):
                yield one, other, f"two hold at one time a post that admits one: {one.title}"


def _held(item: Statement, reported: Mapping[str, tuple[str, str]]) -> tuple[date, date, bool] | None:
    """From when to when the post is known to be held, and whether the beginning is told."""
    first, last = reported.get(item.id, ("", ""))
    begin, end = _day(item.start_date or first, last=False), _day(item.end_date or last, last=True)
    if begin is None or end is None or end < begin:
        return None
    return begin, end, item.start_date is not None


def _at_once(one: tuple[date, date, bool] | None, other: tuple[date, date, bool] | None) -> bool:
    """Whether the times meet, or lie so near to each other that a change would have been told."""
    if one is None or other is None:
        return False
    (_, end, _), (begin, _, told) = sorted((one, other))
    if end >= begin:
        return True
    return not told and (begin - end).days <= _posts().days


def _birthplaces(statements: Sequence[Statement], graph: Graph) -> _Pairs:
    born: dict[str, list[Statement]] = defaultdict(list)
    for item in statements:
        if item.predicate == "bornIn" and item.status is Status.CURRENT:
            born[item.subject].append(item)
    if not any(len(items) > 1 for items in born.values()):
        return
    around = _containers(graph)
    for items in born.values():
        for one, other in combinations(items, 2):
            here, there = around(one.object), around(other.object)
            if one.object != other.object and at_odds(by_level(here), by_level(there)):
                yield one, other, "two birthplaces, neither within the other"


def _containers(graph: Graph) -> Placed:
    """For a place the names of all that contains it, its own with them."""
    names = {entity.id: entity.name for entity in graph.entities if entity.kind is Kind.LOC}
    above: dict[str, set[str]] = defaultdict(set)
    for item in graph.statements:
        if item.predicate == "locatedIn" and item.status is not Status.DENIED and item.subject in names:
            above[item.subject].add(item.object)

    def around(place: str) -> frozenset[str]:
        seen, stack = {place}, [place]
        while stack:
            for outer in above.get(stack.pop(), ()):
                if outer not in seen:
                    seen.add(outer)
                    stack.append(outer)
        return frozenset(names[item] for item in seen if item in names)

    return around


def _parents(statements: Sequence[Statement]) -> _Pairs:
    said = {
        (item.subject, item.object): item
        for item in statements
        if item.predicate == "parentOf" and item.status is not Status.DENIED
    }
    for (parent, child), item in said.items():
        if parent < child and (child, parent) in said:
            yield item, said[child, parent], "each is said to be the other's parent"


def _crossed(statements: Sequence[Statement]) -> _Pairs:
    for item in statements:
        begin, end = _day(item.start_date or "", last=False), _day(item.end_date or "", last=True)
        if begin is not None and end is not None and end < begin:
            yield item, item, "it ends before it begins"


def _reported(graph: Graph, wanted: Collection[str]) -> dict[str, tuple[str, str]]:
    """For each of these statements the dates of the first and the last article that says it."""
    published = {document.id: document.published for document in graph.documents}
    dates: dict[str, list[str]] = defaultdict(list)
    for proof in graph.evidence:
        day = published.get(proof.document) if proof.statement in wanted else None
        if day:
            dates[proof.statement].append(day)
    return {statement: (min(days), max(days)) for statement, days in dates.items()}


def _day(text: str, *, last: bool) -> date | None:
    """The first or the last day of a year, a month or a day."""
    if not text:
        return None
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    # Any day of a month is at most its 28th here: to the exact end nothing hangs on three days.
    if last and not day:
        return date(year, month or 12, 28)
    return date(year, month or 1, min(day, 28) or 1)


@dataclass(frozen=True)
class _Posts:
    """Titles that admit one holder, save at bodies whose names end so; and how many days there are between
    two holders at most, where a change would have been told.
    """

    sole: frozenset[str]
    boards: tuple[str, ...]
    days: int


@cache
def _posts() -> _Posts:
    content = packaged_table("posts")
    return _Posts(frozenset(content["sole"]), tuple(content["boards"]), int(content["days"]))


def by_statement(found: Iterable[Contradiction]) -> dict[str, list[str]]:
    """For each statement the ids of those that contradict it.

    >>> by_statement([Contradiction("a", "b", "")])
    {'a': ['b'], 'b': ['a']}
    """
    against: dict[str, list[str]] = defaultdict(list)
    for pair in found:
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if one != other:
                against[one].append(other)
    return dict(against)
