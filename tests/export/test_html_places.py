"""Where the explorer's nodes stand: no two on one spot, the linked near each other, always the same."""

from __future__ import annotations

import math
import random
from itertools import combinations

from kg.export.html.arrange import arrange, label_width
from kg.export.html.scene import opening_ids, scene
from kg.export.html.wide import spread
from tests.builders import document, fact, graph, organization, person, place, town


def village(size: int) -> tuple[list[str], dict[tuple[str, str], int], dict[str, int]]:
    """A hub with leaves, a chain, and a pair apart."""
    nodes = [f"n{number}" for number in range(size)]
    links = {("n0", node): 2 for node in nodes[1 : size // 2]}
    links |= dict.fromkeys(zip(nodes[size // 2 : -3], nodes[size // 2 + 1 : -2], strict=True), 1)
    links[nodes[-2], nodes[-1]] = 1
    return nodes, links, {node: int(number >= size // 2) for number, node in enumerate(nodes)}


def test_no_name_lies_on_another() -> None:
    nodes, links, community = village(40)
    names = {node: "县人民医院"[: 2 + number % 4] for number, node in enumerate(nodes)}
    places = arrange(nodes, links, names, community)
    for one, other in combinations(nodes, 2):
        across = abs(places[one][0] - places[other][0])
        down = abs(places[one][1] - places[other][1])
        assert across > (label_width(names[one]) + label_width(names[other])) / 2 or down > 30, (one, other)


def test_the_order_of_links_moves_nobody() -> None:
    nodes, links, community = village(30)
    names = dict.fromkeys(nodes, "某某")
    turned = dict(reversed(links.items()))
    one, other = (arrange(nodes, given, names, community) for given in (links, turned))
    # Forces are sums, which differ in the last digits.
    assert max(math.dist(one[node], other[node]) for node in nodes) < 1e-6
    assert spread(nodes, links, community) == spread(nodes, turned, community)


def test_many_nodes_stand_apart_and_near_their_neighbours() -> None:
    choose = random.Random(3)
    nodes = [f"n{number}" for number in range(1500)]
    community = {node: number % 30 for number, node in enumerate(nodes)}
    links = {}
    for _ in range(3000):
        one = choose.randrange(1500)
        other = (
            (one + 30 * choose.randrange(1, 50)) % 1500 if choose.random() < 0.8 else choose.randrange(1500)
        )
        if one != other:
            links[min(f"n{one}", f"n{other}"), max(f"n{one}", f"n{other}")] = 1
    places = spread(nodes, links, community)
    assert len({(round(x), round(y)) for x, y in places.values()}) == len(nodes)
    linked = sum(math.dist(places[a], places[b]) for a, b in links) / len(links)
    chance = (
        sum(math.dist(places[choose.choice(nodes)], places[choose.choice(nodes)]) for _ in range(3000)) / 3000
    )
    assert linked < chance / 2


def test_nothing_and_one_have_places_too() -> None:
    assert {} == arrange([], {}, {}, {})
    assert {} == spread([], {}, {})
    assert {"a": (0.0, 0.0)} == spread(["a"], {}, {"a": 0})


def test_the_opening_view_holds_linked_entities_by_rank() -> None:
    links = {("a", "d"): 1, ("b", "c"): 1, ("e", "f"): 1}
    assert ("a", "b", "c", "d") == opening_ids("abcdef", links, 4)
    assert ("b", "c") == opening_ids("bcg", {("b", "c"): 1}, 80)


def test_a_scene_ranks_by_independent_sources() -> None:
    chosen = scene(town())
    weights = [chosen.weights[entity] for entity in chosen.ranked]
    assert sorted(weights, reverse=True) == weights
    assert set(chosen.opening) <= set(chosen.openings)


def test_what_is_in_every_atlas_does_not_crowd_out_the_news() -> None:
    sources = [document("江西省岚水县县委书记孙立群。", f"{number}.txt") for number in range(3)]
    county, province = place("岚水县"), place("江西省")
    secretary, office = person("孙立群"), organization("县委")
    told = [
        fact(county, "locatedIn", province, *sources),
        fact(secretary, "holdsPost", office, sources[0]),
    ]
    drawn = graph(sources, [county, province, secretary, office], told)
    assert {secretary.id, office.id} == set(scene(drawn, size=2).opening)
    assert {county.id, province.id} == set(scene(drawn).ranked[:2])


def test_of_two_graphs_the_opening_view_shows_what_differs() -> None:
    source = document("甲乙丙丁")
    people = [person(name) for name in "甲乙丙丁"]
    told = [fact(people[0], "met", people[1], source), fact(people[2], "met", people[3], source)]
    drawn = graph([source], people, told)
    changed = told[1].statement.id
    assert {people[2].id, people[3].id} == set(scene(drawn, telling={changed}).opening)
    assert () == scene(drawn, telling=set()).opening
