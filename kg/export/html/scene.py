"""What stands where when the page opens: who matters, who belongs together, and where each is drawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.export.html.arrange import Point, arrange
from kg.export.html.wide import spread
from kg.export.layout import place_communities
from kg.export.network import measures
from kg.records import Graph, Status
from kg.tables import values_of

CO_OCCURRENCE = "coOccursWith"
# About as many names as a laptop's canvas holds legibly at once.
OPENING_SIZE = 80
_GEOGRAPHY = 0.2
# Up to here every name gets room of its own; beyond, the layout by communities, so many pixels a unit.
_ARRANGED_AT_MOST = 320
_UNIT = 105.0
# Springs between all members of a community take minutes beyond this many.
_SPRUNG_AT_MOST = 6000


@dataclass(frozen=True, slots=True)
class Scene:
    """`ranked` holds all entity ids, the most important first; `opening` those that the page shows at first.

    `openings` places the opening view on its own, without gaps for who is not shown; `positions` places all.
    """

    ranked: tuple[str, ...]
    weights: Mapping[str, int]
    communities: tuple[tuple[str, ...], ...]
    community_of: Mapping[str, int]
    opening: tuple[str, ...]
    openings: Mapping[str, Point]
    positions: Mapping[str, Point]


def scene(graph: Graph, *, size: int = OPENING_SIZE, telling: Collection[str] | None = None) -> Scene:
    """Rank, group and place the entities of `graph`.

    The opening view shows the links of the statements `telling`, by id, and all when it is None.
    """
    found = measures(graph)
    links = stated_links(graph)
    reach: dict[str, set[str]] = defaultdict(set)
    for entity, document in values_of(graph.mentions, "entity", "document"):
        reach[entity].add(document)
    names = {entity.id: entity.name for entity in graph.entities}
    ranked = tuple(sorted(names, key=lambda e: (-found.importance[e], -len(reach[e]), names[e], e)))
    linked = {end for pair in links for end in pair}
    groups: dict[int, list[str]] = defaultdict(list)
    for entity in ranked:
        if entity in linked:
            groups[found.community[entity]].append(entity)
    communities = tuple(tuple(groups[number]) for number in sorted(groups))
    community_of = {member: number for number, members in enumerate(communities) for member in members}
    shown = links if telling is None else stated_links(graph, telling)
    opening = opening_ids(_by_news(graph, ranked), shown, size)
    return Scene(
        ranked=ranked,
        weights={entity: found.importance[entity] for entity in ranked},
        communities=communities,
        community_of=community_of,
        opening=opening,
        openings=arrange(opening, shown, names, community_of),
        positions=_positions(ranked, links, names, community_of),
    )


def _by_news(graph: Graph, ranked: Sequence[str]) -> list[str]:
    """The entities by how much the articles tell of them, where what lies in what counts little.

    That a city lies in its province is in every atlas; a picture of provinces and their cities says nothing
    of the news.
    """
    told: defaultdict[str, float] = defaultdict(float)
    for statement in graph.statements:
        if statement.predicate != CO_OCCURRENCE and statement.status is not Status.DENIED:
            share = _GEOGRAPHY if statement.predicate == "locatedIn" else 1.0
            for end in (statement.subject, statement.object):
                told[end] += statement.document_count * share
    # Python's sort keeps the order of equals, which is that of importance.
    return sorted(ranked, key=lambda entity: -round(told[entity], 6))


def _positions(
    ranked: tuple[str, ...],
    links: Mapping[tuple[str, str], int],
    names: Mapping[str, str],
    community_of: Mapping[str, int],
) -> Mapping[str, Point]:
    linked = tuple(entity for entity in ranked if entity in community_of)
    if len(linked) <= _ARRANGED_AT_MOST:
        return arrange(linked, links, names, community_of)
    if len(linked) > _SPRUNG_AT_MOST:
        return spread(linked, links, community_of)
    # Ranks instead of ids: a set of text has another order in each run, and a sum over it another last digit.
    number: dict[str, Any] = {entity: rank for rank, entity in enumerate(linked)}
    network: nx.Graph[Any] = nx.Graph()
    network.add_nodes_from(number.values())
    network.add_weighted_edges_from((number[one], number[other], n) for (one, other), n in links.items())
    places = place_communities(network, {number[entity]: community_of[entity] for entity in linked})
    return {entity: (places[rank][0] * _UNIT, places[rank][1] * _UNIT) for entity, rank in number.items()}


def stated_links(graph: Graph, only: Collection[str] | None = None) -> dict[tuple[str, str], int]:
    """Pairs that some sentence links, with its independent sources. Standing in one sentence is no link.

    `only` holds the ids of the statements that count, all when it is None.
    """
    links: Counter[tuple[str, str]] = Counter()
    for statement in graph.statements:
        if statement.predicate != CO_OCCURRENCE and (only is None or statement.id in only):
            one, other = sorted((statement.subject, statement.object))
            links[one, other] += statement.document_count
    return dict(sorted(links.items()))


def opening_ids(ranked: Iterable[str], links: Mapping[tuple[str, str], int], size: int) -> tuple[str, ...]:
    """The first `size` entities by rank that are linked to another one of them.

    Someone without a link among the chosen says nothing in a picture of links, and waits in the list.
    """
    neighbours: dict[str, set[str]] = defaultdict(set)
    for one, other in links:
        neighbours[one].add(other)
        neighbours[other].add(one)
    order = [entity for entity in ranked if neighbours[entity]]
    chosen: set[str] = set()
    waiting: set[str] = set()
    for entity in order:
        if len(chosen) >= size:
            break
        if neighbours[entity] & (chosen | waiting):
            freed = neighbours[entity] & waiting
            chosen |= {entity, *freed}
            waiting -= freed
        else:
            waiting.add(entity)
    return tuple(entity for entity in order if entity in chosen)[:size]
