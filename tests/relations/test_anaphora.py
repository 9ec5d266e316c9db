"""Words that stand for somebody named before, and what is left unread because two could be meant."""

from __future__ import annotations

import pytest

from tests.notation import posts, triples


@pytest.mark.parametrize(
    ("marked", "claim"),
    [
        ("同样在找的还有[廖梅:PER]。他是[示例能源集团:ORG]的工程师。", ("廖梅", "holdsPost", "示例能源集团")),
        ("[周兰:PER]今年四十岁。她毕业于[示例师范大学:ORG]。", ("周兰", "studiedAt", "示例师范大学")),
        ("[示例药业公司:ORG]去年投产。该公司位于[襄垣县:LOC]。", ("示例药业公司", "locatedIn", "襄垣县")),
        ("[示例茶业合作社:ORG]有了销路。合作社理事长[段燕:PER]说。", ("段燕", "holdsPost", "示例茶业合作社")),
        (
            "[蔡斌:PER]任[示例县教体局:ORG]局长，[邹新:PER]为该局副局长。",
            ("邹新", "holdsPost", "示例县教体局"),
        ),
        # Two sentences later it is still the only one who was named.
        ("[王强:PER]回来了。村里很热闹。他担任[示例村:LOC]村主任。", ("王强", "holdsPost", "示例村")),
    ],
)
def test_a_stand_in_is_read_as_the_one_named_before(marked: str, claim: tuple[str, str, str]) -> None:
    assert claim in triples(marked)


@pytest.mark.parametrize(
    "marked",
    [
        # Either of the two may be meant.
        "[李明:PER]见到了[王强:PER]。他是[示例能源集团:ORG]的工程师。",
        # Whoever the speaker speaks of.
        "[李明:PER]说：“他是[示例能源集团:ORG]的工程师。”",
        # The one who wrote it.
        "本报记者 [李明:PER]\n他是[示例能源集团:ORG]的工程师。",
        # Several, others.
        "[李明:PER]来了。他们是[示例能源集团:ORG]的工程师。",
        "[李明:PER]来了。其他人是[示例能源集团:ORG]的工程师。",
        # A woman was named, then a man is spoken of who was not.
        "[周兰:PER]来了，她很高兴。后来她丈夫到了。他是[示例能源集团:ORG]的工程师。",
    ],
)
def test_nobody_is_read_where_it_is_open_who_is_meant(marked: str) -> None:
    assert not triples(marked, "holdsPost")


def test_two_hospitals_leave_the_hospital_open() -> None:
    assert not posts("[甲县中医院:ORG]与[乙县中医院:ORG]签了约。医院主任医师[李明:PER]说。")


def test_a_word_for_all_of_a_kind_is_no_stand_in() -> None:
    assert ("李明", "worksAt", "示例医院") not in triples(
        "[示例医院:ORG]建成了。医院、学校都是[李明:PER]工作过的地方。"
    )


def test_a_claim_by_a_stand_in_is_less_sure() -> None:
    from tests.notation import related

    plain = related("[廖梅:PER]是[示例能源集团:ORG]的工程师。").claims
    meant = related("同样在找的还有[廖梅:PER]。他是[示例能源集团:ORG]的工程师。").claims
    assert 0 < meant[0].confidence < plain[0].confidence


def test_brackets_behind_a_name_do_not_part_it_from_what_it_does() -> None:
    marked = "[示例材料集团:ORG]（以下简称“[示例材料:ORG]”）与[示例大学:ORG]签订协议。"
    assert ("示例材料集团", "cooperatesWith", "示例大学") in triples(marked)
    assert ("马丁·韦伯", "visited", "襄垣县") in triples("[马丁·韦伯:PER]（Martin Weber）访问[襄垣县:LOC]。")


def test_whoever_calls_on_others_does_nothing_yet() -> None:
    called = "[李明:PER]呼吁尽快向[加沙:LOC]捐赠100万元。"
    assert not triples(called, "supports")
    assert triples("[李明:PER]向[加沙:LOC]捐赠100万元。", "supports")


@pytest.mark.parametrize(
    ("marked", "inside"),
    [
        ("[江苏:LOC][宿迁:LOC]、[徐州:LOC]等地下雪。", ("徐州市", "locatedIn", "江苏省")),
        ("[示例区:LOC][柏泉:LOC]、[东山:LOC]等街道已通车。", ("东山", "locatedIn", "示例区")),
    ],
)
def test_a_list_of_places_goes_on_in_the_same_place(marked: str, inside: tuple[str, str, str]) -> None:
    assert inside in triples(marked)


@pytest.mark.parametrize(
    "marked",
    ["[江苏省:LOC][南京市:LOC]、[杭州市:LOC]共建。", "[示例区:LOC][柏泉:LOC]、[东山:LOC]风景好。"],
)
def test_a_list_of_places_may_leave_the_first_ones_place(marked: str) -> None:
    found = triples(marked, "locatedIn")
    assert not {t for t in found if t[0] in ("杭州市", "东山")}


def test_a_part_is_known_by_the_name_of_the_whole() -> None:
    found = triples("[浙江图书馆:ORG]开馆。[浙江图书馆地方文献部:ORG]藏书最多。", "partOf")
    assert found == {("浙江图书馆地方文献部", "partOf", "浙江图书馆")}
    assert not triples("[示例大学:ORG]开学。[示例大学城足球俱乐部:ORG]获胜。", "partOf")
