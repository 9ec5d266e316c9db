"""Calibration: one temperature for the whole CRF, chosen on development data, and the error that remains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kg.model.tagger import Tagger
from kg.model.training.data import MASKED, Sample

Outcomes = tuple[NDArray[np.float64], NDArray[np.float64]]
TEMPERATURES = (0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.25, 2.5, 3.0)


def at_temperature(tagger: Tagger, temperature: float) -> Tagger:
    """The same tagger with confidences of another temperature, and one-character names never dropped."""
    return tagger.with_settings(replace(tagger.settings, temperature=temperature, single_character=0.0))


def outcomes(tagger: Tagger, samples: Sequence[Sample]) -> Outcomes:
    """Confidence of every name found, and 1 where it is annotated so, 0 where not."""
    confidence, correct = [], []
    for sample, spans in zip(samples, tagger.tag([s.text for s in samples]), strict=True):
        gold = set(sample.spans)
        masked = [(a, b) for a, b, kind in gold if kind == MASKED]
        for span in spans:
            if not any(a < span.end and span.start < b for a, b in masked):
                confidence.append(span.confidence)
                correct.append(float((span.start, span.end, span.kind) in gold))
    return np.array(confidence), np.array(correct)


def log_loss(found: Outcomes) -> float:
    """Mean negative log likelihood of the outcomes."""
    p = np.clip(found[0], 1e-3, 1 - 1e-3)
    return float(-(found[1] * np.log(p) + (1 - found[1]) * np.log(1 - p)).mean())


def calibration_error(found: Outcomes, bins: int = 10) -> float:
    """Expected calibration error: |accuracy - mean confidence| over bins of confidence, weighted by size."""
    confidence, correct = found
    index = np.minimum((confidence * bins).astype(int), bins - 1)
    total = 0.0
    for b in range(bins):
        here = index == b
        if here.any():
            total += here.mean() * abs(correct[here].mean() - confidence[here].mean())
    return float(total)


def best_temperature(tagger: Tagger, samples: Sequence[Sample]) -> tuple[float, float, float]:
    """The temperature with the least log loss, the calibration error at it and at temperature 1."""
    losses = {t: log_loss(outcomes(at_temperature(tagger, t), samples)) for t in TEMPERATURES}
    best = min(losses, key=lambda t: losses[t])
    error, before = (calibration_error(outcomes(at_temperature(tagger, t), samples)) for t in (best, 1.0))
    return best, error, before
