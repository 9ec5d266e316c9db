"""Short forms, pointers and titles: what a mention stands for in its document."""

from __future__ import annotations

import pytest

from tests.notation import annotated, names, related

STANDS_FOR = [
    # Places
    ("[襄垣:LOC]下雨，[襄垣县:LOC]通知", "襄垣", "襄垣县"),
    ("[山西:LOC]和[湖北:LOC]", "山西", "山西省"),
    ("[栖山县:LOC]下雨，[栖山:LOC]的路", "栖山", "栖山县"),
    ("[栖山县:LOC]干部到该县[柳堰镇:LOC]走访", "该县", "栖山县"),
    ("[法国:LOC]总统来访，[法方:LOC]愿合作", "法方", "法国"),
    ("[柬埔寨:LOC]首相说，[柬方:LOC]愿合作", "柬方", "柬埔寨"),
    # Bodies of a level
    ("[云岭市:LOC]通报，[市教育局:ORG]部署", "市教育局", "云岭市教育局"),
    ("[栖山县:LOC]的会上，[县委:ORG]要求", "县委", "栖山县委"),
    ("[云岭市委:ORG]发文，[市委:ORG]要求", "市委", "云岭市委"),
    ("[大河镇:LOC]很远。\n[小河镇:LOC]很近，[镇党委:ORG]开会", "镇党委", "小河镇党委"),
    ("[青石村党支部:ORG]书记、[村委会:ORG]主任", "村委会", "青石村村委会"),
    ("[云岭市财政局:ORG]、[商务局:ORG]等部门", "商务局", "云岭市商务局"),
    # Long and short forms
    (
        "[云岭市卫健委:ORG]说。[云岭市卫生健康委员会:ORG]说。[云岭市卫健委:ORG]说",
        "云岭市卫生健康委员会",
        "云岭市卫健委",
    ),
    ("[丰源粮油集团有限公司:ORG]成立，[丰源粮油集团:ORG]捐款", "丰源粮油集团", "丰源粮油集团有限公司"),
    ("[岭南医学院附属和济医院:ORG]派人，[和济医院:ORG]医生", "和济医院", "岭南医学院附属和济医院"),
    ("[丰源粮油集团有限公司:ORG]（以下简称“丰粮”）成立，[丰粮:ORG]捐款", "丰粮", "丰源粮油集团有限公司"),
    ("[丰源粮油集团:ORG]建厂。公司董事长[方志远:PER]说", "公司", "丰源粮油集团"),
    # People
    ("[贺长林:PER]来了，贺书记说", "贺书记", "贺长林"),
    ("[段爱平:PER]是村支书，老段说", "老段", "段爱平"),
    ("主治医师[王静:PER]和[王国柱:PER]在场，王医生说", "王医生", "王静"),
    ("[弗拉基米尔·泽林:PER]抵达，[泽林:PER]说", "泽林", "弗拉基米尔·泽林"),
]

STANDS_ALONE = [
    # Two of the surname, and nothing says which.
    ("[王静:PER]和[王国柱:PER]在场，王主任说", "王主任"),
    # No place of that level is spoken of.
    ("会上，[市教育局:ORG]部署工作", "市教育局"),
    # A group and a company that share a word are not one.
    ("[华源集团:ORG]旗下[华源医药公司:ORG]", "华源集团"),
    # A hill is no district.
    ("游人登上[香山:LOC]看红叶", "香山"),
]


@pytest.mark.parametrize(("marked", "surface", "name"), STANDS_FOR)
def test_a_short_form_stands_for_its_full_name(marked: str, surface: str, name: str) -> None:
    assert name == names(related(marked))[surface]


@pytest.mark.parametrize(("marked", "surface"), STANDS_ALONE)
def test_what_cannot_be_told_stands_alone(marked: str, surface: str) -> None:
    assert surface == names(related(marked)).get(surface, surface)


def test_every_alias_names_its_rule() -> None:
    for marked, *_ in STANDS_FOR:
        extraction = related(marked)
        assert all(alias.rule for alias in extraction.aliases)


def test_mentions_keep_their_text() -> None:
    extraction = related("[段爱平:PER]是村支书，老段说")
    assert ["段爱平", "老段"] == [mention.text for mention in extraction.mentions]


def test_other_languages_are_left_as_they_are() -> None:
    from dataclasses import replace

    from kg.coreference import link

    extraction = annotated("[Jane Doe:PER] spoke.")
    english = replace(extraction, document=replace(extraction.document, language="en"))
    assert english == link(english)
