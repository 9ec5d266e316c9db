"""Places for nodes so that their names can be read: forces first, then room for every label.

All in the canvas's own pixels at zoom 1. Nothing here is random: nodes start on a spiral, in the order given.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Links = Mapping[tuple[str, str], int]
_Array = NDArray[np.float64]

_SPACING = 105.0
_LINE_HEIGHT = 44.0
_FRAME = (560.0, 540.0)
# With more there would be no line left between two names.
_ROOM_AT_MOST = 1.8
# The forces leave more room than names need; a smaller picture is shown at a larger scale.
_TIGHTER = 0.55
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def arrange(
    nodes: Sequence[str], links: Links, names: Mapping[str, str], community_of: Mapping[str, int]
) -> dict[str, Point]:
    """A place for each of `nodes`, the most important first: linked ones near, no name on another.

    For some hundreds of nodes: every force is between all pairs.
    """
    known = set(nodes)
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(nodes)
    network.add_edges_from(pair for pair in links if pair[0] in known and pair[1] in known)
    rank = {node: number for number, node in enumerate(nodes)}
    parts = [sorted(part, key=rank.__getitem__) for part in nx.connected_components(network)]
    parts.sort(key=lambda part: (-len(part), rank[part[0]]))
    drawn = [_arrange_part(part, links, community_of) for part in parts]
    # A hub is drawn large, and its name must be found among all its neighbours.
    size = {node: 1.0 + min(0.7, network.degree(node) / 40) for node in nodes}
    room = 1.0
    for _ in range(3):
        placed = _pack([_make_room(part, names, size, room) for part in drawn], names)
        # The page shrinks the picture to its frame but not the names: they need that much more room.
        needed = min(_ROOM_AT_MOST, 1 / _scale(placed))
        if needed <= room:
            break
        room = needed
    return placed


def _scale(placed: Mapping[str, Point]) -> float:
    """How much a picture is shrunk to fit a laptop's canvas."""
    xs, ys = [x for x, _ in placed.values()] or [0.0], [y for _, y in placed.values()] or [0.0]
    return min(1.0, _FRAME[0] / max(1.0, max(xs) - min(xs)), _FRAME[1] / max(1.0, max(ys) - min(ys)))


def label_width(name: str) -> float:
    """The width of a name at the size in which the page draws it, at most what the page shows of it."""
    return min(sum(13.0 if character >= "\u2e80" else 7.0 for character in name), 13.0 * 12)


def _arrange_part(part: Sequence[str], links: Links, community_of: Mapping[str, int]) -> dict[str, Point]:
    count = len(part)
    if count == 1:
        return {part[0]: (0.0, 0.0)}
    number = {node: i for i, node in enumerate(part)}
    edges = [(number[a], number[b], s) for (a, b), s in links.items() if a in number and b in number]
    groups = np.array([community_of.get(node, -1) for node in part])
    at = _forces(_start(groups), edges, groups) * _TIGHTER
    return {node: (float(at[i, 0]), float(at[i, 1])) for i, node in enumerate(part)}


def _start(groups: NDArray[np.int64]) -> _Array:
    """Members of one group side by side along a spiral, so that the forces need not sort them out."""
    order = np.argsort(groups, kind="stable")
    at = np.empty((len(groups), 2))
    for turn, node in enumerate(order):
        radius, angle = _SPACING * math.sqrt(turn + 0.5), turn * _GOLDEN_ANGLE * 0.12
        at[node] = radius * math.cos(angle), radius * math.sin(angle)
    return at


def _forces(at: _Array, edges: Sequence[tuple[int, int, int]], groups: NDArray[np.int64]) -> _Array:
    """Fruchterman and Reingold's forces, with a pull to one's own group and, weakly, to the middle."""
    count = len(at)
    sources = np.array([a for a, _, _ in edges], dtype=np.int64)
    targets = np.array([b for _, b, _ in edges], dtype=np.int64)
    pull = np.array([1.0 + 0.4 * math.log(weight) for _, _, weight in edges])
    degree = np.bincount(np.concatenate([sources, targets]), minlength=count).astype(float)
    # The many leaves of one hub would otherwise be drawn into its middle.
    push = np.sqrt(1.0 + degree)[:, None]
    group_list = np.unique(groups)
    rounds = 260
    for step in range(rounds):
        delta = at[:, None, :] - at[None, :, :]
        distance = np.maximum(np.hypot(delta[..., 0], delta[..., 1]), 1.0)
        move = (delta * (_SPACING**2 / distance**2 * (push * push.T) * 0.55)[..., None]).sum(axis=1)
        along = at[sources] - at[targets]
        length = np.hypot(along[:, 0], along[:, 1])[:, None]
        force = along * length / _SPACING * pull[:, None]
        np.subtract.at(move, sources, force)
        np.add.at(move, targets, force)
        for group in group_list:
            members = groups == group
            move[members] += (at[members].mean(axis=0) - at[members]) * 0.35
        # Wider than high: screens are, and so are names.
        move -= at * np.array([0.10, 0.16])
        size = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)[:, None]
        heat = 60.0 * (1 - step / rounds) + 0.5
        at = at + move / size * np.minimum(size, heat)
    return at


def _make_room(
    part: Mapping[str, Point], names: Mapping[str, str], size: Mapping[str, float], room: float
) -> dict[str, Point]:
    """Push apart, along the shorter way, whatever would lie on another's node or name."""
    at = np.array(list(part.values()))
    widths = np.array([label_width(names[node]) + 18.0 for node in part]) * room
    heights = np.array([size[node] * _LINE_HEIGHT for node in part]) * room
    half = (widths[:, None] + widths[None, :]) / 2
    height = (heights[:, None] + heights[None, :]) / 2
    above = np.triu(np.ones((len(at), len(at)), dtype=bool), 1)
    for _ in range(400):
        delta = at[:, None, :] - at[None, :, :]
        over_x = half - np.abs(delta[..., 0])
        over_y = height - np.abs(delta[..., 1])
        clash = (over_x > 0.5) & (over_y > 0.5) & above
        if not clash.any():
            break
        one, other = np.nonzero(clash)
        sideways = over_x[one, other] < over_y[one, other]
        sign = np.where(delta[one, other] >= 0, 1.0, -1.0)
        shift = np.zeros((len(one), 2))
        shift[sideways, 0] = over_x[one, other][sideways] * 0.3 * sign[sideways, 0]
        shift[~sideways, 1] = over_y[one, other][~sideways] * 0.3 * sign[~sideways, 1]
        np.add.at(at, one, shift)
        np.subtract.at(at, other, shift)
    at -= at.mean(axis=0)
    return {node: (float(x), float(y)) for node, (x, y) in zip(part, at, strict=True)}


def _pack(parts: Sequence[dict[str, Point]], names: Mapping[str, str]) -> dict[str, Point]:
    """Set the parts around the first one, each as near to the middle as it fits."""
    boxes: list[tuple[float, float, float, float]] = []
    placed: dict[str, Point] = {}
    for part in parts:
        left = min(x - label_width(names[n]) / 2 for n, (x, _) in part.items()) - 20
        right = max(x + label_width(names[n]) / 2 for n, (x, _) in part.items()) + 20
        top, bottom = min(y for _, y in part.values()) - 26, max(y for _, y in part.values()) + 36
        for step in range(20_000):
            radius, angle = 6.0 * math.sqrt(step) * 2, step * _GOLDEN_ANGLE
            dx, dy = radius * 1.15 * math.cos(angle), radius * math.sin(angle)
            box = (left + dx, top + dy, right + dx, bottom + dy)
            if not any(
                box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
                for other in boxes
            ):
                break
        boxes.append(box)
        placed.update({node: (x + dx, y + dy) for node, (x, y) in part.items()})
    return placed
