"""What is trained on: how much of which source in a pass, augmented, in batches, and which tags it admits."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kg.model.training.augment import Names, plain_quotes, traditional
from kg.model.training.data import MASKED, TAGS, Sample


@dataclass(frozen=True)
class Phase:
    """One stretch of training.

    epochs: passes over the mixture; repeat: how often each source occurs in a pass; rates at the start and
    the end; grammar: synthetic author lines and posts in each pass; average: decay of the moving average of
    the weights; heed: the weight of a teacher's scores, where there is one.
    """

    epochs: int
    repeat: dict[str, float] = field(
        default_factory=lambda: {"msra": 1.0, "uner": 2.0, "cluener": 1.0, "resume": 0.5}
    )
    rate_start: float = 1.5e-3
    rate_end: float = 3e-4
    grammar: int = 1500
    person: float = 0.2
    place: float = 0.1
    organization: float = 0.1
    dropout: float = 0.2
    batch_characters: int = 2048
    average: float = 0.999
    heed: float = 1.0
    seed: int = 1


class Mixture:
    """Draws one pass after another from the sources, augmented, in batches of similar length."""

    def __init__(self, sources: dict[str, list[Sample]], names: Names, phase: Phase) -> None:
        self._sources, self._names, self._phase = sources, names, phase
        rng = random.Random(phase.seed)
        self._traditional = {
            "uner": traditional(sources["uner"]),
            "msra": traditional(rng.sample(sources["msra"], min(3000, len(sources["msra"])))),
        }

    def epoch(self, number: int) -> list[list[Sample]]:
        """Batches of pass `number`; the same number gives the same batches."""
        phase, rng = self._phase, random.Random(f"{self._phase.seed}/{number}")
        drawn: list[Sample] = []
        for source, repeat in phase.repeat.items():
            samples = self._sources.get(source, [])
            whole = int(repeat)
            part = rng.sample(samples, int((repeat - whole) * len(samples)))
            chances = {"person": phase.person, "place": phase.place, "organization": phase.organization}
            drawn += [self._names.substitute(sample, rng, **chances) for sample in samples * whole + part]
        drawn = list(_joined(drawn, rng))
        drawn += rng.sample(self._traditional["uner"], len(self._traditional["uner"]) // 3)
        drawn += rng.sample(self._traditional["msra"], len(self._traditional["msra"]) // 3)
        drawn += self._names.bylines(phase.grammar, rng)
        drawn = [plain_quotes(s, rng) if rng.random() < 0.15 else s for s in drawn if s.text]
        order = sorted(range(len(drawn)), key=lambda i: (len(drawn[i].text) + rng.random() * 6, i))
        batches: list[list[Sample]] = [[]]
        for i in order:
            if batches[-1] and (len(batches[-1]) + 1) * len(drawn[i].text) > phase.batch_characters:
                batches.append([])
            batches[-1].append(drawn[i])
        rng.shuffle(batches)
        return batches


def _joined(samples: Sequence[Sample], rng: random.Random) -> Iterator[Sample]:
    """Now and then two neighbours as one: what is tagged later are paragraphs as well as sentences."""
    held: Sample | None = None
    for sample in samples:
        if held is not None and held.source == sample.source and len(held.text) + len(sample.text) <= 150:
            shift = len(held.text)
            moved = tuple((a + shift, b + shift, kind) for a, b, kind in sample.spans)
            yield Sample(held.text + sample.text, held.spans + moved, held.source)
            held = None
            continue
        if held is not None:
            yield held
        held = None
        if sample.source in ("msra", "news", "raw") and rng.random() < 0.2:
            held = sample
        else:
            yield sample
    if held is not None:
        yield held


def allowed_tags(samples: Sequence[Sample], width: int) -> NDArray[np.bool_]:
    """[B, width, tags]: the tags that the annotation admits; all in masked stretches and in padding."""
    index = {tag: i for i, tag in enumerate(TAGS)}
    allowed = np.zeros((len(samples), width, len(TAGS)), dtype=bool)
    for row, sample in enumerate(samples):
        allowed[row, : len(sample.text), 0] = True
        allowed[row, len(sample.text) :] = True
        for a, b, kind in sample.spans:
            allowed[row, a:b] = kind == MASKED
            if kind == MASKED:
                continue
            if b - a == 1:
                allowed[row, a, index[f"S-{kind}"]] = True
            else:
                allowed[row, a, index[f"B-{kind}"]] = True
                allowed[row, a + 1 : b - 1, index[f"I-{kind}"]] = True
                allowed[row, b - 1, index[f"E-{kind}"]] = True
    return allowed
