"""Pretraining on raw text: the tagger's own network guesses hidden characters from both sides of them
(masked language modelling, Devlin et al., NAACL 2019).
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from kg.model.features import Features
from kg.model.training.masking import Masked, batches, masked
from kg.model.training.network import Inputs, Network, half_precision
from kg.model.training.train import ahead

# After how many batches a line says how it goes.
_REPORTED = 200


@dataclass(frozen=True, kw_only=True)
class Pretraining:
    """One stretch of pretraining.

    passes: over the raw sentences; hidden: share of characters to guess; rates at the start and the end.
    """

    passes: float = 1.5
    hidden: float = 0.15
    rate_start: float = 1.5e-3
    rate_end: float = 5e-4
    dropout: float = 0.1
    batch_characters: int = 3072
    seed: int = 3


class Guesser(nn.Module):  # type: ignore[misc,unused-ignore]  # PyTorch is absent where types are checked
    """The network's states and a layer that guesses the table row of a hidden character from them."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.guess = nn.Linear(network.emissions.in_features, network.characters.num_embeddings)

    def loss(self, inputs: Inputs, at: Tensor, rows: Tensor) -> tuple[Tensor, Tensor]:
        """Mean cross entropy and share of right guesses over the hidden characters."""
        states = self.network.states(inputs).flatten(0, 1).index_select(0, at)
        with half_precision(self.training):
            scores = self.guess(states)
        scores = scores.float()
        right = (scores.detach().argmax(1) == rows).float().mean()
        return nn.functional.cross_entropy(scores, rows), right


def pretrain(
    network: Network,
    features: Features,
    texts: Sequence[str],
    options: Pretraining,
    out: Path,
    *,
    checkpoint_seconds: float = 180.0,
) -> None:
    """Trains the network's weights in place; goes on from `out/pretrained.pt` if it is there."""
    torch.manual_seed(options.seed)
    network.dropout = options.dropout
    learner, rng = _Learner(network, options), random.Random(options.seed)
    path = out / "pretrained.pt"
    if path.exists():
        learner.load(path)
    plan = _plan(texts, options)
    started = saved = time.monotonic()
    characters, losses, rights, count = 0, 0.0, 0.0, 0
    for prepared in ahead(lambda some: masked(features, some, options.hidden, rng), plan[learner.done :]):
        loss, right = learner.learn(prepared, of=len(plan))
        count, losses, rights = count + 1, losses + loss, rights + right
        characters += int(prepared[0].lengths.sum())
        if count == _REPORTED:
            speed = round(characters / (time.monotonic() - started))
            told = {"batch": learner.done, "of": len(plan), "loss": losses / count, "right": rights / count}
            print(json.dumps({**told, "speed": speed}), flush=True)
            losses, rights, count = 0.0, 0.0, 0
        if time.monotonic() - saved > checkpoint_seconds:
            learner.save(path)
            saved = time.monotonic()
    learner.save(path)


def _plan(texts: Sequence[str], options: Pretraining) -> list[list[str]]:
    """The batches of all passes, the last of which may be a part of one."""
    passes = [
        batches(texts, options.batch_characters, options.seed, number)
        for number in range(int(np.ceil(options.passes)))
    ]
    return [batch for one in passes for batch in one][: round(len(passes[0]) * options.passes)]


class _Learner:
    """The guesser with its optimizers, after `done` batches."""

    def __init__(self, network: Network, options: Pretraining) -> None:
        self._options, self.done = options, 0
        self._guesser = Guesser(network)
        self._guesser.train()
        tables = [network.pairs.weight, network.words.weight]
        skipped = {id(t) for t in tables} | {id(p) for p in network.emissions.parameters()}
        skipped |= {id(p) for p in (network.transitions, network.first, network.last)}
        self._small = [p for p in self._guesser.parameters() if id(p) not in skipped]
        self._dense, self._sparse = torch.optim.Adam(self._small), torch.optim.SparseAdam(tables)

    def load(self, path: Path) -> None:
        state = torch.load(path, weights_only=True)
        self._guesser.load_state_dict(state["guesser"])
        self._dense.load_state_dict(state["dense"])
        self._sparse.load_state_dict(state["sparse"])
        self.done = state["done"]

    def save(self, path: Path) -> None:
        """Writes the checkpoint, whole or not at all."""
        state = {
            "guesser": self._guesser.state_dict(),
            "dense": self._dense.state_dict(),
            "sparse": self._sparse.state_dict(),
            "done": self.done,
        }
        temporary = path.with_suffix(".new")
        torch.save(state, temporary)
        temporary.replace(path)

    def learn(self, prepared: Masked, *, of: int) -> tuple[float, float]:
        """One step, number `done` of so many: its loss and the share of right guesses."""
        options, (batch, at, rows) = self._options, prepared
        rate = options.rate_start + (options.rate_end - options.rate_start) * self.done / of
        for optimizer, share in ((self._dense, 1.0), (self._sparse, 0.5)):
            for group in optimizer.param_groups:
                group["lr"] = rate * share * min(1.0, (self.done + 1) / 200)
            optimizer.zero_grad(set_to_none=True)
        loss, right = self._guesser.loss(Inputs.of(batch), torch.from_numpy(at), torch.from_numpy(rows))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._small, 5.0)
        self._dense.step()
        self._sparse.step()
        self.done += 1
        return float(loss.detach()), float(right)
