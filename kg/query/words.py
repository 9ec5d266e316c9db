"""What people call the columns and the cells of a question, in Chinese and in English, from columns.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pyoxigraph as ox

from kg import resources
from kg.ontology import PREFIXES, prefixed, vocabulary

# Cells of these columns are words of the vocabulary; those of the others are what the texts say.
_WORDED = frozenset({"relation", "status", "what", "why"})
_ARROWS = (" →", " ←")


@cache
def columns() -> Mapping[str, Mapping[str, str]]:
    """The word for each column, by language.

    >>> columns()["knownFrom"]["en"]
    'known from'
    """
    return resources.words("query", "columns.toml", table="columns")


@cache
def cells() -> Mapping[str, Mapping[str, str]]:
    """The word for what stands in cells: relations in either direction, classes and statuses, by language."""
    found = dict(resources.words("query", "columns.toml", table="words"))
    terms = vocabulary()
    for name in terms:
        found[name] = found[f"kg:{name}"] = terms.labels.get(name, {})
        for labels in (terms.labels, terms.inverse_labels):
            if english := labels.get(name, {}).get("en"):
                found[english] = labels[name]
    return found


@cache
def statuses() -> Mapping[str, Mapping[str, str]]:
    """The word for each status of what is no post, by language, where it is another than that of a post."""
    return resources.words("query", "columns.toml", table="statuses")


def worded(
    column: str,
    value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
    language: str,
    *,
    post: bool = True,
) -> str | None:
    """The reader's word for a cell of a question, or None for what has none.

    `post` says that its row is of one, whose status has other words.

    >>> worded("relation", ox.Literal("holdsPost ←"), "zh")
    '任职 ←'
    >>> worded("status", ox.Literal("former"), "zh"), worded("status", ox.Literal("former"), "zh", post=False)
    ('曾任', '曾经')
    >>> worded("sentence", ox.Literal("current"), "zh") is None
    True
    """
    if column not in _WORDED or not isinstance(value, ox.NamedNode | ox.Literal):
        return None
    text = prefixed(value.value, PREFIXES)
    if column == "status" and not post and text in statuses():
        return statuses()[text][language]
    arrow = text[-2:] if text.endswith(_ARROWS) else ""
    word = cells().get(text.removesuffix(arrow), {}).get(language, "")
    return word + arrow if word else None
