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


def of_people(result: Clustering, owners: Mapping[Local, str]) -> Iterator[Decision]:
    """The links between people of one name that a reader may want to check."""
    drafts = [(Judgement.MERGED, link) for link in result.joined if _worth_telling(link)]
    drafts += [(_judgement(link), link) for _, _, link in result.apart]
    for judgement, link in drafts:
        features = [
            str(feature) for feature in sorted(link.comparison.features, key=lambda f: (-abs(f.odds), f.name))
        ]
        yield _decision(
            judgement,
            link.one.local.key,
            link.other.local.key,
            owners,
            round(logistic(link.odds), 4),
            features,
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
        told = set()
        for member in group.members:
            why = (group.reasons or {}).get(member.name)
            if why and member.name not in told:
                told.add(member.name)
                full = next((m for m in group.members if m.name not in (group.reasons or {})), None)
                if full is not None:
                    yield _decision(
                        Judgement.MERGED,
                        member.key,
                        full.key,
                        owners,
                        0.9,
                        [f"{why} ({member.name} = {full.name})"],
                    )
    for block in blocks.values():
        for one, other in pairwise(block):
            features = [f"other-place ({one.anchor} | {other.anchor})"]
            yield _decision(Judgement.SPLIT, one.members[0].key, other.members[0].key, owners, 0.1, features)


def of_spellings(
    pairs: Iterable[tuple[Local, Local, str]], owners: Mapping[Local, str]
) -> Iterator[Decision]:
    """The spellings of one name that were joined."""
    for one, other, why in pairs:
        if owners[one] == owners[other]:
            yield _decision(Judgement.MERGED, one, other, owners, 0.9, [f"{why} ({one[2]} = {other[2]})"])


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
