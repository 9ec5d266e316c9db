"""The words of the recipe, grammar.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a list, in the file's order; the characters, where it is one text."""
    return tuple(_table()[name])


@cache
def _table() -> dict[str, list[str] | str]:
    return tomllib.loads(files("kg.model.training").joinpath("grammar.toml").read_text(encoding="utf-8"))
