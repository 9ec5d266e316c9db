"""The whole recipe, from annotated data and raw news to a model folder. No finished stage is repeated."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.model.tagger import Tagger
from kg.model.training.augment import Names
from kg.model.training.calibrate import best_temperature
from kg.model.training.data import (
    MASKED,
    Annotation,
    Corpora,
    Places,
    Sample,
    read_corpora,
    read_samples,
    write_samples,
)
from kg.model.training.development import f1
from kg.model.training.embeddings import build_embeddings
from kg.model.training.export import export, write_card
from kg.model.training.kept import networks
from kg.model.training.measure import score_documents
from kg.model.training.mixture import Mixture, Phase
from kg.model.training.network import Network
from kg.model.training.pretrain import Pretraining, pretrain
from kg.model.training.selftrain import label, news_sentences, second_opinion
from kg.model.training.train import Trainer, load_features, load_network

FIRST = Phase(epochs=9)
SECOND = Phase(
    epochs=5,
    repeat={"msra": 1.0, "uner": 2.0, "cluener": 1.5, "resume": 0.4, "news": 0.5},
    rate_start=1.0e-3,
    rate_end=2e-5,
    average=0.9995,
    seed=2,
)
# The second member of the pair starts from the first pass's network, pretrained on raw text.
PRETRAINING = Pretraining(passes=1.4)
THIRD = Phase(
    epochs=8,
    repeat={"msra": 1.0, "uner": 2.0, "cluener": 1.2, "resume": 0.4, "news": 0.35},
    rate_start=1.2e-3,
    rate_end=4e-5,
    dropout=0.3,
    average=0.9993,
    seed=4,
)
FOURTH = Phase(
    epochs=3,
    repeat={"msra": 0.7, "uner": 3.0, "cluener": 2.0, "resume": 0.3, "news": 0.4},
    rate_start=5e-4,
    rate_end=1e-5,
    dropout=0.3,
    average=0.9995,
    seed=5,
)
# Both end with a pass or two on what is modern, at falling rates.
FIFTH = replace(FOURTH, epochs=2, seed=6)
# One network learns what the pair says, also of raw text, and reads alone where it is in no doubt.
DISTILLED = Phase(
    epochs=3,
    repeat={"msra": 0.5, "uner": 2.0, "cluener": 1.2, "resume": 0.2, "raw": 0.4},
    grammar=700,
    rate_start=6e-4,
    rate_end=1e-5,
    average=0.9995,
    seed=11,
)


@dataclass(frozen=True, kw_only=True)
class TrainOptions:
    """What `train_ner` needs.

    data: the folder that holds ner/, gazetteer/ and news/; out: the model folder to write; work: intermediate
    files and checkpoints (default: out/work); gold: annotated documents to measure on, never trained on;
    share: how much of the raw news is labelled for the second phase.
    """

    data: Path
    out: Path
    work: Path | None = None
    gold: Sequence[Path] = ()
    first: Phase = field(default_factory=lambda: FIRST)
    second: Phase = field(default_factory=lambda: SECOND)
    pretraining: Pretraining = PRETRAINING
    third: Phase = field(default_factory=lambda: THIRD)
    fourth: Phase = field(default_factory=lambda: FOURTH)
    fifth: Phase = field(default_factory=lambda: FIFTH)
    distilled: Phase = field(default_factory=lambda: DISTILLED)
    share: float = 0.15
    threads: int = 2
    seed: int = 1
    second_recognizer: bool = True


def train_ner(options: TrainOptions) -> dict[str, dict[str, float]]:
    """Trains, exports, calibrates and measures; returns the scores by development part.

    Interrupted, it goes on where it stopped when called again with the same options. Needs the extra
    `kg[train]`. Raises OSError where data is missing.
    """
    import torch

    torch.set_num_threads(1)  # each worker has a thread of its own
    torch.manual_seed(options.seed)
    work = options.work or options.out / "work"
    corpora, gazetteer = read_corpora(options.data), options.data / "gazetteer"
    embeddings = work / "embeddings"
    if not (embeddings / "vectors.npz").exists():
        texts = [s.text for name in ("msra", "cluener", "uner") for s in corpora.train[name]]
        build_embeddings(
            options.data / "news", gazetteer, embeddings, texts, seed=options.seed, workers=options.threads
        )
    names = Names(gazetteer, Places(gazetteer), corpora.train["msra"] + corpora.train["cluener"])

    first = _phase(options.first, embeddings, work / "first", corpora, names, options.threads)
    labelled = work / "news.jsonl"
    if not labelled.exists():
        export([first.averaged()], embeddings, work / "first-model")
        write_samples(labelled, _self_labelled(options, work / "first-model"))
    mixed = Corpora({**corpora.train, "news": read_samples(labelled)}, corpora.dev)
    second = _phase(options.second, embeddings, work / "second", mixed, names, options.threads, first.network)
    pretrained = _pretrained(options, embeddings, work / "pretrained", corpora, first.averaged())
    third = _phase(options.third, embeddings, work / "third", mixed, names, options.threads, pretrained)
    fourth = _phase(options.fourth, embeddings, work / "fourth", mixed, names, options.threads, third.network)
    fifth = _phase(options.fifth, embeddings, work / "fifth", mixed, names, options.threads, second.network)
    pair = [fifth.averaged(), fourth.averaged()]
    final = [_distilled(options, embeddings, work, corpora, names, pair), *pair]
    export(final, embeddings, options.out)
    dev = [s for samples in corpora.dev.values() for s in samples]
    temperature, error, _ = best_temperature(Tagger.load(options.out), dev)
    export(final, embeddings, options.out, temperature=temperature)
    figures = measure(Tagger.load(options.out), corpora.dev, options.gold)
    write_card(options.out, figures, temperature=temperature, calibration_error=error)
    return figures


def measure(
    tagger: Tagger, dev: dict[str, list[Sample]], gold: Sequence[Path]
) -> dict[str, dict[str, float]]:
    """Scores of the run-time tagger by development part; "documents" are the gold documents, by entity."""

    def tag(texts: Sequence[str]) -> list[list[Annotation]]:
        return [[(s.start, s.end, s.kind) for s in spans] for spans in tagger.tag(texts)]

    figures = {
        name: f1([s.spans for s in samples], tag([s.text for s in samples])) for name, samples in dev.items()
    }
    if gold:
        figures["documents"] = score_documents(gold, tag)
    return figures


def _phase(
    phase: Phase,
    embeddings: Path,
    out: Path,
    corpora: Corpora,
    names: Names,
    workers: int,
    start: Network | None = None,
    teacher: Tagger | None = None,
) -> Trainer:
    out.mkdir(parents=True, exist_ok=True)
    network = load_network(embeddings)
    if start is not None:
        network.load_state_dict(start.state_dict())
    trainer = Trainer(network, load_features(embeddings), phase, out, workers=workers, teacher=teacher)
    trainer.resume()
    if trainer.epoch < phase.epochs:
        trainer.run(Mixture(corpora.train, names, phase), corpora.dev)
    return trainer


def _distilled(
    options: TrainOptions,
    embeddings: Path,
    work: Path,
    corpora: Corpora,
    names: Names,
    pair: Sequence[Network],
) -> Network:
    export(pair, embeddings, work / "pair", clear=float("inf"))  # both are heard everywhere
    raw = Corpora({**corpora.train, "raw": _unlabelled(options)}, corpora.dev)
    return _phase(
        options.distilled,
        embeddings,
        work / "distilled",
        raw,
        names,
        options.threads,
        networks(work / "pair")[-1],
        teacher=Tagger.load(work / "pair", threads=1),
    ).averaged()


def _pretrained(
    options: TrainOptions, embeddings: Path, out: Path, corpora: Corpora, network: Network
) -> Network:
    out.mkdir(parents=True, exist_ok=True)
    texts = news_sentences(options.data / "news", _held_out(options), share=1.0, seed=options.seed)
    texts += [s.text for name in ("msra", "cluener", "uner") for s in corpora.train[name] if len(s.text) > 8]
    pretrain(network, load_features(embeddings), texts, options.pretraining, out)
    return network


def _held_out(options: TrainOptions) -> list[str]:
    """The texts of the documents to measure on."""
    texts = []
    for path in options.gold:
        document = json.loads(path.read_text(encoding="utf-8"))["document"]
        texts.append((path.parent / document).read_text(encoding="utf-8"))
    return texts


def _unlabelled(options: TrainOptions) -> list[Sample]:
    """Raw sentences of which nothing is known but what a teacher says."""
    texts = news_sentences(options.data / "news", _held_out(options), share=options.share, seed=options.seed)
    return [Sample(text, ((0, len(text), MASKED),), "raw") for text in texts]


def _self_labelled(options: TrainOptions, model: Path) -> list[Sample]:
    held_out = _held_out(options)
    texts = news_sentences(options.data / "news", held_out, share=options.share, seed=options.seed)
    opinions = list(second_opinion(texts)) if options.second_recognizer else None
    return label(Tagger.load(model, threads=options.threads), texts, opinions)
