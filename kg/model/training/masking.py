"""Raw text with characters hidden, to be guessed: a hidden character takes its pairs and every word of the
lexicon that covers it along, so that nothing gives it away.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.model.features import Batch, Features, fold

HIDDEN_CHARACTER = "\ue000"  # private use: no vocabulary has it
_LENGTHS, _CHANCES = (1, 2, 3), (0.6, 0.25, 0.15)


Masked = tuple[Batch, NDArray[np.int64], NDArray[np.int64]]


def hide(text: str, share: float, rng: random.Random) -> tuple[str, list[int]]:
    """The text with a share of its characters hidden, in runs of one to three, and where they stood."""
    wanted = max(1, round(share * len(text)))
    places: set[int] = set()
    for _ in range(4 * wanted):
        if len(places) >= wanted:
            break
        start = rng.randrange(len(text))
        places.update(range(start, min(len(text), start + rng.choices(_LENGTHS, _CHANCES)[0])))
    shown = "".join(HIDDEN_CHARACTER if at in places else char for at, char in enumerate(text))
    return shown, sorted(places)


def masked(features: Features, texts: Sequence[str], share: float, rng: random.Random) -> Masked:
    """Features of the texts with characters hidden; places in the flattened [B * T] and table rows there."""
    folded = [fold(text) for text in texts]
    hidden = [hide(text, share, rng) for text in folded]
    batch = features.batch([text for text, _ in hidden])
    width = batch.characters.shape[1]
    whole = features.rows(
        "".join(text[at] for text, (_, places) in zip(folded, hidden, strict=True) for at in places)
    )
    at = [row * width + place for row, (_, places) in enumerate(hidden) for place in places]
    return batch, np.array(at, dtype=np.int64), whole.astype(np.int64)


def batches(texts: Sequence[str], batch_characters: int, seed: int, number: int) -> list[list[str]]:
    """All texts in batches of similar length, in an order that pass `number` decides."""
    rng = random.Random(f"{seed}/{number}")
    order = sorted(range(len(texts)), key=lambda i: (len(texts[i]) + rng.random() * 6, i))
    found: list[list[str]] = [[]]
    for i in order:
        if found[-1] and (len(found[-1]) + 1) * len(texts[i]) > batch_characters:
            found.append([])
        found[-1].append(texts[i])
    rng.shuffle(found)
    return found
