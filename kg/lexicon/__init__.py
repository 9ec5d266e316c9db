"""Word lists as data (floor 1): TOML files beside this module, read once.

>>> "书记" in words("titles", "heads", "party")
True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from kg import resources


@cache
def table(name: str) -> Mapping[str, Any]:
    """The parsed file `kg/lexicon/NAME.toml`."""
    return resources.parsed("lexicon", f"{name}.toml")


@cache
def words(name: str, *path: str) -> tuple[str, ...]:
    """Every word below `path` in `NAME.toml`, whichever sub-table it stands in, in the file's order.

    Raises KeyError for a path that the file does not have.
    """
    node: Any = table(name)
    for key in path:
        node = node[key]
    return tuple(_flatten(node))


@cache
def expression(name: str, *path: str) -> str:
    """A regular expression for any of the expressions below `path` in `NAME.toml`, tried in the file's order.

    Raises KeyError for a path that the file does not have.
    """
    return f"(?:{'|'.join(words(name, *path))})"


def alternation(terms: Iterable[str]) -> str:
    """A regular expression for any of `terms`, the longest first."""
    return "|".join(re.escape(term) for term in sorted(set(terms), key=lambda term: (-len(term), term)))


def _flatten(node: object) -> Iterable[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for child in node.values():
            yield from _flatten(child)
    elif isinstance(node, list):
        for child in node:
            yield from _flatten(child)
