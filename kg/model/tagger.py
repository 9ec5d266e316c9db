"""Finds people, organizations and places in Chinese text with the packaged model, on a CPU."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from kg.model.decode import Floats, Ints, Spans, span_log_probabilities, spans_of_paths, viterbi
from kg.model.features import Features, Lexicon, fold
from kg.model.opinions import Opinions

LONGEST_WINDOW = 130  # of the length of what is trained on
SHORTEST_WINDOW = 40
OVERLAP = 60
_SENTENCE_END = re.compile(r"[。！？!?；…][”』」’）)]*")


class Span(NamedTuple):
    """A name: text[start:end] in code points, kind PER, ORG or LOC, probability of exactly this span."""

    start: int
    end: int
    kind: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of a text, tagged at once; spans whose middle lies in [keep_from, keep_to) are kept."""

    text: int
    start: int
    end: int
    keep_from: float
    keep_to: float


@dataclass(frozen=True, slots=True)
class Settings:
    """What the model folder's `model.json` says beside the networks.

    tags in the order of the networks' scores; the CRF's transitions, first and last scores; the temperature
    that calibrates confidences; the confidence below which a one-character name is dropped; the lead of the
    best tagging with which the first network's word stands; how many others are asked where it is less.
    """

    tags: tuple[str, ...]
    transitions: Floats
    first: Floats
    last: Floats
    temperature: float
    single_character: float
    clear: float
    others: int

    @classmethod
    def read(cls, path: Path) -> Settings:
        """Raises OSError, KeyError or ValueError where the file is missing or malformed."""
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            tuple(stored["tags"]),
            np.array(stored["transitions"], dtype=np.float32),
            np.array(stored["first"], dtype=np.float32),
            np.array(stored["last"], dtype=np.float32),
            float(stored["temperature"]),
            float(stored["single_character"]),
            float(stored["clear"]),
            int(stored["others"]),
        )

    @property
    def crf(self) -> dict[str, Floats]:
        """The arguments of the decoder's functions."""
        return {"transitions": self.transitions, "first": self.first, "last": self.last}


class Tagger:
    """A loaded model. Texts in, spans out; safe to share between threads, as nothing changes after loading.

    >>> text = "王婷是长治市人民医院的护士长。"
    >>> [text[span.start : span.end] for span in default_tagger().tag([text])[0]]
    ['王婷', '长治市人民医院']
    """

    def __init__(self, features: Features, opinions: Opinions, settings: Settings) -> None:
        self._features, self._opinions, self.settings = features, opinions, settings

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int = 2) -> Tagger:
        """Loads a model folder (by default the packaged Chinese model).

        Arguments: the folder that `train_ner` wrote; how many threads the networks may use. Raises OSError
        where a file is missing, ValueError where one is malformed.
        """
        if folder is None:
            with as_file(files("kg.model").joinpath("data", "zh")) as packaged:
                return cls.load(packaged, threads=threads)
        vocabulary = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        features = Features(
            vocabulary["characters"], vocabulary["pairs"], Lexicon.load(folder / "lexicon.tsv.gz")
        )
        settings = Settings.read(folder / "model.json")
        opinions = Opinions.load(folder, others=settings.others, threads=threads)
        return cls(features, opinions, settings)

    def with_settings(self, settings: Settings) -> Tagger:
        """The same networks with other settings."""
        return Tagger(self._features, self._opinions, settings)

    def tag(self, texts: Sequence[str], *, batch_characters: int = 6000) -> list[list[Span]]:
        """The names in each text, in order and disjoint.

        Any text will do, of any length: long ones are tagged in windows that do not cut a name. What is found
        in a text does not depend on the texts beside it, nor on `batch_characters`, which bounds the memory
        taken.
        """
        folded = [fold(text) for text in texts]
        windows = [w for index, text in enumerate(texts) for w in _windows(index, text)]
        windows.sort(key=lambda w: w.end - w.start)
        found: list[list[tuple[_Window, Span]]] = [[] for _ in texts]
        for batch in _batches(windows, batch_characters):
            for window, spans in zip(
                batch, self._tag([folded[w.text][w.start : w.end] for w in batch]), strict=True
            ):
                for span in spans:
                    moved = span._replace(start=span.start + window.start, end=span.end + window.start)
                    if window.keep_from <= (moved.start + moved.end) / 2 < window.keep_to:
                        found[window.text].append((window, moved))
        return [self._finish(text, pairs) for text, pairs in zip(texts, found, strict=True)]

    def scores(self, folded: Sequence[str]) -> tuple[Floats, Ints]:
        """The networks' scores [B, T, tags] for folded, non-empty texts, and their lengths [B]."""
        batch, settings = self._features.batch(folded), self.settings
        return self._opinions.scores(batch, settings.crf, clear=settings.clear), batch.lengths

    def _tag(self, folded: list[str]) -> list[list[Span]]:
        scores, lengths = self.scores(folded)
        settings, crf = self.settings, self.settings.crf
        paths = viterbi(scores, lengths, **crf)
        spans: Spans = spans_of_paths(paths, lengths, settings.tags)
        cooled = {key: value / settings.temperature for key, value in crf.items()}
        logs = span_log_probabilities(scores / settings.temperature, lengths, spans, settings.tags, **cooled)
        found: list[list[Span]] = [[] for _ in folded]
        confidences = np.clip(np.exp(logs), 0.0, 1.0)
        for row, start, end, kind, confidence in zip(*spans, confidences.tolist(), strict=True):
            found[row].append(Span(start, end, kind, round(confidence, 3)))
        return found

    def _finish(self, text: str, pairs: list[tuple[_Window, Span]]) -> list[Span]:
        spans: list[Span] = []
        for _, span in sorted(pairs, key=lambda pair: (pair[1].start, pair[0].start)):
            for part in _parts(text, span):
                if spans and part.start < spans[-1].end:
                    continue
                # Three smiling faces are nobody's name.
                if not any(map(str.isalnum, text[part.start : part.end])):
                    continue
                if part.end - part.start > 1 or part.confidence >= self.settings.single_character:
                    spans.append(part)
        return spans


@lru_cache(maxsize=1)
def default_tagger() -> Tagger:
    """The packaged Chinese model, loaded at the first call (about a second) and kept.

    OMP_NUM_THREADS, which all numeric libraries heed, says how many threads it may use.
    """
    return Tagger.load(threads=int(os.environ.get("OMP_NUM_THREADS") or 2))


def _parts(text: str, span: Span) -> Iterator[Span]:
    """The span without spaces around it; two people where a space stands between two names."""
    words = [m.span() for m in re.finditer(r"[^\s\u00a0\u3000]+", text[span.start : span.end])]
    if not words:
        return
    if (
        span.kind == "PER"
        and len(words) > 1
        and all(
            b - a > 1 and all("\u4e00" <= c <= "\u9fff" for c in text[span.start + a : span.start + b])
            for a, b in words
        )
    ):
        for a, b in words:
            yield span._replace(start=span.start + a, end=span.start + b)
    else:
        yield span._replace(start=span.start + words[0][0], end=span.start + words[-1][1])


def _windows(index: int, text: str) -> Iterator[_Window]:
    """Lines as they are; long lines cut at the end of a sentence or, where none ends, with an overlap."""
    for line in re.finditer(r"[^\n\r]+", text):
        start, end = line.span()
        keep_from = float(start)
        while end - start > LONGEST_WINDOW:
            ends = [
                m.end() for m in _SENTENCE_END.finditer(text, start + SHORTEST_WINDOW, start + LONGEST_WINDOW)
            ]
            stop = ends[-1] if ends else start + LONGEST_WINDOW
            keep_to = float(stop if ends else stop - OVERLAP // 2)
            yield _Window(index, start, stop, keep_from, keep_to)
            start, keep_from = (stop if ends else stop - OVERLAP), keep_to
        if start < end:
            yield _Window(index, start, end, keep_from, float(end))


def _batches(windows: list[_Window], characters: int) -> Iterator[list[_Window]]:
    batch: list[_Window] = []
    for window in windows:  # shortest first
        if batch and (len(batch) + 1) * (window.end - window.start) > characters:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch
