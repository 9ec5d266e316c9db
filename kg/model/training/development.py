"""The development score: how well a network tags what it has not seen, while it is trained."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from kg.model.decode import viterbi
from kg.model.features import Features, fold
from kg.model.training.data import KINDS, MASKED, TAGS, Annotation, Sample, spans_of
from kg.model.training.network import Inputs, Network


def predict(network: Network, features: Features, texts: Sequence[str]) -> list[list[Annotation]]:
    """Spans by Viterbi in PyTorch: the development score; the run-time tagger is kg.model.Tagger."""
    decoder = network.decoder()
    order = sorted((i for i in range(len(texts)) if texts[i]), key=lambda i: (len(texts[i]), i))
    results: list[list[Annotation]] = [[] for _ in texts]
    for begin in range(0, len(order), 64):
        chosen = order[begin : begin + 64]
        batch = features.batch([fold(texts[i]) for i in chosen])
        with torch.no_grad():
            scores = network.scores(Inputs.of(batch)).numpy()
        paths = viterbi(scores, batch.lengths, **decoder)
        for row, i in enumerate(chosen):
            results[i] = spans_of([TAGS[t] for t in paths[row, : len(texts[i])]])
    return results


def f1(gold: Sequence[Sequence[Annotation]], found: Sequence[Sequence[Annotation]]) -> dict[str, float]:
    """Exact spans and kinds, micro-averaged; found spans inside masked stretches do not count. Percent."""
    counts = {kind: [0, 0, 0] for kind in KINDS}
    for wanted, got in zip(gold, found, strict=True):
        masked = [(a, b) for a, b, kind in wanted if kind == MASKED]
        kept = {s for s in got if not any(a <= s[0] and s[1] <= b for a, b in masked)}
        true = {s for s in wanted if s[2] != MASKED}
        for kind in KINDS:
            counts[kind][0] += sum(s[2] == kind for s in kept & true)
            counts[kind][1] += sum(s[2] == kind for s in kept)
            counts[kind][2] += sum(s[2] == kind for s in true)

    def rate(hit: int, got: int, wanted: int) -> float:
        return round(200 * hit / max(1, got + wanted), 2)

    hits, gots, wants = (sum(c[i] for c in counts.values()) for i in range(3))
    return {
        "f1": rate(hits, gots, wants),
        "precision": round(100 * hits / max(1, gots), 2),
        "recall": round(100 * hits / max(1, wants), 2),
        **{kind: rate(*counts[kind]) for kind in KINDS},
    }


def score(network: Network, features: Features, samples: Sequence[Sample]) -> dict[str, float]:
    """The development score of a network."""
    return f1([s.spans for s in samples], predict(network, features, [s.text for s in samples]))
