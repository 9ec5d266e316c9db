"""Kinship as it is told beside the plain 甲的父亲乙."""

from __future__ import annotations

import pytest

from tests.notation import Triple, triples

_KIN = ("parentOf", "spouseOf", "siblingOf", "relativeOf")

SAID: list[tuple[str, set[Triple]]] = [
    ("[顾盼:PER]的父亲是教师[顾长河:PER]。", {("顾长河", "parentOf", "顾盼")}),
    ("[顾盼:PER]之父[顾长河:PER]种茶。", {("顾长河", "parentOf", "顾盼")}),
    (
        "[顾盼:PER]之弟、[云岭市:LOC]副市长[顾望:PER]到场。",
        {("顾盼", "siblingOf", "顾望"), ("顾望", "siblingOf", "顾盼")},
    ),
    (
        "[顾盼:PER]是[顾长河:PER]、[梁秀:PER]夫妇最小的女儿。",
        {
            ("顾长河", "parentOf", "顾盼"),
            ("梁秀", "parentOf", "顾盼"),
            ("顾长河", "spouseOf", "梁秀"),
            ("梁秀", "spouseOf", "顾长河"),
        },
    ),
    (
        "[梁秀:PER]是[顾长河:PER]的妻子。",
        {("梁秀", "spouseOf", "顾长河"), ("顾长河", "spouseOf", "梁秀")},
    ),
    ("[顾望:PER]，字子远，[顾长河:PER]长子，做过县令。", {("顾长河", "parentOf", "顾望")}),
]

_COUPLE = {("梁秀", "spouseOf", "顾长河"), ("顾长河", "spouseOf", "梁秀")}
SAID += [
    ("[梁秀:PER]，云岭作家[顾长河:PER]的第二任妻子，写诗。", _COUPLE),
    ("[顾长河:PER]娶[梁秀:PER]为妻。", _COUPLE),
    ("[梁秀:PER]二十岁嫁给[顾长河:PER]。", _COUPLE),
    (
        "[顾长河:PER]和[梁秀:PER]之子[顾望:PER]在[云岭市:LOC]。",
        {("顾长河", "parentOf", "顾望"), ("梁秀", "parentOf", "顾望")},
    ),
    ("[顾望:PER]生于1940年，自幼随父[顾长河:PER]学戏。", {("顾长河", "parentOf", "顾望")}),
    (
        # The son is his whose wife she is called.
        "[顾长河:PER]占股三成，其妻[梁秀:PER]及儿子[顾望:PER]占两成。",
        {*_COUPLE, ("顾长河", "parentOf", "顾望")},
    ),
]
SAID += [
    ("老将[顾长河:PER]的夫人、第二届劳动模范[梁秀:PER]同志逝世。", _COUPLE),
    ("[顾长河:PER]的儿子、1974年出生的[顾望:PER]进了城。", {("顾长河", "parentOf", "顾望")}),
    ("[梁秀:PER]当了一名老师，1953年与老将[顾长河:PER]结为夫妻。", _COUPLE),
]

NOT_SAID = [
    # Of two who are named one after the other, the second need not be the kin.
    "[顾长河:PER]的妻子、儿子和局长[顾望:PER]到场。",
    "[顾长河:PER]和[顾望:PER]参加婚礼，1953年与[梁秀:PER]同事结婚的是别人。",
    # Whom somebody takes to wife for another, and a bride as a daughter-in-law.
    "[顾长河:PER]娶[梁秀:PER]为儿媳。",
    "[梁秀:PER]嫁给[顾长河:PER]的弟弟。",
    "[顾盼:PER]的父亲是怎样的人，[梁秀:PER]说不清。",
    "[顾盼:PER]之后[顾长河:PER]也来了。",
    "[顾盼:PER]之子不在，[梁秀:PER]去找。",
    "[顾盼:PER]是[顾长河:PER]最好的学生。",
    "[顾盼:PER]，[梁秀:PER]，还有她们的女儿，都来了。",
]


@pytest.mark.parametrize(("marked", "expected"), SAID)
def test_kin_are_told(marked: str, expected: set[Triple]) -> None:
    assert expected == {triple for triple in triples(marked) if triple[1] in _KIN}


@pytest.mark.parametrize("marked", NOT_SAID)
def test_nobody_is_kin(marked: str) -> None:
    assert set() == {triple for triple in triples(marked) if triple[1] in _KIN}
