"""Decisions: which local entities were made one, which were kept apart, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from kg.records import Decision, Judgement, Kind, stable_id
from kg.resolve.cluster import Clustering, Link
from kg.resolve.groups import Group
from kg.resolve.ledger import Links
from kg.resolve.locals import Local
from kg.resolve.settings import logistic, prior, thresholds

# A merge of people is worth telling where the name is common or something spoke against it.
_TRIVIAL_PRIOR = 0.0
# Of what a rule of names decides no score is worked out.
_SURELY_ONE, _SURELY_TWO = 0.9, 0.1


def of_people(result: Clustering, owners: Mapping[Local, str]) -> Iterator[Decision]:
    """The links between people of one name that a reader may want to check."""
    drafts = [(Judgement.MERGED, link) for link in result.joined if _worth_telling(link)]
    drafts += [(_judgement(link), link) for _, _, link in result.apart]
    for judgement, link in drafts:
        features = sorted(link.comparison.features, key=lambda feature: (-abs(feature.odds), feature.name))
        score = round(logistic(link.odds), 4)
        yield _decision(
            judgement, link.one.local.key, link.other.local.key, owners, score, list(map(str, features))
        )


def of_things(groups: Sequence[Group], owners: Mapping[Local, str]) -> Iterator[Decision]:
    """Short names that were joined to a long one, and namesakes that lie in different places.

    Args:
        groups: organizations and places, before rulings.
        owners: the entity that each local entity became in the end.
    """
    blocks: dict[tuple[Kind, str], list[Group]] = defaultdict(list)
    for group in groups:
        blocks[group.kind, group.base].append(group)
        yield from _of_short_names(group, owners)
    for block in blocks.values():
        for one, other in pairwise(block):
            why = f"other-place ({one.anchor} | {other.anchor})"
            yield _decision(
                Judgement.SPLIT, one.members[0].key, other.members[0].key, owners, _SURELY_TWO, [why]
            )


def _of_short_names(group: Group, owners: Mapping[Local, str]) -> Iterator[Decision]:
    """For each short name of a group that it is one with a name in full, the first of each."""
    full = next((member for member in group.members if member.name not in group.short_names), None)
    if full is None:
        return
    first: dict[str, Local] = {}
    for member in group.members:
        if group.short_names.get(member.name):
            first.setdefault(member.name, member.key)
    for name, key in first.items():
        why = f"{group.short_names[name]} ({name} = {full.name})"
        yield _decision(Judgement.MERGED, key, full.key, owners, _SURELY_ONE, [why])


def of_spellings(
    pairs: Iterable[tuple[Local, Local, str]], owners: Mapping[Local, str]
) -> Iterator[Decision]:
    """The spellings of one name that were joined."""
    for one, other, why in pairs:
        if owners[one] == owners[other]:
            features = [f"{why} ({one[2]} = {other[2]})"]
            yield _decision(Judgement.MERGED, one, other, owners, _SURELY_ONE, features)


def of_rulings(links: Links, owners: Mapping[Local, str]) -> Iterator[Decision]:
    """What people have ruled."""
    for ruling, one, other in links.applied:
        yield Decision(
            ruling.id,
            ruling.judgement,
            ruling.kind,
            one[2],
            owners[one],
            owners[other],
            one[0],
            other[0],
            1.0 if ruling.judgement is Judgement.MERGED else 0.0,
            (ruling.reason,) if ruling.reason else (),
            "person",
        )


def _worth_telling(link: Link) -> bool:
    against = any(feature.odds < 0 for feature in link.comparison.features if feature.name != "name")
    return against or prior(link.one.local.name) < _TRIVIAL_PRIOR


def _judgement(link: Link) -> Judgement:
    return Judgement.SPLIT if link.odds < thresholds()[1] else Judgement.UNDECIDED


def _decision(
    judgement: Judgement,
    one: Local,
    other: Local,
    owners: Mapping[Local, str],
    score: float,
    features: Sequence[str],
) -> Decision:
    first, second = sorted((one, other))
    return Decision(
        stable_id("dec", judgement, *map(str, first), *map(str, second)),
        judgement,
        first[1],
        first[2],
        owners[first],
        owners[second],
        first[0],
        second[0],
        score,
        tuple(features),
        "rule",
    )
