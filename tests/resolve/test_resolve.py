"""kg.resolve: who is one and who is not, whatever the order of the documents."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.records import Extraction, Judgement, Kind
from kg.resolve import resolve
from kg.resolve.settings import prior, weight, weights
from tests.resolve.articles import article, groups

POLICE = article("police.txt", "[襄垣县公安局:ORG]副局长[李伟:PER]介绍了案情。")
POLICE_AGAIN = article("police2.txt", "[襄垣县公安局:ORG]副局长[李伟:PER]提醒市民。")
DOCTOR = article("doctor.txt", "[襄垣县人民医院:ORG]医生[李伟:PER]正在查房。")
NOBODY = article("nobody.txt", "[李伟:PER]也来了。")
CORPUS = (POLICE, POLICE_AGAIN, DOCTOR, NOBODY)


def test_one_post_at_one_body_is_one_person() -> None:
    assert frozenset({"police.txt", "police2.txt"}) in groups(resolve(CORPUS), Kind.PER, "李伟")


def test_a_doctor_is_no_policeman() -> None:
    graph = resolve([POLICE, DOCTOR])
    assert len(groups(graph, Kind.PER, "李伟")) == 2
    (decision,) = (d for d in graph.decisions if d.name == "李伟")
    assert decision.judgement is Judgement.SPLIT
    assert any(feature.startswith("other_field") for feature in decision.features)


def test_a_common_name_alone_joins_nothing() -> None:
    assert frozenset({"nobody.txt"}) in groups(resolve(CORPUS), Kind.PER, "李伟")


def test_a_rare_name_in_one_region_is_one_person() -> None:
    one = article("a.txt", "[襄垣县:LOC]今年丰收。[逯江宏:PER]很高兴。")
    other = article("b.txt", "[襄垣县:LOC]下了雪。[逯江宏:PER]在扫雪。")
    assert groups(resolve([one, other]), Kind.PER, "逯江宏") == {frozenset({"a.txt", "b.txt"})}


def test_a_name_that_was_spaced_to_fill_a_column_is_the_name() -> None:
    signed = article("a.txt", "本报记者\u00a0\u00a0[逯\u00a0\u00a0江:PER]\n[襄垣县:LOC]今年丰收。")
    told = article("b.txt", "[襄垣县:LOC]下了雪。[逯江:PER]在扫雪。")
    graph = resolve([signed, told])
    assert {e.name for e in graph.entities if e.kind is Kind.PER} == {"逯江"}
    assert all(alias == "逯江" for e in graph.entities if e.kind is Kind.PER for alias in e.aliases)


def test_a_relative_joins_a_common_name() -> None:
    one = article("a.txt", "[李伟:PER]的妻子[段长河:PER]来了。")
    other = article("b.txt", "[李伟:PER]和妻子[段长河:PER]都在。")
    assert len(groups(resolve([one, other]), Kind.PER, "李伟")) == 1


@given(st.permutations(CORPUS))
@settings(max_examples=12, deadline=None)
def test_the_order_of_documents_does_not_matter(shuffled: list[Extraction]) -> None:
    assert resolve(CORPUS) == resolve(shuffled)


def test_towns_of_one_name_in_two_counties_are_two() -> None:
    one = article("a.txt", "[襄垣县:LOC][城关镇:LOC]修了路。")
    other = article("b.txt", "[武乡县:LOC][城关镇:LOC]种了树。")
    third = article("c.txt", "[襄垣县:LOC][城关镇:LOC]开了会。")
    found = groups(resolve([one, other, third]), Kind.LOC, "城关镇")
    assert found == {frozenset({"a.txt", "c.txt"}), frozenset({"b.txt"})}


def test_a_district_is_the_one_of_its_city() -> None:
    one = article("a.txt", "[南京市:LOC][鼓楼区:LOC]的一家公司。")
    other = article("b.txt", "[福州市:LOC][鼓楼区:LOC]的一家公司。")
    graph = resolve([one, other])
    assert {"320106", "350102"} == {e.admin_code for e in graph.entities if e.name == "鼓楼区"}


def test_a_short_form_that_one_article_explains_is_known_in_another() -> None:
    one = article(
        "a.txt", "[山西云坞茶业有限公司:ORG]（以下简称[云坞茶业:ORG]）成立。[云坞茶业:ORG]发了奖金。"
    )
    other = article("b.txt", "[云坞茶业:ORG]又得奖了。")
    assert groups(resolve([one, other]), Kind.ORG, "云坞茶业") == {frozenset({"a.txt", "b.txt"})}


def test_reprints_count_as_one_source() -> None:
    text = "[襄垣县公安局:ORG]副局长[李伟:PER]介绍了案情。" + (
        "经过三个月的侦查，专案组辗转六个省份，行程上万里，终于查明了这起盗窃案的来龙去脉，"
        "追回赃款八十余万元，发还给四十二名失主。"
    )
    graph = resolve([article("a.txt", text), article("b.txt", text + "来源网络。"), POLICE])
    (post,) = (s for s in graph.statements if s.predicate == "holdsPost")
    assert post.document_count == 2
    assert len(post.evidence) == 3


def test_who_is_named_in_one_sentence_co_occurs() -> None:
    graph = resolve([article("a.txt", "[李伟:PER]和[王芳:PER]散步。[李伟:PER]笑了。")])
    (pair,) = graph.statements
    assert (pair.predicate, pair.confidence, len(pair.evidence)) == ("coOccursWith", 0.5, 1)


def test_a_list_of_names_does_not_co_occur() -> None:
    names = "、".join(f"[{surname}晓岚:PER]" for surname in "赵钱孙李周吴郑王冯")
    assert resolve([article("a.txt", f"出席的有{names}。")]).statements == ()


@pytest.mark.parametrize("feature", weights()["feature"])
def test_each_weight_has_its_reason(feature: str) -> None:
    assert weights()["feature"][feature]["reason"]
    assert weight(feature) != 0


def test_a_rare_name_says_more_than_a_common_one() -> None:
    assert prior("李伟") < 0 < prior("逯江宏")


def test_a_bureau_is_known_by_the_first_characters_of_its_words() -> None:
    graph = resolve(
        [
            article("a.txt", "[云岭市教育和体育局:ORG]发布通知。"),
            article("b.txt", "[云岭市教体局:ORG]发布通知。"),
            article("c.txt", "[云岭市教育局:ORG]发布通知。"),
            article("d.txt", "[远山市教体局:ORG]发布通知。"),
        ]
    )
    assert groups(graph, Kind.ORG, "云岭市教体局") == {frozenset({"a.txt", "b.txt"})}
    assert groups(graph, Kind.ORG, "云岭市教育局") == {frozenset({"c.txt"})}
    assert groups(graph, Kind.ORG, "远山市教体局") == {frozenset({"d.txt"})}


def test_what_only_a_place_completes_stays_in_its_article() -> None:
    graph = resolve(
        [
            article("a.txt", "[法国内政部:ORG]说，[内政部:ORG]正在调查。"),
            article("b.txt", "[内政部:ORG]公布了数字。"),
        ]
    )
    assert groups(graph, Kind.ORG, "法国内政部") == {frozenset({"a.txt"})}


def test_a_ministry_of_the_country_is_the_one_without_its_name() -> None:
    graph = resolve([article("a.txt", "[中国外交部:ORG]说。"), article("b.txt", "[外交部:ORG]发言人。")])
    assert groups(graph, Kind.ORG, "外交部") == {frozenset({"a.txt", "b.txt"})}
    graph = resolve([article("a.txt", "[中国银行:ORG]说。"), article("b.txt", "[银行:ORG]职员。")])
    assert groups(graph, Kind.ORG, "中国银行") == {frozenset({"a.txt"})}


def test_a_role_for_the_occasion_is_another_in_another_article() -> None:
    graph = resolve(
        [
            article(
                "a.txt", "[中国大学生体育代表团:ORG]（以下简称“中国代表团”）成立，[中国代表团:ORG]出发。"
            ),
            article("b.txt", "[中国代表团:ORG]出席会议。"),
        ]
    )
    assert groups(graph, Kind.ORG, "中国大学生体育代表团") == {frozenset({"a.txt"})}


@pytest.mark.parametrize("name", ["李某", "王某某", "王女士", "老段"])
def test_who_has_no_name_is_nobody_elsewhere(name: str) -> None:
    text = f"[云岭市公安局:ORG]局长[{name}:PER]在[云岭市:LOC]开会。"
    graph = resolve([article("a.txt", text), article("b.txt", text + "会议开了一天。")])
    assert groups(graph, Kind.PER, name) == {frozenset({"a.txt"}), frozenset({"b.txt"})}
    assert not graph.decisions


def test_a_paper_and_a_city_are_known_by_their_english_names() -> None:
    graph = resolve(
        [
            article("a.txt", "[澄阳日报:ORG]客户端说，[慕尼黑:LOC]下雨。"),
            article("b.txt", "[澄阳日报客户端:ORG]发布。"),
            article("c.txt", "[Chengyang Daily English Edition:ORG], [Munich:LOC]"),
            article("d.txt", "[Chengyang Evening Post:ORG]"),
        ]
    )
    assert groups(graph, Kind.ORG, "澄阳日报") == {frozenset({"a.txt", "b.txt", "c.txt"})}
    assert groups(graph, Kind.LOC, "慕尼黑") == {frozenset({"a.txt", "c.txt"})}


def test_english_that_two_names_have_joins_neither() -> None:
    graph = resolve(
        [
            article("a.txt", "[澄阳日报:ORG]说。"),
            article("b.txt", "[程阳日报:ORG]说。"),
            article("c.txt", "[Chengyang Daily:ORG]"),
        ]
    )
    assert len(graph.entities) == 3


def test_reporters_of_the_papers_of_one_county_are_one() -> None:
    def signed(name: str, publisher: str) -> Extraction:
        return article(name, "[栖山县:LOC]下雨。本报记者[杨帆:PER]报道。", publisher=publisher)

    graph = resolve(
        [signed("a.txt", "栖山县融媒体中心"), signed("b.txt", "栖山新闻网"), signed("c.txt", "远山日报")]
    )
    assert groups(graph, Kind.PER, "杨帆") == {frozenset({"a.txt", "b.txt"}), frozenset({"c.txt"})}


def test_where_an_article_is_set_says_nothing_of_who_wrote_it() -> None:
    def reported(name: str, place: str, signed: str) -> Extraction:
        return article(name, f"[{place}:LOC]下雨。{signed}", publisher="云岭日报")

    first = reported("a.txt", "襄垣县", "（本报记者  [王静:PER]）")
    for signed in ("（本报记者[王静:PER]）", "二版责编：[王国柱:PER]  [王静:PER]"):
        graph = resolve([first, reported("b.txt", "乐亭县", signed)])
        assert {frozenset({"a.txt", "b.txt"})} == groups(graph, Kind.PER, "王静")
    agency = reported("b.txt", "乐亭县", "新华社石家庄1月2日电（记者[王静:PER]、[段长河:PER]）天晴。")
    assert 2 == len(groups(resolve([first, agency]), Kind.PER, "王静"))


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("[东国:LOC]总理[李强:PER]来访。", "感谢[李强:PER]总理出席。", 1),
        ("[东国:LOC]总理[李强:PER]来访。", "[李强:PER]总理夫人出席。", 2),
        ("[岚水县:LOC]县长[李强:PER]来访。", "感谢[李强:PER]县长出席。", 2),
        ("[李强:PER]总理来访。", "[柳堰村:LOC]村民[李强:PER]说。", 2),
        # Whom every reader knows, unless an article says that another is meant.
        ("[张骞:PER]出使西域。", "从[张骞:PER]到今天，路更宽了。", 1),
        ("[张骞:PER]出使西域。", "[柳堰村:LOC]村民[张骞:PER]说。", 2),
        ("[张蹇:PER]出使西域。", "从[张蹇:PER]到今天，路更宽了。", 2),
    ],
)
def test_a_high_office_and_a_household_name_say_who_it_is(one: str, other: str, number: int) -> None:
    graph = resolve([article("a.txt", one), article("b.txt", other)])
    assert number == sum(entity.kind is Kind.PER for entity in graph.entities)


def test_a_foreign_name_in_latin_letters_is_rarer_than_pinyin() -> None:
    assert prior("Martin Weber") > prior("Wang Fang")


@pytest.mark.parametrize(
    ("short", "long"), [("华盛顿", "华盛顿州"), ("地球", "地球村"), ("余村", "余村村"), ("运河", "运河区")]
)
def test_a_name_that_means_something_else_alone_is_no_short_form(short: str, long: str) -> None:
    graph = resolve([article("a.txt", f"[{long}:LOC]下雨。"), article("b.txt", f"[{short}:LOC]下雨。")])
    assert groups(graph, Kind.LOC, long) == {frozenset({"a.txt"})}


def test_a_last_name_is_the_only_bearers_who_holds_that_office() -> None:
    full = article("a.txt", "[南国:LOC]总统[阿尔文·约贝林:PER]抵达。")
    bare = article("b.txt", "[南国:LOC]总统[约贝林:PER]发表讲话。")
    other = article("c.txt", "[长治市:LOC]队的球员[约贝林:PER]进了一球。")
    brother = article("d.txt", "[南国:LOC]总统[丹尼·约贝林:PER]抵达。")
    assert groups(resolve([full, bare, other]), Kind.PER, "约贝林") == {
        frozenset({"a.txt", "b.txt"}),
        frozenset({"c.txt"}),
    }
    assert frozenset({"b.txt"}) in groups(resolve([full, bare, brother]), Kind.PER, "约贝林")


def test_a_part_of_a_foreign_name_is_the_only_bearers_who_holds_that_office() -> None:
    full = article("a.txt", "[秘鲁:LOC]总统[阿尔文·约贝林·德苏扎:PER]抵达。")
    bare = article("b.txt", "[秘鲁:LOC]总统[约贝林:PER]发表讲话。")
    minister = article("c.txt", "[秘鲁:LOC]外长[丹尼·约贝林:PER]抵达。")
    elsewhere = article("d.txt", "[智利:LOC]总统[约贝林:PER]发表讲话。")
    doctor = article("e.txt", "[秘鲁:LOC]医生[约贝林:PER]发表讲话。")
    graph = resolve([full, bare, minister, elsewhere, doctor])
    assert groups(graph, Kind.PER, "约贝林") == {
        frozenset({"a.txt", "b.txt"}),
        frozenset({"d.txt"}),
        frozenset({"e.txt"}),
    }
    [joined] = [e for e in graph.entities if e.kind is Kind.PER and len(e.aliases) > 0]
    assert {joined.name, *joined.aliases} == {"约贝林", "阿尔文·约贝林·德苏扎"}
    assert joined.alias_rules == ("part-of-foreign-name",)


def test_pinyin_of_a_name_that_is_read_in_two_ways() -> None:
    text = "[栖山县:LOC]的村支书[{}:PER]跑完了全程。"
    graph = resolve([article("a.txt", text.format("段长河")), article("b.txt", text.format("Duan Changhe"))])
    assert groups(graph, Kind.PER, "段长河") == {frozenset({"a.txt", "b.txt"})}


def test_a_frequent_name_is_divided_as_a_rare_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few speak for many where all pairs would be too many, and whoever is alike is still found."""
    bodies = {"襄垣县公安局": "副局长", "岚水县人民医院": "医生", "长治市第一中学": "教师"}
    corpus = [
        article(f"{body}{number}.txt", f"[{body}:ORG]{title}[李伟:PER]说，第{number}次了。")
        for body, title in bodies.items()
        for number in range(7)
    ]
    whole = groups(resolve(corpus), Kind.PER, "李伟")
    for name, size in (("_LARGE", 4), ("_AT_A_TIME", 6), ("_VOICES", 2)):
        monkeypatch.setattr(f"kg.resolve.voices.{name}", size)
    assert {7} == {len(documents) for documents in whole}
    assert (
        whole == groups(resolve(corpus), Kind.PER, "李伟") == groups(resolve(corpus[::-1]), Kind.PER, "李伟")
    )


def test_a_country_and_a_river_are_one_wherever_texts_put_them() -> None:
    one = article("a.txt", "[襄垣县:LOC][中国:LOC]馆开放，[武乡县:LOC][黄河:LOC]岸边种了树。")
    other = article("b.txt", "[北京市:LOC][中国:LOC]馆开放，[兰州市:LOC][黄河:LOC]岸边种了树。")
    third = article("c.txt", "[上海市:LOC][中国:LOC]馆开放，[济南市:LOC][黄河:LOC]岸边种了树。")
    graph = resolve([one, other, third])
    assert 1 == len(groups(graph, Kind.LOC, "中国"))
    assert 1 == len(groups(graph, Kind.LOC, "黄河"))


def test_no_two_entities_share_an_id() -> None:
    # The last ones fit two villages each, and nothing tells them apart from one another.
    texts = [
        "[襄垣县:LOC][虒亭镇:LOC][西沟村:LOC]修了路。",
        "[襄垣县:LOC][善福镇:LOC][西沟村:LOC]修了路。",
        "[平顺县:LOC][西沟村:LOC]修了路。",
        "[襄垣县:LOC][西沟村:LOC]种了树。",
        "[襄垣县:LOC][西沟村:LOC]开了会。",
        "[襄垣县:LOC][西沟村:LOC]下了雪。",
    ]
    graph = resolve([article(f"{number}.txt", text) for number, text in enumerate(texts)])
    ids = [entity.id for entity in graph.entities]
    assert len(ids) == len(set(ids))
    assert frozenset({"3.txt", "4.txt", "5.txt"}) in groups(graph, Kind.LOC, "西沟村")


def number_of(kind: Kind, one: str, other: str) -> int:
    """How many entities two articles make that each name one thing."""
    found = resolve(
        [article("a.txt", f"会议由[{one}:{kind}]组织。"), article("b.txt", f"会议在[{other}:{kind}]举行。")]
    )
    return sum(entity.kind is kind for entity in found.entities)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Kind.ORG, "中共中央", "党中央"),
        (Kind.ORG, "国家市场监督管理总局", "市场监管总局"),
        (Kind.ORG, "世界卫生组织", "世卫组织"),
        (Kind.ORG, "俄罗斯国防部", "俄国防部"),
        (Kind.ORG, "中国—东盟中心", "中国-东盟中心"),
        (Kind.ORG, "山西省长治市儿童福利院", "长治市儿童福利院"),
        (Kind.ORG, "法国图尔西理工大学", "图尔西理工大学"),
        (Kind.LOC, "中国", "中华人民共和国"),
        (Kind.LOC, "北京市", "京"),
    ],
)
def test_well_known_names_of_one_thing_are_one(kind: Kind, one: str, other: str) -> None:
    assert 1 == number_of(kind, one, other)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Kind.ORG, "共青团中央", "中共中央"),
        (Kind.ORG, "中国男子排球队", "中队"),
        (Kind.LOC, "苏格兰", "英国"),
        (Kind.LOC, "刚果河", "刚果"),
        (Kind.LOC, "大马镇", "马来西亚"),
        (Kind.LOC, "长江镇", "长江"),
        # Many have one of that name, and nothing says whose it is.
        (Kind.ORG, "代表团", "代表团"),
        (Kind.ORG, "理事会", "理事会"),
        (Kind.ORG, "德国理工大学", "理工大学"),
        (Kind.ORG, "日本国会", "国会"),
    ],
)
def test_names_that_are_only_alike_are_two(kind: Kind, one: str, other: str) -> None:
    assert 2 == number_of(kind, one, other)
