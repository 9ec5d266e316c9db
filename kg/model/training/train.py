"""The training loop: Adam with linear decay, averaged weights, checkpoints."""

from __future__ import annotations

import copy
import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from kg.model.features import Batch, Features, Lexicon, fold
from kg.model.tagger import Tagger
from kg.model.training.data import Sample
from kg.model.training.development import score
from kg.model.training.mixture import Mixture, Phase, allowed_tags
from kg.model.training.network import Inputs, Network


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


class Prepared(NamedTuple):
    """A batch as it is learnt: its features, the tags that are admitted and, with a teacher, its scores."""

    batch: Batch
    allowed: NDArray[np.bool_]
    wanted: NDArray[np.float32] | None


def _prepare(features: Features, teacher: Tagger | None, samples: list[Sample]) -> Prepared:
    folded = [fold(s.text) for s in samples]
    batch = features.batch(folded)
    wanted = teacher.scores(folded)[0] if teacher else None
    return Prepared(batch, allowed_tags(samples, batch.characters.shape[1]), wanted)


def _noise(inputs: Inputs) -> Inputs:
    """Forgets some characters, pairs and words, so that unknown ones are met in training."""
    return inputs._replace(
        characters=torch.where(torch.rand(inputs.characters.shape) < 0.01, 1, inputs.characters),
        pairs=torch.where(torch.rand(inputs.pairs.shape) < 0.05, 1, inputs.pairs),
        words=torch.where(torch.rand(inputs.words.shape) < 0.05, 0, inputs.words),
    )


class _Worker:
    """One thread's part: the shared weights, with gradients, optimizers and random numbers of its own."""

    def __init__(self, shared: Network, seed: int) -> None:
        self.network: Network = copy.deepcopy(shared)
        for mine, common in zip(self.network.parameters(), shared.parameters(), strict=True):
            mine.data = common.data
        self.network.random = np.random.default_rng(seed)
        tables = [self.network.pairs.weight, self.network.words.weight]
        learnt = [p for p in self.network.parameters() if p.requires_grad]
        self._small = [p for p in learnt if all(p is not table for table in tables)]
        self.dense, self.sparse = torch.optim.Adam(self._small), torch.optim.SparseAdam(tables)

    def learn(self, prepared: Prepared, rate: float, heed: float) -> float:
        """One step; `heed` is the weight of the teacher's scores beside the annotation. Returns the loss."""
        for optimizer, share in ((self.dense, 1.0), (self.sparse, 0.5)):
            for group in optimizer.param_groups:
                group["lr"] = rate * share
            optimizer.zero_grad(set_to_none=True)
        inputs = _noise(Inputs.of(prepared.batch))
        scores = self.network.scores(inputs)
        loss = self.network.loss(scores, torch.from_numpy(prepared.allowed), inputs.lengths)
        if prepared.wanted is not None:
            loss = loss + heed * self.network.distance(
                scores, torch.from_numpy(prepared.wanted), inputs.lengths
            )
        loss = loss / len(inputs.lengths)
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

    With a teacher the network learns its scores too. The scores of transitions have to be the teacher's then,
    so that equal scores mean equal taggings, and stay as they are.
    """

    def __init__(
        self,
        network: Network,
        features: Features,
        phase: Phase,
        out: Path,
        *,
        workers: int = 1,
        teacher: Tagger | None = None,
    ) -> None:
        self.network, self.features, self.phase, self.out = network, features, phase, out
        self.teacher = teacher
        network.dropout = phase.dropout
        for scores in (network.transitions, network.first, network.last):
            scores.requires_grad_(teacher is None)
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
        prepare = partial(_prepare, self.features, self.teacher)
        ready, lock = ahead(prepare, batches[self.at :]), threading.Lock()
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
                loss = worker.learn(prepared, rate, self.phase.heed)
                with lock:
                    self.step += 1
                    self._update_average()
                    done, losses = done + 1, losses + loss
                    characters += int(prepared.batch.lengths.sum())
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
