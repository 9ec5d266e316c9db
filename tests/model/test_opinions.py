"""Who is asked: one network for every text, the others where its best tagging hardly leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kg.model.features import Batch, Entry, Features, Lexicon
from kg.model.opinions import Opinions

FEATURES = Features("青石镇人", ["青石", "石镇"], Lexicon([Entry("青石", 1, 1.0, 0)]))
CRF = {
    "transitions": np.zeros((2, 2), dtype=np.float32),
    "first": np.zeros(2, dtype=np.float32),
    "last": np.zeros(2, dtype=np.float32),
}


class Voice:
    """A network of two tags that gives the second one a score by the length of the text."""

    def __init__(self, by_length: dict[int, float]) -> None:
        self.by_length, self.asked = by_length, list[int]()

    def run(self, output_names: None, input_feed: dict[str, Any]) -> Sequence[NDArray[np.float32]]:
        _, length = input_feed["characters"].shape
        self.asked.append(length)
        scores = np.zeros((1, length, 2), dtype=np.float32)
        scores[..., 1] = self.by_length[length]
        return [scores]


def _batch(*texts: str) -> Batch:
    return FEATURES.batch(texts)


@pytest.mark.parametrize("threads", [1, 2])
def test_the_others_are_asked_only_where_the_first_is_in_doubt(threads: int) -> None:
    first, others = Voice({2: 5.0, 3: 0.5, 4: -4.0}), Voice({3: -2.5})
    opinions = Opinions(first, others, votes=2, threads=threads)
    scores = opinions.scores(_batch("青石", "青石镇", "青石镇人"), CRF, clear=1.5)
    assert sorted(first.asked) == [2, 3, 4]
    assert others.asked == [3]
    # Where they are asked each network has one voice: (0.5 + 2 * -2.5) / 3.
    assert scores[0, :, 1].tolist() == [5.0, 5.0, 0.0, 0.0]
    assert scores[1, :, 1].tolist() == [-1.5, -1.5, -1.5, 0.0]
    assert scores[2, :, 1].tolist() == [-4.0] * 4


def test_one_network_alone_is_always_heard() -> None:
    scores = Opinions(Voice({2: 0.25})).scores(_batch("青石"), CRF, clear=1.5)
    assert scores[0, :, 1].tolist() == [0.25, 0.25]


def test_nobody_else_is_asked_where_all_is_clear() -> None:
    others = Voice({})
    Opinions(Voice({2: 3.0}), others, votes=1).scores(_batch("青石", "石镇"), CRF, clear=1.5)
    assert others.asked == []
