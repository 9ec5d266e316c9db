"""Companies that only the title of their head shows."""

from __future__ import annotations

import pytest

from kg.ner.employers import employers
from kg.ner.mentions import assemble
from kg.records import Document, Kind, Mention, stable_id


def _found(text: str, *people: str) -> list[str]:
    return [text[s.start : s.end] for s in employers(text, {text.index(name) for name in people})]


@pytest.mark.parametrize(
    ("text", "person", "company"),
    [
        ("慢慢读创始人梁秀说。", "梁秀", "慢慢读"),
        ("会上，云朵兔联合创始人、首席执行官梁秀发言。", "梁秀", "云朵兔"),
        ("但小满优选董事长兼总裁梁秀没有来。", "梁秀", "小满优选"),
        ("此外，奔流中华区总裁梁秀到会。", "梁秀", "奔流"),
        ("据报道，拾光前CEO梁秀离职。", "梁秀", "拾光"),
    ],
)
def test_a_company_stands_before_its_head(text: str, person: str, company: str) -> None:
    assert [company] == _found(text, person)


@pytest.mark.parametrize(
    "text",
    [
        "公司董事长梁秀说。",
        "知名企业家、创始人梁秀说。",
        "一家民宿创始人梁秀说。",
        "集团总裁梁秀说。",
        "他的合伙人梁秀说。",
        "火锅店总经理梁秀说。",
        "小满优选村支书梁秀说。",
        "联席首席执行官梁秀说。",
    ],
)
def test_a_common_noun_is_no_company(text: str) -> None:
    assert [] == _found(text, "梁秀")


def test_without_a_person_behind_the_title_nothing_is_found() -> None:
    assert [] == _found("慢慢读创始人说。")


def _assembled(text: str, *found: tuple[str, Kind]) -> set[tuple[str, Kind]]:
    spans = (Mention(text.index(n), text.index(n) + len(n), kind, n) for n, kind in found)
    mentions = assemble(Document(stable_id("doc", text), "a.txt", text, "zh"), tuple(spans))
    return {(mention.text, mention.kind) for mention in mentions}


def test_the_company_takes_the_place_of_a_person_and_is_found_again() -> None:
    text = "云朵兔创始人梁秀说，今年云朵兔要开十家店。"
    found = _assembled(text, ("云朵", Kind.PER), ("梁秀", Kind.PER))
    assert {("云朵兔", Kind.ORG), ("梁秀", Kind.PER)} == found


def test_the_title_of_its_head_is_no_part_of_a_companys_name() -> None:
    text = "云朵兔公司CEO梁秀说。"
    found = _assembled(text, ("云朵兔公司CEO", Kind.ORG), ("梁秀", Kind.PER))
    assert {("云朵兔公司", Kind.ORG), ("梁秀", Kind.PER)} == found


def test_a_place_is_named_by_its_party_committee_where_its_head_is_named_too() -> None:
    head = "云岭市委副书记、市长梁秀说。"
    assert ("云岭市", Kind.LOC) in _assembled(head, ("云岭市委", Kind.ORG), ("梁秀", Kind.PER))
    other = "云岭市委副书记、秘书长梁秀说。"
    assert ("云岭市", Kind.LOC) not in _assembled(other, ("云岭市委", Kind.ORG), ("梁秀", Kind.PER))
