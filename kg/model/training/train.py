"""The training loop: a mixture of sources, Adam with linear decay, averaged weights, checkpoints."""

from __future__ import annotations

import copy
import json
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kg.model.features import Batch, Features, Lexicon, fold
from kg.model.training.augment import Names, plain_quotes, traditional
from kg.model.training.data import KINDS, MASKED, TAGS, Annotation, Sample, spans_of
from kg.model.training.network import Network

Scores = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Phase:
    """One stretch of training.

    epochs: passes over the mixture; repeat: how often each source occurs in a pass; rates at the start and
    the end; grammar: synthetic author lines and posts in each pass; average: decay of the moving average of
    the weights.
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
    seed: int = 1


def load_features(embeddings: Path) -> Features:
    """The features whose vocabulary and lexicon `build_embeddings` wrote."""
    vocabulary = json.loads((embeddings / "vocabulary.json").read_text(encoding="utf-8"))
    return Features(
        vocabulary["characters"], vocabulary["pairs"], Lexicon.load(embeddings / "lexicon.tsv.gz")
    )


def load_network(embeddings: Path) -> Network:
    """A fresh network on the pretrained tables."""
    with np.load(embeddings / "vectors.npz") as tables:
        return Network(tables["characters"], tables["pairs"], tables["words"])


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
        if sample.source in ("msra", "news") and rng.random() < 0.2:
            held = sample
        else:
            yield sample
    if held is not None:
        yield held


Prepared = tuple[Batch, NDArray[np.bool_]]


def _prepare(features: Features, samples: list[Sample]) -> Prepared:
    batch = features.batch([fold(s.text) for s in samples])
    return batch, allowed_tags(samples, batch.characters.shape[1])


def tensors(batch: Batch) -> tuple[Tensor, ...]:
    """The arguments of Network.scores."""
    return tuple(
        torch.from_numpy(a)
        for a in (
            batch.characters.astype(np.int64),
            batch.pairs.astype(np.int64),
            batch.words.astype(np.int64),
            batch.weights,
            batch.indicators,
            batch.lengths.astype(np.int64),
        )
    )


def _noise(inputs: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Forgets some characters, pairs and words, so that unknown ones are met in training."""
    characters, pairs, words, weights, indicators, lengths = inputs
    characters = torch.where(torch.rand(characters.shape) < 0.01, 1, characters)
    pairs = torch.where(torch.rand(pairs.shape) < 0.05, 1, pairs)
    words = torch.where(torch.rand(words.shape) < 0.05, 0, words)
    return characters, pairs, words, weights, indicators, lengths


class _Worker:
    """One thread's part: the shared weights, with gradients, optimizers and random numbers of its own."""

    def __init__(self, shared: Network, seed: int) -> None:
        self.network: Network = copy.deepcopy(shared)
        for mine, common in zip(self.network.parameters(), shared.parameters(), strict=True):
            mine.data = common.data
        self.network.random = np.random.default_rng(seed)
        tables = [self.network.pairs.weight, self.network.words.weight]
        self._small = [p for p in self.network.parameters() if all(p is not table for table in tables)]
        self.dense, self.sparse = torch.optim.Adam(self._small), torch.optim.SparseAdam(tables)

    def learn(self, batch: Batch, allowed: NDArray[np.bool_], rate: float) -> float:
        for optimizer, share in ((self.dense, 1.0), (self.sparse, 0.5)):
            for group in optimizer.param_groups:
                group["lr"] = rate * share
            optimizer.zero_grad(set_to_none=True)
        inputs = _noise(tensors(batch))
        scores = self.network.scores(*inputs)
        loss = self.network.loss(scores, torch.from_numpy(allowed), inputs[-1]) / len(batch.lengths)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._small, 5.0)
        self.dense.step()
        self.sparse.step()
        return float(loss.detach())


class Trainer:
    """A network with the moving average of its weights and its place in the schedule.

    With several workers, threads of one core each update the same weights without waiting for one another
    (Recht et al., "Hogwild!", NIPS 2011): faster than many cores on one small batch, but not bit for bit
    repeatable.
    """

    def __init__(
        self, network: Network, features: Features, phase: Phase, out: Path, *, workers: int = 1
    ) -> None:
        self.network, self.features, self.phase, self.out = network, features, phase, out
        network.dropout = phase.dropout
        self._workers = [_Worker(network, phase.seed * 100 + number) for number in range(workers)]
        self.average = {k: v.detach().clone() for k, v in network.named_parameters()}
        self.step, self.epoch, self.at = 0, 0, 0

    def save(self) -> None:
        """Writes the checkpoint, whole or not at all."""
        state = {
            "network": self.network.state_dict(),
            "dense": self._workers[0].dense.state_dict(),
            "sparse": self._workers[0].sparse.state_dict(),
            "average": self.average,
            "step": self.step,
            "epoch": self.epoch,
            "at": self.at,
            "phase": asdict(self.phase),
        }
        temporary = self.out / "checkpoint.pt.new"
        torch.save(state, temporary)
        temporary.replace(self.out / "checkpoint.pt")

    def resume(self) -> None:
        """Goes on from the checkpoint, if there is one."""
        path = self.out / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.network.load_state_dict(state["network"])
            for worker in self._workers:
                worker.dense.load_state_dict(copy.deepcopy(state["dense"]))
                worker.sparse.load_state_dict(copy.deepcopy(state["sparse"]))
            self.average = state["average"]
            self.step, self.epoch, self.at = state["step"], state["epoch"], state["at"]

    def averaged(self) -> Network:
        """The network with averaged weights (a copy)."""
        twin: Network = copy.deepcopy(self.network)
        with torch.no_grad():
            for key, value in twin.named_parameters():
                value.copy_(self.average[key])
        twin.eval()
        return twin

    def _update_average(self) -> None:
        decay = min(self.phase.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for key, value in self.network.named_parameters():
                large = key in ("pairs.weight", "words.weight")
                if large and self.step % 20:
                    continue  # the large tables move slowly, and averaging them is dear
                self.average[key].lerp_(value, 1 - decay ** (20 if large else 1))

    def _rate(self, batches: int) -> float:
        progress = (self.epoch + self.at / batches) / self.phase.epochs
        rate = self.phase.rate_start + (self.phase.rate_end - self.phase.rate_start) * progress
        return rate * min(1.0, (self.step + 1) / 200)

    def run(
        self, mixture: Mixture, dev: dict[str, list[Sample]], *, checkpoint_seconds: float = 180.0
    ) -> None:
        """Trains to the end of the phase; scores the averaged network after every pass."""
        while self.epoch < self.phase.epochs:
            started = time.monotonic()
            self._pass(mixture.epoch(self.epoch), checkpoint_seconds)
            self.epoch, self.at = self.epoch + 1, 0
            self.save()
            network = self.averaged()
            scores = {name: score(network, self.features, samples) for name, samples in dev.items()}
            line = json.dumps({"epoch": self.epoch, "seconds": round(time.monotonic() - started), **scores})
            print(line, flush=True)
            with (self.out / "scores.jsonl").open("a", encoding="utf-8") as lines:
                lines.write(line + "\n")

    def _pass(self, batches: list[list[Sample]], checkpoint_seconds: float) -> None:
        torch.manual_seed(self.phase.seed * 1000 + self.epoch)
        ready, lock = ahead(partial(_prepare, self.features), batches[self.at :]), threading.Lock()
        started = saved = time.monotonic()
        done, characters, losses = 0, 0, 0.0

        def work(worker: _Worker) -> None:
            nonlocal saved, done, characters, losses
            if len(self._workers) > 1:
                torch.set_num_threads(1)
            worker.network.train()
            while True:
                with lock:
                    prepared = next(ready, None)
                    if prepared is None:
                        return
                    rate = self._rate(len(batches))
                    self.at += 1
                loss = worker.learn(*prepared, rate)
                with lock:
                    self.step += 1
                    self._update_average()
                    done, losses = done + 1, losses + loss
                    characters += int(prepared[0].lengths.sum())
                    if done % 100 == 0:
                        speed = characters / (time.monotonic() - started)
                        place = f"epoch {self.epoch} {self.at}/{len(batches)}"
                        print(f"{place} loss {losses / done:.3f} {speed:.0f} characters/s", flush=True)
                    if time.monotonic() - saved > checkpoint_seconds:
                        self.save()
                        saved = time.monotonic()

        with ThreadPoolExecutor(len(self._workers)) as pool:
            for finished in [pool.submit(work, worker) for worker in self._workers]:
                finished.result()


Given = TypeVar("Given")
Made = TypeVar("Made")


def ahead(prepare: Callable[[Given], Made], batches: Sequence[Given]) -> Iterator[Made]:
    """Prepares batches in a thread, in order, a few ahead."""
    ready: queue.Queue[Made | BaseException | None] = queue.Queue(8)

    def work() -> None:
        try:
            for samples in batches:
                ready.put(prepare(samples))
            ready.put(None)
        except BaseException as problem:  # handed to the consumer, which raises it
            ready.put(problem)

    threading.Thread(target=work, daemon=True).start()
    while (item := ready.get()) is not None:
        if isinstance(item, BaseException):
            raise item
        yield item


def predict(network: Network, features: Features, texts: Sequence[str]) -> list[list[Annotation]]:
    """Spans by Viterbi in PyTorch: the development score; the run-time tagger is kg.model.Tagger."""
    from kg.model.decode import viterbi

    decoder = network.decoder()
    order = sorted((i for i in range(len(texts)) if texts[i]), key=lambda i: (len(texts[i]), i))
    results: list[list[Annotation]] = [[] for _ in texts]
    for begin in range(0, len(order), 64):
        chosen = order[begin : begin + 64]
        batch = features.batch([fold(texts[i]) for i in chosen])
        with torch.no_grad():
            scores = network.scores(*tensors(batch)).numpy()
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
