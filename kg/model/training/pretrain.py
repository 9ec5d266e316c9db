"""Pretraining on raw text: the tagger's own network guesses hidden characters from both sides of them
(masked language modelling, Devlin et al., NAACL 2019).
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from kg.model.features import Features
from kg.model.training.masking import batches, masked
from kg.model.training.network import Inputs, Network
from kg.model.training.train import ahead


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
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
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
    guesser = Guesser(network)
    tables = [network.pairs.weight, network.words.weight]
    skipped = {id(t) for t in tables} | {id(p) for p in network.emissions.parameters()}
    skipped |= {id(p) for p in (network.transitions, network.first, network.last)}
    small = [p for p in guesser.parameters() if id(p) not in skipped]
    dense, sparse = torch.optim.Adam(small), torch.optim.SparseAdam(tables)
    path, done, rng = out / "pretrained.pt", 0, random.Random(options.seed)
    if path.exists():
        state = torch.load(path, weights_only=True)
        guesser.load_state_dict(state["guesser"])
        dense.load_state_dict(state["dense"])
        sparse.load_state_dict(state["sparse"])
        done = state["done"]

    def save() -> None:
        state = {
            "guesser": guesser.state_dict(),
            "dense": dense.state_dict(),
            "sparse": sparse.state_dict(),
            "done": done,
        }
        torch.save(state, out / "pretrained.new")
        (out / "pretrained.new").replace(path)

    def planned() -> Iterator[list[str]]:
        for number in range(int(np.ceil(options.passes))):
            yield from batches(texts, options.batch_characters, options.seed, number)

    total = round(len(batches(texts, options.batch_characters, options.seed, 0)) * options.passes)
    plan = list(planned())[:total]
    guesser.train()
    started = saved = time.monotonic()
    characters, losses, rights, count = 0, 0.0, 0.0, 0
    for batch, at, rows in ahead(lambda some: masked(features, some, options.hidden, rng), plan[done:]):
        rate = options.rate_start + (options.rate_end - options.rate_start) * done / total
        for optimizer, share in ((dense, 1.0), (sparse, 0.5)):
            for group in optimizer.param_groups:
                group["lr"] = rate * share * min(1.0, (done + 1) / 200)
            optimizer.zero_grad(set_to_none=True)
        loss, right = guesser.loss(Inputs.of(batch), torch.from_numpy(at), torch.from_numpy(rows))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(small, 5.0)
        dense.step()
        sparse.step()
        done += 1
        count, losses, rights = count + 1, losses + float(loss.detach()), rights + float(right)
        characters += int(batch.lengths.sum())
        if count == 200:
            speed = round(characters / (time.monotonic() - started))
            line = {
                "batch": done,
                "of": total,
                "loss": losses / count,
                "right": rights / count,
                "speed": speed,
            }
            print(json.dumps(line), flush=True)
            losses, rights, count = 0.0, 0.0, 0
        if time.monotonic() - saved > checkpoint_seconds:
            save()
            saved = time.monotonic()
    save()
