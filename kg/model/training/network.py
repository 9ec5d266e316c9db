"""The network: embeddings, one bidirectional LSTM and a CRF over BIOES tags (PyTorch).

After Ma et al. (ACL 2020) and Lample et al., "Neural Architectures for Named Entity Recognition" (NAACL
2016).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from kg.model.decode import log_sums
from kg.model.features import INDICATORS, SLOTS_PER_GROUP, Batch
from kg.model.training.data import TAGS

FORBIDDEN = -1e4
HIDDEN = 256
SOFTENED = 2.0  # the temperature at which a teacher's scores are learnt


def allowed_transitions() -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Which tag may follow which [tags, tags], begin [tags] and end [tags] a sentence."""

    def opens(tag: str) -> bool:
        return tag[0] in "BI"

    follow = np.array(
        [[(b[0] in "IE" and b[2:] == a[2:]) if opens(a) else b[0] in "OBS" for b in TAGS] for a in TAGS]
    )
    return follow, np.array([t[0] in "OBS" for t in TAGS]), np.array([t[0] in "OES" for t in TAGS])


def half_precision(training: bool) -> torch.autocast:
    """Products in bfloat16 while training, twice as fast on processors that have it; weights and their sums
    stay in float32. Elsewhere it would be emulated, so nothing changes there."""
    has_it = "AVX512" in torch.backends.cpu.get_cpu_capability()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=training and has_it)


class Inputs(NamedTuple):
    """A `kg.model.features.Batch` as tensors of the same shapes: B texts, T characters."""

    characters: Tensor
    pairs: Tensor
    words: Tensor
    weights: Tensor
    indicators: Tensor
    lengths: Tensor

    @classmethod
    def of(cls, batch: Batch) -> Inputs:
        """Rows and lengths become 64-bit integers, as PyTorch wants them."""
        return cls(
            torch.from_numpy(batch.characters.astype(np.int64)),
            torch.from_numpy(batch.pairs.astype(np.int64)),
            torch.from_numpy(batch.words.astype(np.int64)),
            torch.from_numpy(batch.weights),
            torch.from_numpy(batch.indicators),
            torch.from_numpy(batch.lengths.astype(np.int64)),
        )


class Network(nn.Module):  # type: ignore[misc,unused-ignore]  # PyTorch is absent where types are checked
    """Arguments: pretrained tables (rows x size) of characters, pairs of characters and words."""

    def __init__(
        self,
        characters: NDArray[np.float32],
        pairs: NDArray[np.float32],
        words: NDArray[np.float32],
        *,
        hidden: int = HIDDEN,
        dropout: float = 0.2,
    ) -> None:
        super().__init__()
        self.characters = nn.Embedding.from_pretrained(
            torch.from_numpy(characters), freeze=False, padding_idx=0
        )
        self.pairs = nn.Embedding.from_pretrained(
            torch.from_numpy(pairs), freeze=False, padding_idx=0, sparse=True
        )
        self.words = nn.Embedding.from_pretrained(
            torch.from_numpy(words), freeze=False, padding_idx=0, sparse=True
        )
        size = characters.shape[1] + pairs.shape[1] + len(SLOTS_PER_GROUP) * words.shape[1] + INDICATORS
        self.forwards = nn.LSTM(size, hidden)
        self.backwards = nn.LSTM(size, hidden)
        self.emissions = nn.Linear(2 * hidden, len(TAGS))
        self.dropout, self.random = dropout, np.random.default_rng(0)
        follow, first, last = allowed_transitions()
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.first = nn.Parameter(torch.zeros(len(TAGS)))
        self.last = nn.Parameter(torch.zeros(len(TAGS)))
        for name, allowed in (("no_follow", follow), ("no_first", first), ("no_last", last)):
            self.register_buffer(name, torch.from_numpy(np.where(allowed, 0.0, FORBIDDEN).astype(np.float32)))
        for lstm in (self.forwards, self.backwards):
            for key, value in lstm.named_parameters():
                if "weight_hh" in key:
                    for gate in value.data.chunk(4):
                        nn.init.orthogonal_(gate)
                elif "weight_ih" in key:
                    nn.init.xavier_uniform_(value.data)
                else:
                    value.data.zero_()
                    if "bias_ih" in key:
                        value.data[hidden : 2 * hidden] = 1.0  # remember at first

    def scores(self, inputs: Inputs) -> Tensor:
        """Emission scores [B, T, tags]."""
        return self.emissions(self._drop(self.states(inputs)))

    def states(self, inputs: Inputs) -> Tensor:
        """States of both LSTMs [B, T, 2 * hidden]."""
        found = self.words(inputs.words) * inputs.weights.unsqueeze(-1)
        b, t = inputs.characters.shape
        grouped = torch.cat((found[:, :, :9].view(b, t, 3, 3, -1).sum(3), found[:, :, 9:]), 2).flatten(2)
        known = self.characters(inputs.characters), self.pairs(inputs.pairs)
        x = torch.cat((*known, grouped, inputs.indicators), -1)
        x = self._drop(x).transpose(0, 1)
        # Reversed within its own length, each sentence is followed, never preceded, by padding.
        steps = torch.arange(t)[:, None]
        back = torch.where(steps < inputs.lengths, inputs.lengths - 1 - steps, steps)
        with half_precision(self.training):
            ahead, _ = self.forwards(x)
            behind, _ = self.backwards(x.gather(0, back.unsqueeze(-1).expand_as(x)))
        behind = behind.gather(0, back.unsqueeze(-1).expand_as(behind))
        return torch.cat((ahead, behind), -1).float().transpose(0, 1)

    def _drop(self, x: Tensor) -> Tensor:
        """Dropout; bytes of numpy's generator cost a tenth of what PyTorch's mask costs on a CPU."""
        if not self.training:
            return x
        kept = round(256 * (1 - self.dropout))
        mask = self.random.integers(0, 256, x.shape, dtype=np.uint8) < kept
        return x * (torch.from_numpy(mask).float() * (256 / kept))

    def loss(self, scores: Tensor, allowed: Tensor, lengths: Tensor) -> Tensor:
        """Negative log likelihood, summed, of all taggings that `allowed` [B, T, tags] admits (a partial CRF:
        where nothing is known every tag is admitted)."""
        crf = (self.transitions + self.no_follow, self.first + self.no_first, self.last + self.no_last)
        loss: Tensor = _Likelihood.apply(scores, *crf, allowed, lengths)
        return loss

    def distance(self, scores: Tensor, wanted: Tensor, lengths: Tensor) -> Tensor:
        """How far emission scores [B, T, tags] are from a teacher's: the Kullback-Leibler divergence of the
        tags' distributions at each character, softened and summed (Hinton et al., "Distilling the Knowledge
        in a Neural Network", 2015)."""
        inside = torch.arange(scores.shape[1]) < lengths[:, None]
        mine, teachers = ((s[inside] / SOFTENED).log_softmax(-1) for s in (scores, wanted))
        divergence = nn.functional.kl_div(mine, teachers, reduction="sum", log_target=True)
        return divergence * SOFTENED**2

    def decoder(self) -> dict[str, Any]:
        """What the run-time decoder needs: the scores of transitions, first and last tags."""
        with torch.no_grad():
            return {
                "transitions": (self.transitions + self.no_follow).numpy(),
                "first": (self.first + self.no_first).numpy(),
                "last": (self.last + self.no_last).numpy(),
            }


class _Likelihood(torch.autograd.Function):  # type: ignore[misc,unused-ignore]  # as above
    """The CRF's negative log likelihood, its gradient from forward and backward sums."""

    @staticmethod
    def forward(
        context: Any,
        scores: Tensor,
        transitions: Tensor,
        first: Tensor,
        last: Tensor,
        allowed: Tensor,
        lengths: Tensor,
    ) -> Tensor:
        crf = {
            "transitions": transitions.detach().numpy(),
            "first": first.detach().numpy(),
            "last": last.detach().numpy(),
        }
        emitted, sizes = scores.detach().numpy(), lengths.numpy()
        admitted = allowed.numpy()
        limited = np.where(admitted, emitted, np.float32(FORBIDDEN))
        both = np.concatenate((emitted, limited))
        alpha, beta, partition = log_sums(both, np.concatenate((sizes, sizes)), **crf)
        count = len(emitted)
        inside = np.arange(emitted.shape[1]) < sizes[:, None]
        signs = np.concatenate((np.ones(count), -np.ones(count))).astype(np.float32)[:, None, None]
        unary = (
            np.exp(np.minimum(alpha + beta - partition[:, None, None], 0))
            * np.concatenate((inside, inside))[..., None]
        )
        unary *= signs
        after = (beta + both)[:, 1:]
        # Sums over sentences and steps of exp(alpha + transition + what follows) as one matrix product: each
        # factor is shifted by its own maximum, the product by what remains.
        top_a, top_b = alpha[:, :-1].max(2, keepdims=True), after.max(2, keepdims=True)
        scale = np.exp(np.minimum(top_a + top_b - partition[:, None, None], 60)) * signs
        scale *= np.concatenate((inside, inside))[:, 1:, None]
        left = np.exp(alpha[:, :-1] - top_a) * scale
        right = np.exp(after - top_b)
        tags = emitted.shape[2]
        pairs = (left.reshape(-1, tags).T @ right.reshape(-1, tags)) * np.exp(crf["transitions"])
        ends = unary[np.arange(2 * count), np.concatenate((sizes, sizes)) - 1]
        context.save_for_backward(
            *(
                torch.from_numpy(np.ascontiguousarray(g, dtype=np.float32))
                for g in (unary[:count] + unary[count:], pairs, unary[:, 0].sum(0), ends.sum(0))
            )
        )
        return torch.tensor(float((partition[:count] - partition[count:]).sum()))

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        return (*(gradient * g for g in context.saved_tensors), None, None)
