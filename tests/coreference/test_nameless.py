"""A body that stays without its place is any such body."""

from __future__ import annotations

import pytest

from kg.coreference import link
from kg.records import Document, Extraction, Kind, Mention


def _names(text: str, *found: tuple[str, Kind]) -> list[str]:
    mentions = tuple(
        sorted(
            (Mention(text.index(n), text.index(n) + len(n), kind, n) for n, kind in found),
            key=lambda m: (m.start, -m.end),
        )
    )
    linked = link(Extraction(Document("doc-1", "a.txt", text, "zh"), mentions))
    aliases = {alias.mention: alias.name for alias in linked.aliases}
    return [aliases.get(i, m.text) for i, m in enumerate(linked.mentions)]


@pytest.mark.parametrize("body", ["村党支部", "镇政府", "人大", "政协", "妇联", "村委会", "街道办事处"])
def test_a_body_of_any_town_or_village_is_nothing_that_a_graph_can_name(body: str) -> None:
    assert [] == _names(f"各地的{body}都在行动。", (body, Kind.ORG))


def test_with_the_place_that_governs_it_is_named() -> None:
    text = "上湾村在修路。村党支部书记说，快完工了。"
    assert _names(text, ("上湾村", Kind.LOC), ("村党支部", Kind.ORG)) == ["上湾村", "上湾村党支部"]


@pytest.mark.parametrize("body", ["县教育局", "应急管理局", "国资委", "云岭县人大", "区商务局", "全国人大"])
def test_a_bureau_of_a_county_and_a_body_of_the_state_stay(body: str) -> None:
    assert _names(f"据{body}介绍。", (body, Kind.ORG))


def test_aliases_go_with_their_mentions() -> None:
    text = "政协委员到云岭县调研，县教育局很重视。"
    found = (("政协", Kind.ORG), ("云岭县", Kind.LOC), ("县教育局", Kind.ORG))
    assert _names(text, *found) == ["云岭县", "云岭县教育局"]
