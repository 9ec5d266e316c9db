"""Posts told over a career: who took over, who held it before, what stands between a body and its title."""

from __future__ import annotations

import pytest

from tests.notation import posts, related

Post = tuple[str, str, str, str]

HELD: list[tuple[str, set[Post]]] = [
    (
        "[丰源粮油集团:ORG]的法定代表人为[方志远:PER]，注册于去年。",
        {("方志远", "丰源粮油集团", "法定代表人", "current")},
    ),
    (
        "[远山民宿公司:ORG]法定代表人由[方志远:PER]变更为[梁秀:PER]。",
        {
            ("方志远", "远山民宿公司", "法定代表人", "former"),
            ("梁秀", "远山民宿公司", "法定代表人", "current"),
        },
    ),
    (
        "[方志远:PER]卸任[远山民宿公司:ORG]总经理，由[梁秀:PER]接任。",
        {("方志远", "远山民宿公司", "总经理", "former"), ("梁秀", "远山民宿公司", "总经理", "current")},
    ),
    (
        "[贺长林:PER]，男，籍贯[甘肃:LOC]，研究生学历，现任[云岭市教育局:ORG]副局长。",
        {("贺长林", "云岭市教育局", "副局长", "current")},
    ),
    (
        "[贺长林:PER]早年教书，2009年任[栖山县教育局:ORG]局长，2014年任[云岭市教育局:ORG]局长。",
        {
            ("贺长林", "栖山县教育局", "局长", "former"),
            ("贺长林", "云岭市教育局", "局长", "current"),
        },
    ),
    (
        "[贺长林:PER]长期在基层工作，担任过[栖山县委:ORG]书记。",
        {("贺长林", "栖山县委", "书记", "former")},
    ),
    (
        "当过三年[云岭女足:ORG]主教练的[何小满:PER]也来了。",
        {("何小满", "云岭女足", "主教练", "former")},
    ),
    (
        "时任[丰源粮油集团:ORG]总裁的[方志远:PER]在场。",
        {("方志远", "丰源粮油集团", "总裁", "former")},
    ),
    ("履新[栖山县委:ORG]书记的[贺长林:PER]下乡。", {("贺长林", "栖山县委", "书记", "current")}),
    (
        "[贺长林:PER]在担任[栖山县水利局:ORG]局长期间修了水库。",
        {("贺长林", "栖山县水利局", "局长", "former")},
    ),
    ("[贺长林:PER]在[云岭市:LOC]副市长任上被查。", {("贺长林", "云岭市", "副市长", "former")}),
    (
        "[陶大海:PER]从班组长干起，一路升至[云岭钢厂:ORG]厂长。",
        {("陶大海", "云岭钢厂", "厂长", "current")},
    ),
    (
        "[陶大海:PER]去年重返[云岭钢厂:ORG]担任厂长。",
        {("陶大海", "云岭钢厂", "厂长", "current")},
    ),
    (
        "讣告说：[江南师范大学:ORG]院长、教授，[云岭市音协:ORG]主席[顾盼:PER]病逝。",
        {
            ("顾盼", "江南师范大学", "院长", "current"),
            ("顾盼", "江南师范大学", "教授", "current"),
            ("顾盼", "云岭市音协", "主席", "current"),
        },
    ),
    (
        "[云岭军分区:ORG]原副司令员、大校[陶大海:PER]主持。",
        {("陶大海", "云岭军分区", "副司令员", "former")},
    ),
    (
        "[江南师范大学:ORG]的[顾盼:PER]教授建议多读书。",
        {("顾盼", "江南师范大学", "教授", "current")},
    ),
    (
        "[江南师范大学:ORG][顾盼:PER]、[梁秀:PER]等教授发表论文。",
        {("顾盼", "江南师范大学", "教授", "current"), ("梁秀", "江南师范大学", "教授", "current")},
    ),
    ("[贺长林:PER]的身份是[云岭市:LOC]人大代表。", {("贺长林", "云岭市", "人大代表", "current")}),
    (
        "作为[丰源粮油集团:ORG]前总裁，[方志远:PER]不愿多说。",
        {("方志远", "丰源粮油集团", "总裁", "former")},
    ),
    (
        "[云岭市公安局:ORG]副局长（正处级）[贺长林:PER]到会。",
        {("贺长林", "云岭市公安局", "副局长", "current")},
    ),
    (
        "[顾盼:PER]如今种茶，之前是[江南师范大学:ORG]的讲师。",
        {("顾盼", "江南师范大学", "讲师", "former")},
    ),
    (
        "[贺长林:PER]以市委常委的身份兼任[栖山县委:ORG]书记。",
        {("贺长林", "栖山县委", "书记", "current")},
    ),
    ("[丰源粮油集团:ORG]及其总裁[方志远:PER]被罚。", {("方志远", "丰源粮油集团", "总裁", "current")}),
    # What stands between a body and its title.
    (
        "[江南医院:ORG]（[江南大学附属医院:ORG]）副院长[梁秀:PER]介绍。",
        {("梁秀", "江南医院", "副院长", "current")},
    ),
    (
        "[丰源粮油集团:ORG]新任[中国:LOC]首席执行官[梁秀:PER]说。",
        {("梁秀", "丰源粮油集团", "中国首席执行官", "current")},
    ),
    ("[民生党:ORG][云岭市:LOC]议员[梁秀:PER]说。", {("梁秀", "云岭市", "议员", "current")}),
    (
        "[阿姆杜:LOC]驻[法国:LOC]大使[卡里巴:PER]到任。",
        {("卡里巴", "阿姆杜", "驻法国大使", "current")},
    ),
    (
        "[阿姆杜:LOC]前常驻[联合国:ORG]副代表[卡里巴:PER]撰文。",
        {("卡里巴", "阿姆杜", "常驻联合国副代表", "former")},
    ),
    (
        "[阿姆杜:LOC]总统国家安全事务助理[卡里巴:PER]说。",
        {("卡里巴", "阿姆杜", "总统国家安全事务助理", "current")},
    ),
    (
        "[云岭市:LOC]市长[贺长林:PER]、[远山:PER]董事长[方志远:PER]出席。",
        {("贺长林", "云岭市", "市长", "current")},
    ),
]

HELD += [
    (
        # What is no longer held ends there, although the sentence began with what is.
        "决定：[贺长林:PER]同志任[江南省委:ORG]书记，不再担任[云岭市委:ORG]书记职务；",
        {("贺长林", "江南省委", "书记", "current"), ("贺长林", "云岭市委", "书记", "former")},
    ),
    (
        "[贺长林:PER]是山里人。1983年至1991年，历任[云岭市:LOC]副市长、市长。",
        {("贺长林", "云岭市", "副市长", "former"), ("贺长林", "云岭市", "市长", "former")},
    ),
    (
        "[贺长林:PER]有望再次出任[云岭市:LOC]市长。",
        {("贺长林", "云岭市", "市长", "proposed")},
    ),
    (
        # The state's own office, told by whose party it is; no minister is a party's.
        "[越共中央:ORG]总书记[阮小仲:PER]、国家主席[阮小福:PER]来到[越南:LOC]北部。",
        {("阮小仲", "越共中央", "总书记", "current"), ("阮小福", "越南", "国家主席", "current")},
    ),
    (
        "会见[摩洛哥独立党:ORG]总书记、装备与水利大臣[巴拉小卡:PER]，[摩洛哥:LOC]方面致谢。",
        {
            ("巴拉小卡", "摩洛哥独立党", "总书记", "current"),
            ("巴拉小卡", "摩洛哥", "装备与水利大臣", "current"),
        },
    ),
    (
        "[西班牙:LOC]工业、贸易与旅游大臣[埃克托小尔:PER]表示欢迎。",
        {("埃克托小尔", "西班牙", "工业、贸易与旅游大臣", "current")},
    ),
    (
        "[胡小翼:PER]字润之，是湘军将领，死于[湖北:LOC]巡抚任上。",
        {("胡小翼", "湖北省", "巡抚", "former")},
    ),
    (
        "[张小琪:PER]是学霸，大学毕业后进入[云岭市卫健委:ORG]担任出纳。",
        {("张小琪", "云岭市卫健委", "出纳", "current")},
    ),
    (
        "[毛小起:PER]毕业于[云岭大学:ORG]，后赴[江南大学:ORG]任研究员。",
        {("毛小起", "江南大学", "研究员", "current")},
    ),
    (
        "[云岭市:LOC]副市长兼任[云岭钢厂:ORG]政委[陈小华:PER]在场。",
        {("陈小华", "云岭市", "副市长", "current"), ("陈小华", "云岭钢厂", "政委", "current")},
    ),
    (
        "[捷克:LOC]国家安全顾问[波小尔:PER]到访。",
        {("波小尔", "捷克", "国家安全顾问", "current")},
    ),
    (
        "[云岭市消防救援支队:ORG]特勤大队一站消防员[钟小伟:PER]爬上楼顶。",
        {("钟小伟", "云岭市消防救援支队", "特勤大队一站消防员", "current")},
    ),
    (
        "[云岭京剧院:ORG]表演艺术家[何小满:PER]登台。",
        {("何小满", "云岭京剧院", "表演艺术家", "current")},
    ),
    (
        "国务院副总理[贺长林:PER]访问[新加坡:LOC]，会见[新加坡:LOC]总统[哈小玛:PER]、总理[李小隆:PER]。",
        {("哈小玛", "新加坡", "总统", "current"), ("李小隆", "新加坡", "总理", "current")},
    ),
]

NOT_HELD = [
    # Of the one who sends him, and not of where he is sent.
    "会见秘书长[叙国:LOC]问题特使[裴小儒:PER]时表示",
    "[贺长林:PER]长期担任[云岭市政协:ORG]领导职务。",
    # Of a part of a company that is not named.
    "远山自控[中国区:LOC]总经理[方志远:PER]表示。",
    "[丰源粮油集团:ORG]的控股股东是[方志远:PER]前年创办的公司。",
    "[丰源粮油集团:ORG]董事长是[方志远:PER]的朋友。",
    "[何小满:PER]在[云岭市:LOC]打工期间结婚。",
    "[何小满:PER]担任过评委。[云岭女足:ORG]缺一名教练。",
    "作为[云岭女足:ORG]的球迷，[何小满:PER]很失望。",
    "[何小满:PER]升至第三名，[云岭女足:ORG]教练鼓掌。",
    "[江南师范大学:ORG]的[顾盼:PER]和教授们合影。",
    "驻[法国:LOC]大使馆前，[何小满:PER]等了一天。",
    "[何小满:PER]来了，2009年任务完成，[云岭钢厂:ORG]厂长高兴。",
    "[丰源粮油集团:ORG]及其他公司的总裁，[方志远:PER]都见过。",
    "[云岭市公安局:ORG]（正在施工）[贺长林:PER]路过。",
]


@pytest.mark.parametrize(("marked", "expected"), HELD)
def test_a_post_is_held(marked: str, expected: set[Post]) -> None:
    assert expected == posts(marked)


@pytest.mark.parametrize("marked", NOT_HELD)
def test_no_post_is_held(marked: str) -> None:
    assert set() == posts(marked)


def test_a_career_goes_on_with_the_one_person_spoken_of() -> None:
    one = "[贺长林:PER]曾在[栖山县:LOC]教书。2014年任[云岭市教育局:ORG]局长。"
    two = "[贺长林:PER]和[顾盼:PER]曾在[栖山县:LOC]教书。2014年任[云岭市教育局:ORG]局长。"
    assert {("贺长林", "云岭市教育局", "局长", "current")} == posts(one)
    assert set() == posts(two)


def test_a_title_is_read_to_its_end() -> None:
    said = posts("[云岭督察局:ORG]副总督察[贺长林:PER]介绍。")
    assert {("贺长林", "云岭督察局", "副总督察", "current")} == said


def test_a_post_says_nothing_of_where_the_next_one_is() -> None:
    said = posts("其中，[江南师范大学:ORG]教授[顾盼:PER]担任主任委员。")
    assert {("顾盼", "江南师范大学", "教授", "current")} == said


def test_the_years_of_a_post_end_it() -> None:
    extraction = related("[贺长林:PER]是山里人。1983年至1991年，任[云岭市:LOC]副市长。")
    assert ["1991"] == [claim.end_date for claim in extraction.claims if claim.predicate.name == "holdsPost"]


def test_two_groups_are_not_one_who_holds_both() -> None:
    said = posts("来自二十个[阿盟:ORG]国家的领导人以及[阿盟:ORG]秘书长[盖小特:PER]出席。")
    assert {("盖小特", "阿盟", "秘书长", "current")} == said
