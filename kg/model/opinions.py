"""The scores of a model folder's networks: one reads every text, the others where it is in doubt.

Most sentences leave no doubt, so that many networks cost little more than one (a cascade, as in Viola and
Jones, "Rapid Object Detection using a Boosted Cascade of Simple Features", CVPR 2001).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnxruntime

from kg.model.decode import Floats, lead
from kg.model.features import Batch

FIRST, OTHERS = "tagger.onnx", "others.onnx"


class Session(Protocol):
    """What of onnxruntime.InferenceSession is used."""

    def run(self, output_names: None, input_feed: dict[str, Any]) -> Sequence[Any]: ...


class Opinions:
    """Networks of one folder; safe to share between threads.

    Each text is run alone: the int8 arithmetic of the LSTM scales by the largest value in a run, so that
    texts run together would sway one another. Alone they need no padding either, and spread over threads as
    well.
    """

    def __init__(
        self, first: Session, others: Session | None = None, *, votes: int = 0, threads: int = 1
    ) -> None:
        self._first, self._others, self._votes, self._threads = first, others, votes, threads

    @classmethod
    def load(cls, folder: Path, *, others: int, threads: int) -> Opinions:
        """The networks of a model folder: the first and so many others; `threads` texts are read at once.

        Raises onnxruntime's errors where a file is missing or malformed.
        """
        second = _session(folder / OTHERS) if others else None
        return cls(_session(folder / FIRST), second, votes=others, threads=threads)

    def scores(self, batch: Batch, crf: Mapping[str, Floats], *, clear: float) -> Floats:
        """Emission scores [B, T, tags], zeros beyond each length.

        They are the first network's where its best tagging leads the next by `clear` or more, elsewhere the
        mean of all networks'. `crf` has the arguments of `kg.model.decode.lead`.
        """
        scores = np.zeros((*batch.characters.shape, len(crf["first"])), dtype=np.float32)
        self._read(self._first, batch, range(len(scores)), scores)
        if self._others is not None:
            in_doubt = np.flatnonzero(lead(scores, batch.lengths, **crf) < clear).tolist()
            second = np.zeros_like(scores)  # the mean of the others
            self._read(self._others, batch, in_doubt, second)
            votes = np.float32(self._votes)
            scores[in_doubt] = (scores[in_doubt] + votes * second[in_doubt]) / (1 + votes)
        return scores

    def _read(self, session: Session, batch: Batch, rows: Sequence[int], into: Floats) -> None:
        def run(row: int) -> None:
            here, size = slice(row, row + 1), int(batch.lengths[row])
            inputs = {
                "characters": batch.characters[here, :size],
                "pairs": batch.pairs[here, :size],
                "words": batch.words[here, :size],
                "weights": batch.weights[here, :size],
                "indicators": batch.indicators[here, :size],
                "lengths": batch.lengths[here],
            }
            into[row, :size] = session.run(None, inputs)[0][0]

        if self._threads > 1 and len(rows) > 1:
            # A pool for each call: one that is kept would hang in a process forked from this one.
            with ThreadPoolExecutor(self._threads) as pool:
                for _ in pool.map(run, rows):
                    pass
        else:
            for row in rows:
                run(row)


def _session(file: Path) -> Session:
    options = onnxruntime.SessionOptions()
    # The threads share out the texts instead.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    found: Session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    return found
