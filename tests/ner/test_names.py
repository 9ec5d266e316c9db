"""How names are built: bodies of a level, chains of places, what is generic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ner.bodies import bodies, tail_after, whole_of
from kg.ner.places import full_place, leading_places, level_of, listed_place_before, split_chain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市委各部委、市人大常委会党组", ["市委", "市人大常委会党组"]),
        ("经长治市工信局协调", ["市工信局"]),
        ("市财政局、商务局、农业农村局等部门", ["市财政局", "商务局", "农业农村局"]),
        ("市市场监管局", ["市市场监管局"]),
        ("由市委宣传部提供", ["市委宣传部"]),
        ("团市委慰问", ["团市委"]),
        ("县人民医院", ["县人民医院"]),
        # No bodies
        ("市委员会议", []),
        ("县长说", []),
        ("村党组织", []),
        ("市场监管", []),
        ("城市管理水平", []),
    ],
)
def test_bodies_are_found_by_their_level(text: str, expected: list[str]) -> None:
    assert expected == [text[body.start : body.end] for body in bodies(text)]


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("长治市襄垣县返底村", ["长治市", "襄垣县", "返底村"]),
        ("宁夏回族自治区固原市西吉县", ["宁夏回族自治区", "固原市", "西吉县"]),
        ("宁夏银川永宁县", ["宁夏", "银川", "永宁县"]),
        ("湖南长沙县", ["湖南", "长沙县"]),
        ("江西栖山县", ["江西", "栖山县"]),
        ("龙门乡宝山村蔬菜基地", ["龙门乡", "宝山村", "蔬菜基地"]),
        ("太行山", ["太行山"]),
        ("长治高新区智能终端产业园", ["长治高新区智能终端产业园"]),
        ("镇北堡镇", ["镇北堡镇"]),
        ("市中区", ["市中区"]),
    ],
)
def test_a_chain_is_cut_into_its_levels(name: str, levels: list[str]) -> None:
    assert levels == [name[a:b] for a, b in split_chain(name)]


@given(st.text(alphabet="省市县区镇乡村长治襄垣返底大学医院党支部中共 ", max_size=16))
def test_the_pieces_of_a_chain_cover_the_name(name: str) -> None:
    pieces = split_chain(name)
    assert name == "".join(name[a:b] for a, b in pieces)
    assert all(0 <= a <= b <= len(name) for a, b in leading_places(name))


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("长治市襄垣县返底村党支部", ["长治市", "襄垣县", "返底村"]),
        ("宝山村村委会", ["宝山村"]),
        ("长治医学院附属和平医院", ["长治"]),
        ("中共栖山县委组织部", ["栖山县"]),
        ("团市委", []),
        ("新时代公司", []),
        ("长治市城乡交通运输局", ["长治市"]),
    ],
)
def test_the_places_that_a_body_is_named_after(name: str, places: list[str]) -> None:
    assert places == [name[a:b] for a, b in leading_places(name)]


def test_the_sort_of_a_body() -> None:
    assert ["authority", "office", "institution"] == [
        tail.sort
        for name in ("云岭市委", "云岭市教育局", "云岭市人民医院")
        if (tail := tail_after(name, 3)) is not None
    ]
    assert tail_after("云岭市风光", 3) is None


def test_a_part_names_its_whole() -> None:
    assert [4, 5, None] == [
        whole_of(name) for name in ("长治市委宣传部", "长治医学院附属和平医院", "长治市人民医院")
    ]


def test_places_and_levels() -> None:
    assert ("长治市", "返底村") == (full_place("长治"), full_place("返底村"))
    assert ("市", "街道", None) == (level_of("长治市"), level_of("太东街道"), level_of("长治"))
    assert listed_place_before("现任襄垣县委书记", 5) == 2
    # 要和|县司法局: 和县 is a county, but not here.
    assert listed_place_before("要和县司法局", 3) is None


def test_a_direction_is_no_whole() -> None:
    assert whole_of("中国石油西部钻探工程公司") is None
    assert whole_of("延安干部学院") is None
    assert whole_of("教育部党组") == 3
