"""Blocks: organizations and places of many documents by what the names of one thing have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from kg.coreference.shortening import normal_form
from kg.gazetteer import country_named
from kg.lexicon import words
from kg.records import Kind
from kg.resolve.english import english_key, is_latin
from kg.resolve.settings import packaged_table

# 中国—东盟中心 and 中国-东盟中心.
_DASHES = str.maketrans("—–", "--")

Key = tuple[Kind, str]


# Each name comes as often as there are documents with it.
@lru_cache(maxsize=1 << 15)
def block_key(kind: Kind, name: str) -> Key:
    """What the names of one thing share: the normal form of a body's name, a place's name as it is.

    >>> block_key(Kind.ORG, "长治市卫生健康委员会") == block_key(Kind.ORG, "长治市卫健委")
    True
    >>> block_key(Kind.ORG, "The Chengyang Daily") == block_key(Kind.ORG, "Chengyang Daily (English Edition)")
    True
    >>> block_key(Kind.ORG, "党中央") == block_key(Kind.ORG, "中共中央")
    True
    >>> block_key(Kind.LOC, "中华人民共和国") == block_key(Kind.LOC, "中国")
    True
    """
    if kind is Kind.LOC:
        # One character stands for a country only where something else says that it is a place.
        whole = len(name) > 1 and not is_latin(name) and name not in words("countries", "parts")
        country = country_named(name) if whole else None
        return kind, name if country is None else country.name
    if is_latin(name):
        return kind, english_key(name)
    written = name.translate(_DASHES)
    normal = normal_form(written)
    return kind, _same().get(written) or _same().get(normal, normal)


@cache
def _same() -> Mapping[str, str]:
    """For each name of a well-known body, and for its normal form where no other has it, what the body is
    looked up by (same.toml).
    """
    first = {name: names[0] for part in packaged_table("same").values() for names in part for name in names}
    forms: dict[str, set[str]] = defaultdict(set)
    for name, body in first.items():
        forms[normal_form(name)].add(body)
    return {form: bodies.pop() for form, bodies in forms.items() if len(bodies) == 1} | first
