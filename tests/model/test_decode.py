"""The decoder against brute force over every tagging of short texts."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kg.model.decode import lead, log_sums, span_log_probabilities, spans_of_paths, viterbi

TAGS = ("O", "B-PER", "I-PER", "E-PER", "S-PER")
FORBIDDEN = -1e4


def _crf(seed: int) -> dict[str, NDArray[np.float32]]:
    rng = np.random.default_rng(seed)
    follow = np.array([[(b[0] in "IE") if a[0] in "BI" else b[0] in "OBS" for b in TAGS] for a in TAGS])
    first = np.array([t[0] in "OBS" for t in TAGS])
    last = np.array([t[0] in "OES" for t in TAGS])

    def scores(allowed: NDArray[np.bool_]) -> NDArray[np.float32]:
        return np.where(allowed, rng.normal(size=allowed.shape), FORBIDDEN).astype(np.float32)

    return {"transitions": scores(follow), "first": scores(first), "last": scores(last)}


def _paths(scores: NDArray[np.float32], crf: dict[str, NDArray[np.float32]]) -> dict[tuple[int, ...], float]:
    """Every tagging of one text with its score."""
    found = {}
    for path in itertools.product(range(len(TAGS)), repeat=len(scores)):
        total = float(crf["first"][path[0]] + crf["last"][path[-1]])
        total += sum(float(scores[t, k]) for t, k in enumerate(path))
        total += sum(float(crf["transitions"][a, b]) for a, b in itertools.pairwise(path))
        found[path] = total
    return found


@given(seed=st.integers(0, 10**6), lengths=st.lists(st.integers(1, 5), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_decoding_agrees_with_brute_force(seed: int, lengths: list[int]) -> None:
    crf = _crf(seed)
    rng = np.random.default_rng(seed + 1)
    scores = rng.normal(scale=2, size=(len(lengths), max(lengths), len(TAGS))).astype(np.float32)
    sizes = np.array(lengths, dtype=np.int32)

    best = viterbi(scores, sizes, **crf)
    spans = spans_of_paths(best, sizes, TAGS)
    logs = span_log_probabilities(scores, sizes, spans, TAGS, **crf)
    _, _, partition = log_sums(scores, sizes, **crf)
    leads = lead(scores, sizes, **crf)

    for row, length in enumerate(lengths):
        paths = _paths(scores[row, :length], crf)
        expected = max(paths, key=lambda path: paths[path])
        assert expected == tuple(best[row, :length])
        *_, second, top = sorted(paths.values())
        assert leads[row] == pytest.approx(top - second, abs=1e-3)
        weights = {path: np.exp(total) for path, total in paths.items()}
        total = sum(weights.values())
        assert partition[row] == pytest.approx(np.log(total), abs=1e-3)
        for r, start, end, _, log in zip(*spans, logs, strict=True):
            if r == row:
                middle = (4,) if end - start == 1 else (1, *(2,) * (end - start - 2), 3)
                share = sum(w for path, w in weights.items() if path[start:end] == middle) / total
                assert np.exp(log) == pytest.approx(share, abs=1e-3)


@given(seed=st.integers(0, 10**6), lengths=st.lists(st.integers(1, 40), min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_a_lead_is_the_same_to_the_last_bit_whatever_stands_beside_the_text(
    seed: int, lengths: list[int]
) -> None:
    crf, rng = _crf(seed), np.random.default_rng(seed)
    scores = rng.normal(scale=3, size=(len(lengths), max(lengths), len(TAGS))).astype(np.float32)
    together = lead(scores, np.array(lengths, dtype=np.int32), **crf)
    for row, length in enumerate(lengths):
        alone = lead(scores[row : row + 1, :length], np.array([length], dtype=np.int32), **crf)
        assert alone[0] == together[row]


def test_nothing_found_gives_no_probabilities() -> None:
    crf = _crf(0)
    scores = np.zeros((1, 2, len(TAGS)), dtype=np.float32)
    found = span_log_probabilities(scores, np.array([2], dtype=np.int32), ([], [], [], []), TAGS, **crf)
    assert len(found) == 0


def test_an_unclosed_name_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not close"):
        spans_of_paths(np.array([[1, 2]]), np.array([2], dtype=np.int32), TAGS)
