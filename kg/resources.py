"""Where packaged data lives, in an installed wheel as in a source checkout (floor 0)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

_LANGUAGES = ("zh", "en")


def packaged(*parts: str) -> Traversable:
    """A file or folder inside the package: `packaged("lexicon", "titles.toml")`."""
    return files("kg").joinpath(*parts)


def parsed(*parts: str) -> dict[str, Any]:
    """What a packaged TOML file says.

    >>> sorted(parsed("audit", "sheet.toml"))
    ['right', 'wrong']
    """
    return tomllib.loads(packaged(*parts).read_text(encoding="utf-8"))


def words(*parts: str, table: str = "") -> Mapping[str, Mapping[str, str]]:
    """The words of a packaged TOML file, or of a `table` in it, by key and language.

    A line of it is `key = ["中文", "English"]`.

    >>> words("query", "columns.toml", table="columns")["person"]
    {'zh': '人物', 'en': 'person'}
    """
    content = parsed(*parts)
    found = content[table] if table else content
    return {key: dict(zip(_LANGUAGES, pair, strict=True)) for key, pair in found.items()}


def ontology(*parts: str) -> Traversable:
    """A file of the ontology: `ontology("kg.ttl")`.

    The wheel carries the ontology at kg/data/ontology. A source checkout keeps it at the top, where people
    edit it.
    """
    inside = packaged("data", "ontology")
    if inside.is_dir():
        return inside.joinpath(*parts)
    return Path(__file__).parents[1].joinpath("ontology", *parts)
