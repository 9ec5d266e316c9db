"""What a name tells: the kind of body, and whether an alias may be matched on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from kg import resources
from kg.lexicon import table as lexicon
from kg.lexicon import words
from kg.records import Entity, Kind


@cache
def table() -> Mapping[str, Any]:
    """The parsed file `kg/export/ftm/ftm.toml`."""
    return resources.parsed("export", "ftm", "ftm.toml")


def schema_of(item: Entity) -> str:
    """The FollowTheMoney schema of an entity; of a body, as far as the end of its name tells.

    >>> schema_of(Entity("o", Kind.ORG, "示例县教育局")), schema_of(Entity("o", Kind.ORG, "示例县茶叶协会"))
    ('PublicBody', 'Organization')
    """
    if item.kind is Kind.PER:
        return "Person"
    if item.kind is Kind.LOC:
        return "Address"
    return _schema_of_body(item.name)


@cache
def _schema_of_body(name: str) -> str:
    ends = table()["organizations"]
    if name.endswith(tuple(ends["Company"])):
        return "Company"
    if name.endswith((*ends["PublicBody"], *_public_ends())):
        return "PublicBody"
    return "Organization"


@cache
def _public_ends() -> tuple[str, ...]:
    """局 alone makes no public body (中铁十一局); a function before it does (教育局)."""
    functions = lexicon("bodies")["functions"]
    # 中心, 大队 and 办公室 are of many kinds; the endings of an authority are not.
    endings = [end for end in functions["endings"] if end.endswith(("局", "委", "厅", "委员会"))]
    made = [stem + end for stem in functions["stems"] for end in endings]
    return (*words("bodies", "authorities", "government"), *words("bodies", "authorities", "assembly"), *made)


def is_weak(rule: str) -> bool:
    """Whether a name that was joined by `rule` stands for its entity only where it is used."""
    return rule in table()["aliases"]["weak_rules"]


def country_of(item: Entity) -> str | None:
    """The country of a place that has a code of the Chinese divisions."""
    code = item.admin_code or ""
    # Taiwan, Hong Kong and Macau have country codes of their own; which to use is not for us to say.
    return "cn" if code.isdigit() and code[0] in "123456" else None
