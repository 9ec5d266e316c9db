"""Text to numbers for the tagger: folding, lexicon matching and padded feature arrays.

Training and run time share this module, so that the network never sees a feature it was not trained on.
Folding keeps the length of the text: offsets into the folded string are offsets into the original.

The lexicon features are those of SoftLexicon (Ma et al., "Simplify the Usage of Lexicon in Chinese NER", ACL
2020): for each character the lexicon words that cover it, grouped by whether they begin, continue, end or
stand alone there, averaged with frequency weights. Beside them stand indicator features for words known as
names.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import ahocorasick
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

SEPARATOR = "\n"  # folding turns every line break into a space, so that this one never occurs inside a text
TYPES = (
    "person",
    "surname",
    "place",
    "organization",
    "other name",
    "division",
    "short division",
    "foreign name",
)
GROUPS = 4  # a word begins, continues, ends or stands alone at a character
INDICATORS = len(TYPES) * GROUPS
SLOTS_PER_GROUP = (3, 3, 3, 1)
SLOTS = sum(SLOTS_PER_GROUP)
_FIRST_SLOT = np.cumsum((0, *SLOTS_PER_GROUP[:-1])).astype(np.int64)
_CAPACITY = np.array(SLOTS_PER_GROUP, dtype=np.int64)
PADDING, UNKNOWN = 0, 1  # rows of the character and pair tables; row 0 of the word table is "no word"


@lru_cache(maxsize=1)
def _folding() -> dict[int, int]:
    table: dict[int, int] = {}
    traditional = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8")
    for line in traditional.splitlines():
        old, _, new = line.partition("\t")
        candidates = new.split()
        if len(old) == 1 and candidates and len(candidates[0]) == 1 and old not in candidates:
            table[ord(old)] = ord(candidates[0])
    for wide in range(0xFF10, 0xFF5B):  # full-width letters and digits
        if chr(wide - 0xFEE0).isalnum():
            table[wide] = wide - 0xFEE0
    for digit in "0123456789０１２３４５６７８９":
        table[ord(digit)] = ord("0")  # which digit it is says nothing about names
    for half, full in zip(",;:()!?~<>[]", "，；：（）！？～《》【】", strict=True):
        table[ord(half)] = ord(full)
    for variant, target in zip(
        "「『｢﹁﹃＂〝〞〈〉〔〕［］•‧・･．／％－＋＆＊＝＃＠∶﹐﹔﹕─–−‐‑",
        '““““““""《》【】【】····./%-+&*=#@：，；：—----',
        strict=True,
    ):
        table[ord(variant)] = ord(target)
    for variant in "」』｣﹂﹄":
        table[ord(variant)] = ord("”")
    blanks = [
        *range(0x20),
        *range(0x7F, 0xA1),
        *range(0x2000, 0x2010),
        0x2028,
        0x2029,
        0x202F,
        0x3000,
        0xFEFF,
    ]
    table.update(dict.fromkeys(blanks, ord(" ")))
    return table


def fold(text: str) -> str:
    """Folds variants that carry no meaning for names to one form, code point by code point.

    Traditional characters become simplified (OpenCC's character table), half-width punctuation becomes
    full-width, every digit becomes 0, spaces and control characters become a space. The result has the length
    of `text`.

    >>> fold("張三(３８歲),北京")
    '张三（00岁），北京'
    """
    return text.translate(_folding())


class Entry(NamedTuple):
    """A lexicon word: its row in the word table, its weight in the average, its types as bits over TYPES."""

    word: str
    row: int
    weight: float
    types: int


class Lexicon:
    """Words to be found in text, all at once (Aho-Corasick).

    Arguments: entries with distinct, folded, non-empty words.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        lengths, rows, weights, types = [], [], [], []
        for index, (word, row, weight, types_of_word) in enumerate(entries):
            self._automaton.add_word(word, index)
            lengths.append(len(word))
            rows.append(row)
            weights.append(weight)
            types.append(types_of_word)
        self._automaton.make_automaton()
        self.lengths = np.array(lengths, dtype=np.int64)
        self.rows = np.array(rows, dtype=np.int32)
        self.weights = np.array(weights, dtype=np.float32)
        self.types = np.array(types, dtype=np.int32)

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """Reads a gzipped table `word TAB row TAB weight TAB types`; raises OSError or ValueError."""
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            rows = (line.split("\t") for line in lines)
            return cls(Entry(word, int(row), float(weight), int(types)) for word, row, weight, types in rows)

    def matches(self, folded: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where which words occur: index of the last character, index of the word, both [matches]."""
        if not len(self.lengths):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        found = np.array(list(self._automaton.iter(folded)), dtype=np.int64).reshape(-1, 2)
        return found[:, 0], found[:, 1]


@dataclass(frozen=True, slots=True)
class Batch:
    """Features of some texts, padded to the longest: B texts, T characters.

    characters, pairs [B, T]; words, weights [B, T, SLOTS]; indicators [B, T, INDICATORS]; lengths [B].
    """

    characters: Ints
    pairs: Ints
    words: Ints
    weights: Floats
    indicators: Floats
    lengths: Ints


class Features:
    """Turns texts into batches.

    Arguments: characters and pairs in the order of their table rows (rows PADDING and UNKNOWN come before
    them), and the lexicon.
    """

    def __init__(self, characters: str, pairs: Sequence[str], lexicon: Lexicon) -> None:
        self._row_of_code = np.full(0x110000, UNKNOWN, dtype=np.int32)
        self._row_of_code[[ord(c) for c in characters]] = np.arange(len(characters), dtype=np.int32) + 2
        self._row_of_code[ord(SEPARATOR)] = PADDING
        keys = np.array([ord(p[0]) << 21 | ord(p[1]) for p in pairs], dtype=np.int64)
        order = np.argsort(keys)
        self._pair_keys = keys[order]
        self._pair_rows = (order + 2).astype(np.int32)
        self._lexicon = lexicon

    def rows(self, folded: str) -> Ints:
        """The table rows of a text's characters."""
        codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        return self._row_of_code[codes]

    def batch(self, folded: Sequence[str]) -> Batch:
        """Features of folded texts (each non-empty)."""
        joined = SEPARATOR.join(folded) + SEPARATOR
        lengths = np.array([len(text) for text in folded], dtype=np.int64)
        starts = np.concatenate(([0], np.cumsum(lengths + 1)[:-1]))
        steps = np.arange(lengths.max())
        # The last character of the joined text is a separator: every padded place points there.
        places = np.where(steps < lengths[:, None], starts[:, None] + steps, len(joined) - 1)
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
        words, weights, indicators = self._lexical(joined)
        return Batch(
            self._row_of_code[codes][places],
            self._pairs(codes)[places],
            words[places],
            weights[places],
            indicators[places],
            lengths.astype(np.int32),
        )

    def _pairs(self, codes: NDArray[np.int64]) -> Ints:
        rows = np.full(len(codes), UNKNOWN, dtype=np.int32)
        if len(self._pair_keys):
            keys = codes[:-1] << 21 | codes[1:]
            at = np.minimum(np.searchsorted(self._pair_keys, keys), len(self._pair_keys) - 1)
            rows[:-1] = np.where(self._pair_keys[at] == keys, self._pair_rows[at], UNKNOWN)
        return rows

    def _lexical(self, joined: str) -> tuple[Ints, Floats, Floats]:
        lexicon, size = self._lexicon, len(joined)
        last, word = lexicon.matches(joined)
        length = lexicon.lengths[word]
        first = last - length + 1
        long = length > 1
        inner = np.repeat(np.arange(len(word)), np.maximum(length - 2, 0))
        # Within each run of equal numbers count from one: the inner characters of that match.
        step = (
            np.arange(len(inner))
            - np.repeat(
                np.cumsum(np.maximum(length - 2, 0)) - np.maximum(length - 2, 0), np.maximum(length - 2, 0)
            )
            + 1
        )
        place = np.concatenate((first[long], first[inner] + step, last[long], first[~long]))
        match = np.concatenate((np.flatnonzero(long), inner, np.flatnonzero(long), np.flatnonzero(~long)))
        group = np.repeat(np.arange(GROUPS), (long.sum(), len(inner), long.sum(), (~long).sum()))
        entry = word[match]

        indicators = np.zeros((size, INDICATORS), dtype=np.float32)
        types = lexicon.types[entry]
        for kind in range(len(TYPES)):
            has = (types >> kind & 1).astype(bool)
            indicators[place[has], kind * GROUPS + group[has]] = 1.0

        weight = lexicon.weights[entry]
        key = place * GROUPS + group
        order = np.lexsort(
            (entry, -weight, key)
        )  # heaviest first; the entry decides ties, never the input order
        place, group, entry, weight, key = place[order], group[order], entry[order], weight[order], key[order]
        heads = (
            np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
            if len(key)
            else np.zeros(0, np.int64)
        )
        rank = np.arange(len(key)) - np.repeat(heads, np.diff(np.append(heads, len(key))))
        kept = rank < _CAPACITY[group]
        slot = _FIRST_SLOT[group[kept]] + rank[kept]
        words = np.zeros((size, SLOTS), dtype=np.int32)
        weights = np.zeros((size, SLOTS), dtype=np.float32)
        words[place[kept], slot] = lexicon.rows[entry[kept]]
        weights[place[kept], slot] = weight[kept]
        weights *= GROUPS / np.maximum(weights.sum(axis=1, keepdims=True), 1e-6)
        return words, weights, indicators
