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
    before = _best_until(_by_step(scores), transitions, first)
    into = np.ascontiguousarray(transitions.T)
    paths = np.zeros((count, width), dtype=np.int64)
    rows = np.arange(count)
    ends = lengths - 1
    tag = (before[ends, :, rows] + last).argmax(axis=1)
    for step in range(width - 1, -1, -1):
        inside = step < lengths
        paths[inside, step] = tag[inside]
        if step:
            tag = np.where(inside, (before[step - 1] + into[tag].T).argmax(axis=0), tag)
    return paths


def lead(
    scores: Floats, lengths: Ints, *, transitions: Floats, first: Floats, last: Floats
) -> NDArray[np.float32]:
    """How far the best tagging's score [B] is ahead of the next best one's; arguments as for `viterbi`.

    Nothing but sums of two numbers and the larger of two: what comes out for a text is the same to the last
    bit whatever stands beside it.
    """
    by_step = _by_step(scores)
    width, tags, count = by_step.shape
    # The score of the best tagging through each tag at each step: the next best one is there somewhere.
    through = _best_until(by_step, transitions, first)
    onwards = np.ascontiguousarray(transitions.T)[:, :, None]
    end = np.broadcast_to(last[:, None], (tags, count))
    after = end
    for step in range(width - 1, -1, -1):
        through[step] += after
        back = ((after + by_step[step])[:, None] + onwards).max(axis=0)
        after = np.where(step < lengths, back, end)
    best = through.max(axis=1)
    np.put_along_axis(through, through.argmax(axis=1)[:, None], -np.inf, axis=1)
    ahead = np.where(np.arange(width)[:, None] < lengths, best - through.max(axis=1), np.inf)
    return np.asarray(ahead.min(axis=0), dtype=np.float32)


def _by_step(scores: Floats) -> Floats:
    """Scores [T, tags, B]: steps run over all texts side by side."""
    return np.ascontiguousarray(scores.transpose(1, 2, 0))


def _best_until(by_step: Floats, transitions: Floats, first: Floats) -> Floats:
    """The score [T, tags, B] of the best tagging up to each step that ends in each tag there."""
    best = np.empty_like(by_step)
    best[0] = first[:, None] + by_step[0]
    for step in range(1, len(by_step)):
        best[step] = (best[step - 1][:, None] + transitions[:, :, None]).max(axis=0) + by_step[step]
    return best


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
