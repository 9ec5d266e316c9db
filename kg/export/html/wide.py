"""Places for tens of thousands of nodes in seconds: a disc for each community, made of rings.

The important stand in the inner rings, and each ring is sorted and turned so that its nodes are on the side
of those that they are linked to. No node lies on another, because a ring has as many slots as it can hold.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.export.html.arrange import Links, Point

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]

_SPACING = 95.0
_ROUNDS = 8
# So many discs are packed one by one; the rest, which are small, are strewn around them.
_PACKED_AT_MOST = 150
# Spots that are looked at together.
_SPOTS = 1024
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def spread(nodes: Sequence[str], links: Links, community_of: Mapping[str, int]) -> dict[str, Point]:
    """A place for each of `nodes`, which come in order of importance."""
    if not nodes:
        return {}
    number = {node: i for i, node in enumerate(nodes)}
    group = np.array([community_of[node] for node in nodes], dtype=np.int64)
    group = np.unique(group, return_inverse=True)[1].astype(np.int64)
    pairs = [(number[a], number[b]) for a, b in links if a in number and b in number]
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    ring = _rings(group)
    centres = _centres(group, ring)
    angle = np.zeros(len(nodes))
    for _ in range(_ROUNDS):
        at = centres[group] + _around(ring, angle)
        angle = _turned(group, ring, _wanted(at, centres[group], ends))
    at = centres[group] + _around(ring, angle)
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, at, strict=True)}


def _around(ring: _Ints, angle: _Floats) -> _Floats:
    around: _Floats = np.stack([np.cos(angle), np.sin(angle)], axis=1) * (ring * _SPACING)[:, None]
    return around


def _rings(group: _Ints) -> _Ints:
    """The ring of each node: the first of its group is the middle, the next six are ring 1, then twelve."""
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], group[order])
    slot = np.empty(len(group), dtype=np.int64)
    slot[order] = np.arange(len(group)) - starts
    ring: _Ints = np.ceil((np.sqrt(12.0 * slot + 9.0) - 3.0) / 6.0).astype(np.int64)
    return ring


def _centres(group: _Ints, ring: _Ints) -> _Floats:
    """The middle of each group's disc: the largest in the middle, the others as near to it as they fit."""
    count = int(group.max()) + 1
    radius = np.zeros(count)
    np.maximum.at(radius, group, (ring + 1.0) * _SPACING)
    order = np.argsort(-radius, kind="stable")
    centres = np.zeros((count, 2))
    placed = order[:_PACKED_AT_MOST]
    centres[placed] = _packed(radius[placed])
    rest = order[_PACKED_AT_MOST:]
    if len(rest):
        rim = float((np.hypot(*centres[placed].T) + radius[placed]).max())
        # Twice their area, because discs leave gaps.
        reaches = np.sqrt(rim**2 + np.cumsum(2 * (2 * radius[rest]) ** 2 / math.pi))
        turns = np.arange(len(rest)) * _GOLDEN_ANGLE
        centres[rest] = np.stack([reaches * 1.1 * np.cos(turns), reaches * np.sin(turns)], axis=1)
    return centres


def _packed(radii: _Floats) -> _Floats:
    """Middles for discs, each on the first spot of a spiral where it lies on none before it."""
    centres = np.empty((len(radii), 2))
    spots, room = np.empty((0, 2)), np.empty(0)
    for disc, radius in enumerate(radii):
        while not (fits := room >= radius).any():
            more = _spiral(len(spots))
            apart = more[:, None] - centres[None, :disc]
            gaps = np.hypot(apart[..., 0], apart[..., 1]) - radii[:disc]
            spots = np.concatenate([spots, more])
            room = np.concatenate([room, gaps.min(axis=1, initial=np.inf)])
        centres[disc] = spots[int(fits.argmax())]
        # How wide a disc may be on each spot; held for all of them, since many are asked of again and again.
        away = spots - centres[disc]
        room = np.minimum(room, np.hypot(away[:, 0], away[:, 1]) - radius)
    return centres


def _spiral(start: int) -> _Floats:
    """The next spots of the spiral."""
    steps = range(start, start + _SPOTS)
    ways = [(math.sqrt(step) * _SPACING, step * _GOLDEN_ANGLE) for step in steps]
    return np.array([(reach * 1.2 * math.cos(turn), reach * math.sin(turn)) for reach, turn in ways])


def _wanted(at: _Floats, centres: _Floats, ends: _Ints) -> _Floats:
    """From the middle of its group, in which direction a node's neighbours lie."""
    count = len(at)
    both, others = np.concatenate([ends[:, 0], ends[:, 1]]), np.concatenate([ends[:, 1], ends[:, 0]])
    degree = np.maximum(np.bincount(both, minlength=count), 1)
    mean = [np.bincount(both, weights=at[others, axis], minlength=count) / degree for axis in (0, 1)]
    # Rounded, so that two processors that differ in the last digit sort alike.
    return np.asarray(np.round(np.arctan2(mean[1] - centres[:, 1], mean[0] - centres[:, 0]), 6), np.float64)


def _turned(group: _Ints, ring: _Ints, wanted: _Floats) -> _Floats:
    """Angles for the nodes of each ring: in the order in which they want to stand, evenly spaced."""
    order = np.lexsort((np.arange(len(group)), wanted, ring, group))
    key = group[order] * (int(ring.max()) + 1) + ring[order]
    first = np.r_[True, key[1:] != key[:-1]]
    circle = np.cumsum(first) - 1
    size = np.bincount(circle)
    slot = np.arange(len(order)) - np.flatnonzero(first)[circle]
    even = 2 * math.pi * slot / size[circle]
    off = wanted[order] - even
    turn = np.arctan2(np.bincount(circle, np.sin(off)), np.bincount(circle, np.cos(off)))
    angle = np.empty(len(order))
    angle[order] = even + np.round(turn, 6)[circle]
    return angle
