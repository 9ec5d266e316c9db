"""Where a post is held that names no body, behind one that does: 市委副书记、|市长, 甲党主席、|副总理."""

from __future__ import annotations

import re
from functools import cache

from kg.coreference.context import Context
from kg.gazetteer import is_country
from kg.lexicon import alternation, table, words
from kg.ner.places import leading_places
from kg.records import Kind


def held_with(context: Context, body: int, earlier: str, title: str, position: int) -> int | None:
    """The body of a post without one that is named behind the post `earlier` at `body`; None where it is
    another's or cannot be told.
    """
    state = _state_office().search(title)
    if state is not None:
        return _state(context, body, title[: state.start()], position)
    if context.names[body].endswith("党") and _minister().fullmatch(title):
        return _state(context, body, "", position)
    # 全国人大代表、|董事长: a delegate's or a fellow's other posts are elsewhere.
    elected = table("titles")["elected"]
    assembly = context.names[body].endswith(tuple(elected["bodies"])) and earlier in elected["titles"]
    if assembly and not title.endswith(tuple(elected["offices"])):
        return None
    return _led_by(context, body, title, position)


def country_behind(context: Context, body: int) -> str | None:
    """The country that a body or a place is of; None where its name does not say so."""
    name = context.names[body]
    if is_country(name):
        return name
    if name.startswith(words("titles", "of_china")):
        return "中国"
    party = next((p for p in table("countries")["parties"] if name.startswith(p)), None)
    if party is not None:
        return str(table("countries")["parties"][party])
    first = next(iter(leading_places(name)), None)
    country = name[slice(*first)] if first else ""
    return country if is_country(country) else None


def _state(context: Context, body: int, before: str, position: int) -> int | None:
    """The country whose office it is; the body itself where that governs one."""
    if is_country(before):
        return context.nearest(Kind.LOC, before, position)
    if context.mentions[body].kind is Kind.LOC or context.names[body].endswith(words("titles", "governing")):
        return body
    country = country_behind(context, body)
    return None if country is None else context.nearest(Kind.LOC, country, position)


def _led_by(context: Context, group: int, title: str, position: int) -> int:
    """The body whose leading group a post was named with, for a further post that is none of the party:
    外交部党委委员、|副部长. The group itself where the document does not name the body."""
    name = context.names[group]
    party = words("titles", "heads", "party")
    if name.endswith(words("titles", "leading_groups")) and not title.endswith(party):
        whole = context.nearest(Kind.ORG, name[:-2], position)
        return group if whole is None else whole
    return group


def is_sole(title: str) -> bool:
    """Whether one person at a time holds it: 市长, and no 副市长 or 委员."""
    return title in words("titles", "sole")


@cache
def _minister() -> re.Pattern[str]:
    """A minister, by what he is in charge of: a party has none, 甲党副主席、|国防部长 is the state's."""
    fields, heads = (alternation(words("titles", "ministries", key)) for key in ("fields", "heads"))
    return re.compile(f"(?:第一)?副?(?:(?:{fields})[、与和及]?)+(?:{heads})")


@cache
def _state_office() -> re.Pattern[str]:
    return re.compile(f"(?:第一)?副?(?:{alternation(words('titles', 'state_offices'))})$")
