"""The examples in the docstrings run."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "module", ["credits", "dates", "encoding", "fields", "furniture", "markup", "names", "reading", "sources"]
)
def test_examples(module: str) -> None:
    results = doctest.testmod(importlib.import_module(f"kg.corpus.{module}"))
    assert 0 == results.failed
    assert results.attempted
