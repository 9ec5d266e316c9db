"""Where the entities stand on the screen: a disc for each community, friends inside near each other.

Nothing is random: places start on a sunflower with the best connected in the middle. Only additions, products
and roots are computed, no matrix products, whose last digit depends on the processor.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import networkx as nx
import numpy as np
from numpy.typing import NDArray

_Points = NDArray[np.float64]
_GOLDEN = math.pi * (3 - math.sqrt(5))
_TURNS = 48

# Distances: between two neighbours, and between the rims of two discs.
_SPACING = 1.0
_GAP = 1.2
# The pull to the middle of one's community: it rolls up strings of acquaintances, which would need wide
# discs.
_HOME = 0.4


def place_communities(
    network: nx.Graph, community: Mapping[str, int], *, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """The place of each node of `network`, given its community's number; `seed` turns the whole picture."""
    groups: dict[int, list[str]] = defaultdict(list)
    for node in sorted(network):
        groups[community[node]].append(node)
    together = [groups[number] for number in sorted(groups) if len(groups[number]) > 1]
    alone = [groups[number][0] for number in sorted(groups) if len(groups[number]) == 1]
    inside = [_springs(network.subgraph(nodes), nodes) for nodes in together]
    radii = np.array([float(np.hypot(*points.T).max()) for points in inside]) if inside else np.zeros(0)
    centres = _pack(_links(network, together), radii, seed)
    _turn(network, together, inside, centres)
    places = {
        node: point
        for nodes, points, centre in zip(together, inside, centres, strict=True)
        for node, point in zip(nodes, points + centre, strict=True)
    }
    places |= _below(alone, np.array(list(places.values())) if places else np.zeros((0, 2)))
    return {
        node: (round(float(places[node][0]), 3), round(float(places[node][1]), 3)) for node in sorted(places)
    }


def _sunflower(count: int, turned: float = 0.0) -> _Points:
    numbers = np.arange(count)
    angles = numbers * _GOLDEN + turned
    distances = _SPACING * 0.9 * np.sqrt(numbers)
    return np.stack([distances * np.cos(angles), distances * np.sin(angles)], axis=1)


def _springs(network: nx.Graph, nodes: Sequence[str]) -> _Points:
    """Fruchterman and Reingold's forces within one community, then everybody pushed to arm's length."""
    count = len(nodes)
    order = sorted(
        range(count), key=lambda number: (-network.degree(nodes[number], weight="weight"), nodes[number])
    )
    index = {node: number for number, node in enumerate(nodes)}
    # A part of a network gives its edges in either direction, as its sets happen to be ordered.
    edges = sorted(
        (min(index[a], index[b]), max(index[a], index[b]), 1.0 + math.log2(weight))
        for a, b, weight in network.edges(data="weight", default=1)
    )
    return _sprung(count, tuple(order), tuple(edges)).copy()


# Most communities are pairs and threes, drawn alike.
@lru_cache(maxsize=1024)
def _sprung(count: int, order: tuple[int, ...], edges: tuple[tuple[int, int, float], ...]) -> _Points:
    points = np.empty((count, 2))
    points[list(order)] = _sunflower(count)
    ends = np.array([edge[:2] for edge in edges], dtype=np.int64).reshape(-1, 2)
    pull = np.array([edge[2] for edge in edges])
    rounds = max(12, min(120, 60_000 // count))
    for number in range(rounds):
        forces = _repulsion(points)
        along = points[ends[:, 1]] - points[ends[:, 0]]
        along *= (np.hypot(along[:, 0], along[:, 1]) / _SPACING * pull)[:, None]
        for axis in (0, 1):
            forces[:, axis] += np.bincount(ends[:, 0], along[:, axis], count)
            forces[:, axis] -= np.bincount(ends[:, 1], along[:, axis], count)
        forces -= points * _HOME
        length = np.maximum(np.hypot(forces[:, 0], forces[:, 1]), 1e-9)
        step = math.sqrt(count) * 0.12 * (1 - number / rounds)
        points = points + forces * (np.minimum(length, step) / length)[:, None]
    points = _apart(points)
    middle = (points.max(axis=0) + points.min(axis=0)) / 2
    centred: _Points = points - middle
    return centred


def _repulsion(points: _Points) -> _Points:
    forces = np.empty_like(points)
    # In strips, so that memory grows with the number of nodes and not with its square.
    strip = max(1, 2_000_000 // len(points))
    for start in range(0, len(points), strip):
        apart = points[start : start + strip, None, :] - points[None, :, :]
        square = np.maximum(apart[:, :, 0] ** 2 + apart[:, :, 1] ** 2, 1e-4)
        for axis in (0, 1):
            forces[start : start + strip, axis] = (apart[:, :, axis] * (_SPACING**2 / square)).sum(axis=1)
    return forces


def _apart(points: _Points) -> _Points:
    """The same picture with pairs that are too close pushed away from each other."""
    for _ in range(30):
        moved = False
        cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, (x, y) in enumerate(points):
            cells[math.floor(x / _SPACING), math.floor(y / _SPACING)].append(number)
        pushes = np.zeros_like(points)
        for (column, row), here in cells.items():
            near = [
                other
                for dx in (-1, 0, 1)
                for dy in (-1, 0, 1)
                for other in cells.get((column + dx, row + dy), ())
            ]
            for one in here:
                for other in near:
                    if other > one:
                        dx, dy = points[one] - points[other]
                        distance = math.hypot(dx, dy)
                        if distance < 0.98 * _SPACING:
                            if distance < 1e-6:
                                dx, dy, distance = math.cos(one), math.sin(one), 1.0
                            push = (
                                np.array([dx, dy])
                                / distance
                                * (_SPACING - min(distance, _SPACING) + 0.02)
                                / 2
                            )
                            pushes[one] += push
                            pushes[other] -= push
                            moved = True
        if not moved:
            break
        points = points + pushes
    return points


def _links(network: nx.Graph, groups: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """How strongly each two communities are tied."""
    number_of = {node: number for number, nodes in enumerate(groups) for node in nodes}
    ties = np.zeros((len(groups), len(groups)))
    for a, b, weight in network.edges(data="weight", default=1):
        if a in number_of and b in number_of and number_of[a] != number_of[b]:
            ties[number_of[a], number_of[b]] += weight
            ties[number_of[b], number_of[a]] += weight
    return ties


def _pack(ties: NDArray[np.float64], radii: NDArray[np.float64], seed: int) -> _Points:
    """Discs that do not touch, each as near as can be to those it is tied to; the largest is first."""
    count = len(radii)
    centres = np.zeros((count, 2))
    if not count:
        return centres
    placed = [0]
    left = set(range(1, count))
    towards = ties[0].copy()
    angles = np.arange(_TURNS) * (2 * math.pi / _TURNS) + seed
    rim = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    while left:
        following = min(left, key=lambda number: (-towards[number], number))
        left.remove(following)
        tied = ties[following, placed]
        weights = tied if tied.sum() > 0 else np.ones(len(placed)) * 1e-3
        goal = (centres[placed] * weights[:, None]).sum(axis=0) / weights.sum()
        centres[following] = _free_place(goal, radii[following], centres[placed], radii[placed], rim)
        placed.append(following)
        towards += ties[following]
    return centres


def _free_place(goal: _Points, radius: float, centres: _Points, radii: _Points, rim: _Points) -> _Points:
    """Where a disc of `radius` touches no other: as near to `goal` as can be in one of the directions `rim`.

    Of places about as near, the one nearest the middle keeps the picture round.
    """
    away = np.hypot(goal[0] - centres[:, 0], goal[1] - centres[:, 1])
    reach = radii + radius + _GAP
    within = 8.0 + 4.0 * radius
    while True:
        # Only discs that begin within the distance looked at can be in the way.
        near = away - reach <= within
        distances = _first_gaps(centres[near] - goal, reach[near], rim)
        nearest = float(distances.min())
        if nearest <= within:
            good = np.flatnonzero(distances <= min(within, nearest + max(0.5, radius / 4)))
            places = goal + rim[good] * distances[good, None]
            from_middle = np.round(np.hypot(places[:, 0], places[:, 1]), 6)
            chosen: _Points = places[int(from_middle.argmin())]
            return chosen
        within *= 2


def _first_gaps(offsets: _Points, reach: _Points, rim: _Points) -> NDArray[np.float64]:
    """How far along each direction of `rim` one is out of all discs, whose middles are at `offsets`."""
    along = rim[:, None, 0] * offsets[None, :, 0] + rim[:, None, 1] * offsets[None, :, 1]
    # A ray is inside a disc from `enter` to `leave`, where it meets it at all.
    under = along**2 - (offsets[:, 0] ** 2 + offsets[:, 1] ** 2 - reach**2)[None, :]
    half = np.sqrt(np.maximum(under, 0.0))
    enter = np.where(under > 0, along - half, np.inf)
    leave = np.where(under > 0, along + half, 0.0)
    order = np.argsort(enter, axis=1, kind="stable")
    start, none = np.zeros((len(rim), 1)), np.full((len(rim), 1), np.inf)
    enter = np.hstack([np.take_along_axis(enter, order, axis=1), none])
    left = np.maximum.accumulate(np.hstack([start, np.take_along_axis(leave, order, axis=1)]), axis=1)
    first = (enter >= left).argmax(axis=1)
    gaps: NDArray[np.float64] = left[np.arange(len(rim)), first]
    return gaps


def _turn(
    network: nx.Graph, groups: Sequence[Sequence[str]], inside: list[_Points], centres: _Points
) -> None:
    """Turn each disc so that those with friends elsewhere look towards them."""
    where = {node: (number, place) for number, nodes in enumerate(groups) for place, node in enumerate(nodes)}
    for number, nodes in enumerate(groups):
        outward = [
            (where[node][1], where[other][0])
            for node in nodes
            for other in sorted(network[node])
            if other in where and where[other][0] != number
        ]
        if not outward:
            continue
        own = inside[number][[place for place, _ in outward]]
        goals = centres[[group for _, group in outward]] - centres[number]
        best = min(
            range(_TURNS),
            key=lambda turn: round(float(np.hypot(*(_rotated(own, turn) - goals).T).sum()), 6),
        )
        inside[number] = _rotated(inside[number], best)


def _rotated(points: _Points, turn: int) -> _Points:
    angle = turn * 2 * math.pi / _TURNS
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.stack(
        [points[:, 0] * cosine - points[:, 1] * sine, points[:, 0] * sine + points[:, 1] * cosine], axis=1
    )


def _below(nodes: Sequence[str], others: _Points) -> dict[str, _Points]:
    """Those that no fact connects stand in rows under the rest, as in a class photograph."""
    if not nodes:
        return {}
    width = max(6, math.ceil(1.6 * math.sqrt(len(nodes) + len(others))))
    middle = (others[:, 0].max() + others[:, 0].min()) / 2 if len(others) else 0.0
    top = others[:, 1].max() + 2 * _GAP if len(others) else 0.0
    columns = min(width, len(nodes))
    return {
        node: np.array(
            [
                middle + (number % columns - (columns - 1) / 2) * 1.4 * _SPACING,
                top + number // columns * 1.1 * _SPACING,
            ]
        )
        for number, node in enumerate(nodes)
    }
