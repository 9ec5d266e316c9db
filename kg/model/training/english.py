"""`python -m kg.model.training.english`: trains the English recognizer, a small spaCy pipeline.

A transition-based tagger over hashed word features (Honnibal et al., spaCy 3), trained on the English part of
Universal NER (EWT) and on WikiGold. The last tenth of WikiGold and all of EWT's development part are held
out.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example
from thinc.api import fix_random_seed

_KINDS = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
_BATCH = 128
_WIDTH = 96
_ROWS = (5000, 1000, 2500, 2500)

Sentence = tuple[list[str], list[tuple[int, int, str]]]


def read_iob(path: Path, word: int, tag: int, separator: str | None = None) -> Iterator[Sentence]:
    """Sentences of a column file as words and spans of words; `word` and `tag` are the columns.

    IOB2 and IO tags are both read: in IO a run of one tag is one name.
    """
    words: list[str] = []
    tags: list[str] = []
    for line in (*path.read_text(encoding="utf-8").split("\n"), ""):
        if not line.strip():
            if words:
                yield words, list(_spans(tags))
            words, tags = [], []
        elif not line.startswith("# "):
            columns = line.split(separator)
            words.append(columns[word])
            tags.append(columns[tag])


def _spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    start: int | None = None
    for i, tag in enumerate([*tags, "O"]):
        before = tags[i - 1] if i else "O"
        goes_on = tag.startswith("I-") and before[2:] == tag[2:]
        if start is not None and not goes_on:
            if before[2:] in _KINDS:
                yield start, i, _KINDS[before[2:]]
            start = None
        if start is None and tag != "O":
            start = i


def train_english(data: Path, out: Path, *, epochs: int = 12, seed: int = 1) -> dict[str, float]:
    """Trains on the files below `data` and writes the pipeline folder `out`; returns the held-out scores."""
    random.seed(seed)
    fix_random_seed(seed)
    gold = list(read_iob(data / "ner/wikigold_en/data/wikigold.conll.txt", 0, -1))
    cut = len(gold) * 9 // 10
    train = [*read_iob(data / "ner/uner_en/ewt_train_draft2022.iob2", 1, 2, "\t"), *gold[:cut] * 2]
    held = {"ewt": list(read_iob(data / "ner/uner_en/ewt_dev.iob2", 1, 2, "\t")), "wikigold": gold[cut:]}
    nlp = spacy.blank("en", meta={"name": "kg_ner_en", "version": "1.0.0", "license": "CC BY-SA 4.0"})
    nlp.add_pipe("ner", config={"model": {"tok2vec": _tok2vec()}})
    examples = [_example(nlp, sentence) for sentence in train]
    optimizer = nlp.initialize(lambda: examples[:2000])
    for epoch in range(epochs):
        random.shuffle(examples)
        losses: dict[str, float] = {}
        for first in range(0, len(examples), _BATCH):
            nlp.update(examples[first : first + _BATCH], sgd=optimizer, drop=0.2, losses=losses)
        print(epoch, round(losses["ner"]), _scores(nlp, held), flush=True)
    nlp.to_disk(out)
    return _scores(nlp, held)


def _tok2vec() -> dict[str, Any]:
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": _WIDTH,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
            "rows": list(_ROWS),
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": _WIDTH,
            "window_size": 1,
            "maxout_pieces": 3,
            "depth": 4,
        },
    }


def _example(nlp: Any, sentence: Sentence) -> Example:
    words, spans = sentence
    reference = Doc(nlp.vocab, words=words)
    reference.ents = [Span(reference, a, b, label=kind) for a, b, kind in spans]
    return Example(Doc(nlp.vocab, words=words), reference)


def _scores(nlp: Any, held: dict[str, list[Sentence]]) -> dict[str, float]:
    return {name: _f1(nlp, sentences) for name, sentences in held.items()}


def _f1(nlp: Any, sentences: Iterable[Sentence]) -> float:
    """Micro F1 of exact spans, in percent."""
    right = found = wanted = 0
    pairs = [(Doc(nlp.vocab, words=words), spans) for words, spans in sentences]
    for doc, (_, spans) in zip(nlp.pipe(doc for doc, _ in pairs), pairs, strict=True):
        ours = {(ent.start, ent.end, ent.label_) for ent in doc.ents}
        right += len(ours & set(spans))
        found += len(ours)
        wanted += len(spans)
    return round(200 * right / max(1, found + wanted), 1)


def main() -> None:
    """Reads the options and trains."""
    parser = argparse.ArgumentParser(prog="python -m kg.model.training.english", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds ner/")
    parser.add_argument("--out", type=Path, required=True, help="pipeline folder to write")
    parser.add_argument("--epochs", type=int, default=12, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    given = parser.parse_args()
    print(json.dumps(train_english(given.data, given.out, epochs=given.epochs, seed=given.seed)))


if __name__ == "__main__":
    main()
