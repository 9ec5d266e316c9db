"""Decoding the CRF with numpy: the best tagging, and how probable each name in it is.

Both run over a whole batch at once; only the steps along the text are a Python loop.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
_TINY = 1e-37  # the smallest sum: its logarithm stays finite in float32


def viterbi(
    scores: Floats, lengths: Ints, *, transitions: Floats, first: Floats, last: Floats
) -> NDArray[np.int64]:
    """The best tags [B, T] for emission scores [B, T, tags]; zeros beyond each length.

    Arguments: transitions [tags, tags] from row to column, scores of the first and the last tag [tags]. Ties
    go to the tag with the lower number.
    """
    count, width, _ = scores.shape
    best = first + scores[:, 0]
    into = np.ascontiguousarray(transitions.T)
    backwards = np.zeros(scores.shape, dtype=np.int8)
    for step in range(1, width):
        ways = best[:, None, :] + into
        backwards[:, step] = chosen = ways.argmax(axis=2)
        following = np.take_along_axis(ways, chosen[:, :, None], axis=2)[:, :, 0] + scores[:, step]
        best = np.where((step < lengths)[:, None], following, best)
    paths = np.zeros((count, width), dtype=np.int64)
    tag = (best + last).argmax(axis=1)
    rows = np.arange(count)
    for step in range(width - 1, -1, -1):
        inside = step < lengths
        paths[inside, step] = tag[inside]
        tag = np.where(inside & (step > 0), backwards[rows, step, tag], tag)
    return paths


def log_sums(
    scores: Floats, lengths: Ints, *, transitions: Floats, first: Floats, last: Floats
) -> tuple[Floats, Floats, Floats]:
    """Forward and backward log sums [B, T, tags] and the log of the partition [B].

    alpha[b, t, k] sums over all taggings of the first t + 1 characters that end in k, emissions included;
    beta[b, t, k] over all of what follows a tag k at t, the emission at t left out. What lies beyond a length
    is not to be read.
    """
    count, width, tags = scores.shape
    step_weight = np.exp(transitions)
    alpha = np.empty((count, width, tags), dtype=np.float32)
    alpha[:, 0] = first + scores[:, 0]
    for step in range(1, width):
        top = alpha[:, step - 1].max(axis=1, keepdims=True)
        sums = np.exp(alpha[:, step - 1] - top) @ step_weight
        alpha[:, step] = np.log(np.maximum(sums, _TINY)) + top + scores[:, step]
    beta = np.empty_like(alpha)
    beta[:, width - 1] = last
    back_weight = np.ascontiguousarray(step_weight.T)
    for step in range(width - 2, -1, -1):
        after = beta[:, step + 1] + scores[:, step + 1]
        top = after.max(axis=1, keepdims=True)
        sums = np.exp(after - top) @ back_weight
        within = np.log(np.maximum(sums, _TINY)) + top
        beta[:, step] = np.where((step < lengths - 1)[:, None], within, last)
    rows = np.arange(count)
    final = alpha[rows, lengths - 1] + last
    top = final.max(axis=1)
    partition = top + np.log(np.exp(final - top[:, None]).sum(axis=1))
    return alpha, beta, partition


Spans = tuple[
    list[int], list[int], list[int], list[str]
]  # rows, starts, ends (past the last character), kinds


def spans_of_paths(paths: NDArray[np.int64], lengths: Ints, tags: Sequence[str]) -> Spans:
    """The names that well-formed BIOES paths [B, T] spell, by row and then from left to right."""
    inside = np.arange(paths.shape[1]) < lengths[:, None]
    position = np.array([tag[0] for tag in tags])[paths]
    rows, starts = np.nonzero(inside & ((position == "B") | (position == "S")))
    end_rows, ends = np.nonzero(inside & ((position == "E") | (position == "S")))
    if not np.array_equal(rows, end_rows):
        raise ValueError("a path opens a name and does not close it")
    kinds = [tags[tag].partition("-")[2] for tag in paths[rows, starts]]
    return rows.tolist(), starts.tolist(), (ends + 1).tolist(), kinds


def span_log_probabilities(
    scores: Floats,
    lengths: Ints,
    spans: Spans,
    tags: Sequence[str],
    *,
    transitions: Floats,
    first: Floats,
    last: Floats,
) -> Floats:
    """The log of each span's marginal probability: the share of the taggings with exactly it."""
    rows, starts, stops, kinds = spans
    if not rows:
        return np.zeros(0, dtype=np.float32)
    alpha, beta, partition = log_sums(scores, lengths, transitions=transitions, first=first, last=last)
    number = {tag: i for i, tag in enumerate(tags)}
    row, start, end = np.array(rows), np.array(starts), np.array(stops) - 1
    opening = np.array(
        [number[("S-" if a == b else "B-") + k] for a, b, k in zip(start, end, kinds, strict=True)]
    )
    inner = np.array([number["I-" + k] for k in kinds])
    closing = np.array(
        [number[("S-" if a == b else "E-") + k] for a, b, k in zip(start, end, kinds, strict=True)]
    )
    log = alpha[row, start, opening] + beta[row, end, closing] - partition[row]
    # What lies between the first and the last character: one I after another, summed in double precision.
    running = np.cumsum(scores, axis=1, dtype=np.float64)
    length = end - start + 1
    long = length > 2
    pair = length == 2
    between = running[row, end - 1, inner] - running[row, start, inner]
    log = log + np.where(
        long,
        between
        + transitions[opening, inner]
        + transitions[inner, closing]
        + (length - 3) * transitions[inner, inner],
        0.0,
    )
    log = log + np.where(pair, transitions[opening, closing], 0.0)
    log = log + np.where(length > 1, scores[row, end, closing], 0.0)
    return np.asarray(log, dtype=np.float32)
