"""How the recognizer is trained: `python -m kg.model.training --data DIR --out DIR`, or `train_ner` from
Python.

Needs the extra `kg[train]` (PyTorch, gensim, jieba, onnx), which is imported only when `train_ner` runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model.training.recipe import TrainOptions, train_ner

__all__ = ["TrainOptions", "train_ner"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from kg.model.training import recipe

        return getattr(recipe, name)
    raise AttributeError(name)
