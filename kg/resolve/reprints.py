"""Reprints: articles that are one text, whoever prints it, count as one source.

MinHash over character shingles finds candidates; the exact share of common shingles decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rensa import RMinHash, RMinHashLSH

from kg import text as texts
from kg.records import Document
from kg.resolve.partition import DisjointSets

_SHINGLE = 6
_PERMUTATIONS, _BANDS, _SEED = 128, 32, 42
# A reprint may leave out a third of the text and add furniture of its own. Articles on one event by
# different hands share a tenth of their shingles or less.
_ALIKE = 0.5
# The shorter text stands whole in the longer one: an excerpt is no second source.
_CONTAINED = 0.8
_FEWEST = 30
_NOT_TEXT = re.compile(r"[\W_]+")


class Letters(NamedTuple):
    """What is compared of a document: its prose without marks and spaces. The earliest comes first."""

    published: str
    source_name: str
    document: str
    text: str


def reprint_groups(documents: Iterable[Document]) -> Mapping[str, str]:
    """For each document id the id that its group of reprints goes by: the earliest document's.

    >>> text = "岚水县昨夜举行春节村晚，来自十二个村的三百多名村民登台演出，台下挤满了从外地赶回家过年的人。"
    >>> one, other = (Document(name, name, text + name, "zh") for name in "ab")
    >>> reprint_groups([one, other])
    {'a': 'a', 'b': 'a'}
    """
    found = Reprints()
    for document in documents:
        found.add(letters_of(document))
    return found.groups()


class Reprints:
    """Documents that are looked through for reprints once all have been added.

    Their letters are held and not their shingles, which take fifty times as much room and are cut again for
    the few that are compared.
    """

    def __init__(self) -> None:
        self._letters: list[Letters] = []

    def add(self, letters: Letters) -> None:
        """Adds a document, by its letters."""
        self._letters.append(letters)

    def groups(self) -> Mapping[str, str]:
        """For each document id the id that its group goes by; see `reprint_groups`."""
        ordered = sorted(self._letters)
        index = RMinHashLSH(threshold=_ALIKE, num_perm=_PERMUTATIONS, num_bands=_BANDS)
        sets = DisjointSets[int]()
        for i, item in enumerate(ordered):
            mine = _shingles(item.text)
            signature = _signature(mine)
            if signature is None:
                continue
            for j in index.query(signature):
                if _same_text(mine, _shingles(ordered[j].text)):
                    sets.join(i, j)
            index.insert(i, signature)
        return {item.document: ordered[sets.root(i)].document for i, item in enumerate(ordered)}


def letters_of(document: Document) -> Letters:
    """What `Reprints` needs of a document.

    >>> letters_of(Document("d", "d.txt", "示例，A！", "zh"))
    Letters(published='9999', source_name='d.txt', document='d', text='示例a')
    """
    return Letters(document.published or "9999", document.source_name, document.id, _letters(document))


def bands(document: Document) -> list[str]:
    """The keys of which two documents share one if they are to be compared; none for a text that is too
    short.

    >>> bands(Document("d", "d.txt", "太短", "zh"))
    []
    """
    signature = _signature(_shingles(_letters(document)))
    if signature is None:
        return []
    digest, rows = signature.digest(), _PERMUTATIONS // _BANDS
    return [f"{n}:" + ".".join(map(str, digest[n * rows : (n + 1) * rows])) for n in range(_BANDS)]


def _signature(shingles: frozenset[str]) -> RMinHash | None:
    if len(shingles) < _FEWEST:
        return None
    signature = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    # Sorted: a set's order differs from run to run.
    signature.update(sorted(shingles))
    return signature


def members(groups: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    """The documents of each group, by the id that the group goes by.

    >>> members({"a": "a", "b": "a"})["a"] == {"a", "b"}
    True
    """
    found: dict[str, set[str]] = defaultdict(set)
    for document, group in groups.items():
        found[group].add(document)
    return {group: frozenset(documents) for group, documents in found.items()}


def _letters(document: Document) -> str:
    """The prose without marks and spaces, which reprints change freely."""
    text = document.text
    for region in reversed(document.regions):
        text = text[: region.start] + text[region.end :]
    return _NOT_TEXT.sub("", texts.fold(text)).casefold()


def _shingles(letters: str) -> frozenset[str]:
    """Overlapping pieces of a text."""
    return frozenset(letters[i : i + _SHINGLE] for i in range(len(letters) - _SHINGLE + 1))


def _same_text(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    union = len(one) + len(other) - shared
    return shared >= _ALIKE * union or shared >= _CONTAINED * min(len(one), len(other))
