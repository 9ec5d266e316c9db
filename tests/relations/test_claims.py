"""What sentences say, and what they do not say."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.notation import Triple, posts, related, triples

SAID: list[tuple[str, set[Triple]]] = [
    ("[云岭市委:ORG]书记[贺长林:PER]出席会议。", {("贺长林", "holdsPost", "云岭市委")}),
    (
        "[栖山县:LOC][柳堰镇:LOC][青石村:LOC]村民[马秋菊:PER]说，",
        {
            ("马秋菊", "residesIn", "青石村"),
            ("青石村", "locatedIn", "柳堰镇"),
            ("柳堰镇", "locatedIn", "栖山县"),
        },
    ),
    ("[何小满:PER]毕业于[江南师范大学:ORG]。", {("何小满", "studiedAt", "江南师范大学")}),
    ("[林永年:PER]，男，汉族，[甘肃:LOC]人，", {("林永年", "bornIn", "甘肃省")}),
    ("[顾盼:PER]的母亲[顾淑芬:PER]今年七十岁。", {("顾淑芬", "parentOf", "顾盼")}),
    ("[方志远:PER]和妻子[梁秀:PER]回到家乡。", {("方志远", "spouseOf", "梁秀")}),
    ("[陶大海:PER]、[陶小海:PER]兄弟办起农家乐。", {("陶大海", "siblingOf", "陶小海")}),
    (
        "[丰源粮油集团:ORG]向[栖山县红十字会:ORG]捐赠大米20吨。",
        {("丰源粮油集团", "supports", "栖山县红十字会")},
    ),
    (
        "[国家救灾办:ORG]、[国家储备局:ORG]向[云岭市:LOC]紧急调拨帐篷500顶。",
        {("国家救灾办", "supports", "云岭市"), ("国家储备局", "supports", "云岭市")},
    ),
    ("[丰源粮油集团:ORG]还出资协助[柳堰镇:LOC]修路。", {("丰源粮油集团", "supports", "柳堰镇")}),
    ("[岭南大学:ORG]与[丰源粮油集团:ORG]签署合作协议。", {("丰源粮油集团", "cooperatesWith", "岭南大学")}),
    ("[贺长林:PER]会见了[阿姆杜:LOC]总统[卡里巴:PER]。", {("贺长林", "met", "卡里巴")}),
    ("[贺长林:PER]一行到[丰源粮油集团:ORG]调研。", {("贺长林", "visited", "丰源粮油集团")}),
    ("由[方志远:PER]创办的[远山民宿公司:ORG]开业。", {("方志远", "founded", "远山民宿公司")}),
    ("[丰源粮油集团:ORG]收购了[远山民宿公司:ORG]。", {("丰源粮油集团", "invests", "远山民宿公司")}),
    ("[远山民宿公司:ORG]隶属于[丰源粮油集团:ORG]。", {("远山民宿公司", "partOf", "丰源粮油集团")}),
    ("[何小满:PER]在[栖山县图书馆:ORG]工作。", {("何小满", "worksAt", "栖山县图书馆")}),
    ("[栖山县蓝天救援队:ORG]队员[何小满:PER]赶到。", {("何小满", "holdsPost", "栖山县蓝天救援队")}),
    ("[何小满:PER]加入[栖山县蓝天救援队:ORG]。", {("何小满", "memberOf", "栖山县蓝天救援队")}),
]

NOT_SAID: list[tuple[str, str]] = [
    ("holdsPost", "[云岭市委:ORG]要求，书记要带头。[贺长林:PER]说。"),
    ("holdsPost", "[贺长林:PER]来到[栖山县:LOC]，县里的学生都很高兴。"),
    ("holdsPost", "[云岭市:LOC]医生[贺长林:PER]说。"),
    ("residesIn", "村民都说[贺长林:PER]好。[青石村:LOC]变了样。"),
    ("supports", "[何小满:PER]送他登上支援[武汉:LOC]的飞机。"),
    ("supports", "[总工会:ORG]慰问支援[湖北:LOC]医护人员家属。"),
    ("supports", "[贺长林:PER]说，要为[栖山县:LOC]发展提供科学指引。"),
    ("supports", "[丰源粮油集团:ORG]向[栖山县:LOC]人民送上祝福。"),
    ("cooperatesWith", "[甲国:LOC]愿同[乙国:LOC]共同努力。"),
    ("locatedIn", "[栖山县:LOC]位于[长江:LOC]北岸。"),
    ("met", "[贺长林:PER]和[方志远:PER]都没有到会。"),
    ("parentOf", "父亲节那天，[顾盼:PER]给[梁秀:PER]打电话。"),
    ("invests", "[丰源粮油集团:ORG]的投资人认识[远山民宿公司:ORG]。"),
    ("visited", "[贺长林:PER]说，[栖山县:LOC]的调研报告写得好。"),
    ("studiedAt", "[何小满:PER]参观了[江南师范大学:ORG]。"),
    ("bornIn", "[林永年:PER]问[甘肃:LOC]人多不多。"),
    ("founded", "[丰源粮油集团:ORG]成立二十周年，[方志远:PER]致辞。"),
    ("cooperatesWith", "[岭南大学:ORG]拒绝了[丰源粮油集团:ORG]。"),
    ("locatedIn", "[栖山县:LOC]和[柳堰镇:LOC]都下了雨。"),
]


@pytest.mark.parametrize(("marked", "expected"), SAID)
def test_a_sentence_says(marked: str, expected: set[Triple]) -> None:
    assert expected <= triples(marked)


@pytest.mark.parametrize(("predicate", "marked"), NOT_SAID)
def test_a_sentence_does_not_say(predicate: str, marked: str) -> None:
    assert set() == triples(marked, predicate)


def test_several_posts_in_one_apposition() -> None:
    said = posts("[云岭市:LOC]举行大会，[云岭市委:ORG]副书记、市长[贺长林:PER]讲话。")
    assert {("贺长林", "云岭市委", "副书记", "current"), ("贺长林", "云岭市", "市长", "current")} == said


def test_several_people_share_one_post() -> None:
    said = posts("[栖山县:LOC]副县长[李四光:PER]、[王五洲:PER]参加。")
    assert {("李四光", "栖山县", "副县长", "current"), ("王五洲", "栖山县", "副县长", "current")} == said


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("原[云岭市委:ORG]书记[贺长林:PER]", "former"),
        ("[云岭市委:ORG]原书记[贺长林:PER]", "former"),
        ("[栖山县:LOC]代县长[贺长林:PER]", "acting"),
        ("[贺长林:PER]拟任[栖山县:LOC]副县长。", "proposed"),
        ("免去[贺长林:PER]的[栖山县教育局:ORG]局长职务。", "former"),
        ("[贺长林:PER]不再担任[栖山县:LOC]县长。", "former"),
        ("[贺长林:PER]曾任[栖山县教育局:ORG]局长。", "former"),
        ("[贺长林:PER]现任[栖山县教育局:ORG]局长。", "current"),
    ],
)
def test_how_a_post_stands(marked: str, status: str) -> None:
    assert {status} == {standing for *_, standing in posts(marked)}


def test_a_denied_deed_is_denied() -> None:
    assert set() == triples("[丰源粮油集团:ORG]否认收购[远山民宿公司:ORG]。", "invests")


def test_kinship_across_sentences_needs_one_person_only() -> None:
    one = "[王小雨:PER]要出发了。父亲[王建业:PER]来送她。"
    two = "[王小雨:PER]和[何小满:PER]要出发了。父亲[王建业:PER]来送行。"
    assert {("王建业", "parentOf", "王小雨")} == triples(one, "parentOf")
    assert set() == triples(two, "parentOf")


def test_a_claim_keeps_its_sentence_trigger_and_rule() -> None:
    extraction = related("天晴了。[丰源粮油集团:ORG]向[栖山县红十字会:ORG]捐赠大米20吨。")
    claim = next(c for c in extraction.claims if c.predicate.name == "supports")
    text = extraction.document.text
    assert "丰源粮油集团向栖山县红十字会捐赠大米20吨。" == text[claim.sentence.start : claim.sentence.end]
    assert claim.trigger is not None
    assert "捐赠" == text[claim.trigger.start : claim.trigger.end]
    assert "gives-to" == claim.rule
    assert "大米20吨" in (claim.amount or "") or "20吨" in (claim.amount or "")


@pytest.mark.parametrize(
    ("marked", "published", "start", "end"),
    [
        ("今年2月，[贺长林:PER]当选[栖山县:LOC]县长。", "2020-02-26", "2020-02", None),
        ("[贺长林:PER]2019年3月任[栖山县:LOC]县长。", None, "2019-03", None),
        ("去年11月，[贺长林:PER]不再担任[栖山县:LOC]县长。", "2020-02-26", None, "2019-11"),
        ("[贺长林:PER]任[栖山县:LOC]县长。", "2020-02-26", None, None),
        ("今年2月，[贺长林:PER]任[栖山县:LOC]县长。", None, None, None),
    ],
)
def test_when_a_post_begins_and_ends(
    marked: str, published: str | None, start: str | None, end: str | None
) -> None:
    claims = [c for c in related(marked, published=published).claims if c.predicate.name == "holdsPost"]
    assert [(start, end)] == [(claim.start_date, claim.end_date) for claim in claims]


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("[县应急局:ORG]局长[李娜:PER]介绍，[丰源粮油集团:ORG]向[栖山县红十字会:ORG]捐款10万元。", "李娜"),
        ("据[李娜:PER]介绍，[丰源粮油集团:ORG]向[栖山县红十字会:ORG]捐款10万元。", "李娜"),
        ("“[丰源粮油集团:ORG]向[栖山县红十字会:ORG]捐款10万元。”[李娜:PER]说。", "李娜"),
        ("[丰源粮油集团:ORG]表示，已向[栖山县红十字会:ORG]捐款10万元。", None),
        ("[丰源粮油集团:ORG]向[栖山县红十字会:ORG]捐款10万元。", None),
    ],
)
def test_reported_speech_keeps_its_speaker(marked: str, speaker: str | None) -> None:
    extraction = related(marked)
    claims = [c for c in extraction.claims if c.predicate.name == "supports"]
    assert [speaker] == [None if c.speaker is None else extraction.mentions[c.speaker].text for c in claims]


def test_children_of_one_parent_are_siblings() -> None:
    marked = "[罗大勇:PER]很高兴。女儿[罗思雨:PER]考进大学，儿子[罗思远:PER]也被录取。"
    assert triples(marked) == {
        ("罗大勇", "parentOf", "罗思雨"),
        ("罗大勇", "parentOf", "罗思远"),
        ("罗思雨", "siblingOf", "罗思远"),
        ("罗思远", "siblingOf", "罗思雨"),
    }
    assert not triples("[罗大勇:PER]和[李娜:PER]来了。女儿[罗思雨:PER]考进大学。", "siblingOf")


def test_a_member_of_the_leading_group_holds_that_office_and_the_next() -> None:
    held = posts("[示例省水利厅党组:ORG]成员、副厅长[崔培学:PER]说。")
    assert {(name, title) for name, _, title, _ in held} == {("崔培学", "党组成员"), ("崔培学", "副厅长")}
    assert {body for _, body, _, _ in held} == {"示例省水利厅"}


def test_the_head_of_a_body_is_called_by_its_last_word() -> None:
    assert posts("[吉林省:LOC]长[景海:PER]会见代表团。") == {("景海", "吉林省", "省长", "current")}
    assert posts("[示例国财政部:ORG]长[李明:PER]出席。") == {("李明", "示例国财政部", "部长", "current")}


def test_the_next_office_of_one_post_is_not_held_elsewhere() -> None:
    held = posts(
        "[外交部:ORG]的消息：[中联部:ORG]副部长[沈莉:PER]和[外交部党委:ORG]委员、副部长[马旭:PER]交流。"
    )
    assert {(body, title) for name, body, title, _ in held if name == "马旭"} == {
        ("外交部党委", "委员"),
        ("外交部", "副部长"),
    }


def test_a_title_lets_one_think_of_its_body() -> None:
    told = "[云社:ORG]与[示例农林大学:ORG]合建试验站，教授[庄年:PER]每季来一次。"
    assert ("庄年", "holdsPost", "示例农林大学") in triples(told)
    # A village has its doctor, a county none.
    assert ("段峰", "holdsPost", "上湾村") in triples("[上湾村:LOC]村医[段峰:PER]来了。")
    assert not triples("[示例县:LOC]医生[段峰:PER]来了。", "holdsPost")
    volunteers = "[示例中心:ORG]志愿者[张玉:PER]在场馆服务；吉祥物志愿者[赵森:PER]与观众互动。"
    assert ("赵森", "holdsPost", "示例中心") not in triples(volunteers)


def test_the_name_of_a_forum_is_no_cooperation() -> None:
    assert not triples("[拉美:LOC]和[加勒比:LOC]国家航天合作论坛开幕。", "cooperatesWith")
    assert not triples("[越南:LOC]、[柬埔寨:LOC]等合作伙伴参会。", "cooperatesWith")
    assert triples("[越南:LOC]和[柬埔寨:LOC]合作修建铁路。", "cooperatesWith")


def test_who_leads_a_long_list_works_with_each_and_a_short_list_is_all_with_all() -> None:
    names = [f"示例{one}局" for one in "甲乙丙丁戊己庚"]

    def pairs(count: int) -> set[tuple[str, str, str]]:
        text = "、".join(f"[{name}:ORG]" for name in names[:count]) + "联合开展检查。"
        return triples(text, "cooperatesWith")

    few, many = pairs(4), pairs(7)
    for one, other in combinations(names[:4], 2):
        assert (one, "cooperatesWith", other) in few
    for name in names[1:]:
        assert (names[0], "cooperatesWith", name) in many
    assert (names[1], "cooperatesWith", names[2]) not in many


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("[何小满:PER]曾在[栖山县图书馆:ORG]工作。", "former"),
        ("[何小满:PER]退休前供职于[栖山县图书馆:ORG]。", "former"),
        ("[何小满:PER]在[栖山县图书馆:ORG]工作，曾上过报纸。", "current"),
    ],
)
def test_who_once_worked_there_need_not_today(marked: str, status: str) -> None:
    [claim] = [c for c in related(marked).claims if c.predicate.name == "worksAt"]
    assert status == claim.status.value


def test_the_army_is_not_the_school_named_before() -> None:
    said = triples("[何小满:PER]本科毕业于[栖山大学:ORG]体育专业，曾服役于某部队。")
    assert ("何小满", "worksAt", "栖山大学") not in said
