"""Where packaged data lives, in an installed wheel as in a source checkout (floor 0)."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def packaged(*parts: str) -> Traversable:
    """A file or folder inside the package: `packaged("lexicon", "titles.toml")`."""
    return files("kg").joinpath(*parts)


def ontology(*parts: str) -> Traversable:
    """A file of the ontology: `ontology("kg.ttl")`.

    The wheel carries the ontology at kg/data/ontology. A source checkout keeps it at the top, where people
    edit it.
    """
    inside = packaged("data", "ontology")
    if inside.is_dir():
        return inside.joinpath(*parts)
    return Path(__file__).parents[1].joinpath("ontology", *parts)
