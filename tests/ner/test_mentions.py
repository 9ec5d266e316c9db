"""What a recognizer found is mended before it becomes a mention."""

from __future__ import annotations

import pytest

from kg.ner.mentions import assemble
from kg.records import Document, Kind, Mention, stable_id


def _kept(text: str, *found: tuple[str, Kind]) -> set[tuple[str, Kind]]:
    mentions = [Mention(text.index(n), text.index(n) + len(n), kind, n) for n, kind in found]
    document = Document(stable_id("doc", text), "a.txt", text, "zh")
    return {(m.text, m.kind) for m in assemble(document, mentions)}


def test_the_name_of_a_reign_is_nobody() -> None:
    assert not _kept("碑楼建于光绪九年。", ("光绪", Kind.PER))
    assert not _kept("庚子新春，众志成城。", ("庚子", Kind.PER))
    assert _kept("画中人是光绪，他在读书。", ("光绪", Kind.PER))


def test_a_character_of_another_word_is_no_place() -> None:
    assert not _kept("这是第三届奥运会。", ("奥", Kind.LOC))
    assert _kept("这是中奥两国的事。", ("奥", Kind.LOC))


def test_a_company_of_a_trade_keeps_its_country() -> None:
    assert ("土耳其航空公司", Kind.ORG) in _kept(
        "据土耳其航空公司统计。", ("土耳其", Kind.LOC), ("航空公司", Kind.ORG)
    )
    found = _kept("据美国埃克森美孚公司统计。", ("美国埃克森美孚公司", Kind.ORG))
    assert found == {("美国", Kind.LOC), ("埃克森美孚公司", Kind.ORG)}


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("获得亚洲投资银行（亚投行）贷款", ("亚洲投资银行（亚投行", Kind.ORG), ("亚洲投资银行", Kind.ORG)),
        ("组成“示例救援队”“示例宣传队”", ("示例救援队”“示例宣传队", Kind.ORG), ("示例救援队", Kind.ORG)),
        ("在鹿邑县贾滩镇“政协委员议事室”举行", ("鹿邑县贾滩镇“政协", Kind.ORG), ("贾滩镇", Kind.LOC)),
        ("中国三峡（巴西）公司", ("中国三峡（巴西）公司", Kind.ORG), ("中国三峡（巴西）公司", Kind.ORG)),
        ("由《云岭文史》杂志社主办", ("云岭文史》杂志社", Kind.ORG), ("《云岭文史》杂志社", Kind.ORG)),
        ("据印度《晨报》报道", ("印度《晨报》", Kind.ORG), ("印度《晨报》", Kind.ORG)),
        ("据《晨报》报道", ("《晨报》", Kind.ORG), ("晨报", Kind.ORG)),
    ],
)
def test_a_name_does_not_reach_over_half_a_pair(
    text: str, found: tuple[str, Kind], kept: tuple[str, Kind]
) -> None:
    assert kept in _kept(text, found)


def test_the_last_name_of_somebody_is_no_place() -> None:
    text = "主任安娜·加西亚介绍。加西亚表示，加西亚市很远。"
    found = _kept(text, ("安娜·加西亚", Kind.PER), ("加西亚市", Kind.LOC))
    assert found >= {("安娜·加西亚", Kind.PER), ("加西亚市", Kind.LOC)}
    start = text.index("加西亚表示")
    short = Mention(start, start + 3, Kind.LOC, "加西亚")
    whole = Mention(2, 8, Kind.PER, "安娜·加西亚")
    document = Document(stable_id("doc", text), "a.txt", text, "zh")
    assert ("加西亚", Kind.PER) in {(m.text, m.kind) for m in assemble(document, [whole, short])}


@pytest.mark.parametrize("text", ["校园里保研的很多。", "星星保研，月亮很圆。", "保研了。"])
def test_a_word_without_a_surname_must_be_a_name_for_certain(text: str) -> None:
    start = text.index("保研")
    document = Document(stable_id("doc", text), "a.txt", text, "zh")

    def kept(*confidences: float) -> bool:
        found = [Mention(start, start + 2, Kind.PER, "保研", sure) for sure in confidences]
        return bool(assemble(document, found))

    assert not kept(0.7)
    assert kept(0.9)


@pytest.mark.parametrize(
    "text", ["村民庚玺在田里。", "庚玺说，今年丰收。", "段长河在田里。", "南丁格尔在战地。"]
)
def test_a_title_a_word_or_a_surname_makes_a_name_believed(text: str) -> None:
    name = next(name for name in ("庚玺", "段长河", "南丁格尔") if name in text)
    start = text.index(name)
    document = Document(stable_id("doc", text), "a.txt", text, "zh")
    found = Mention(start, start + len(name), Kind.PER, name, 0.5)
    assert [m.text for m in assemble(document, [found])] == [name]


def test_a_name_in_another_word_is_nobody() -> None:
    assert not _kept("坚持马克思主义。", ("马克思", Kind.PER))
    assert _kept("这是马克思的书。", ("马克思", Kind.PER))
    assert not _kept("装上太阳能路灯。", ("太阳", Kind.LOC))
    assert not _kept("亚运会开幕。", ("亚", Kind.LOC))


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("财政部还联合教育部发文。", ("联合教育部", Kind.ORG), ("教育部", Kind.ORG)),
        ("交通运输部联合国家电网发文。", ("联合国家电网", Kind.ORG), ("国家电网", Kind.ORG)),
        ("联合国粮农部说。", ("联合国粮农部", Kind.ORG), ("联合国粮农部", Kind.ORG)),
        ("联合指挥部成立。", ("联合指挥部", Kind.ORG), ("联合指挥部", Kind.ORG)),
        ("在京中共中央委员出席。", ("京中共中央", Kind.ORG), ("中共中央", Kind.ORG)),
        ("京东物流部说。", ("京东物流部", Kind.ORG), ("京东物流部", Kind.ORG)),
        ("家住阳光小区的人。", ("家住阳光小区", Kind.LOC), ("阳光小区", Kind.LOC)),
    ],
)
def test_a_verb_in_front_is_no_part_of_a_name(
    text: str, found: tuple[str, Kind], kept: tuple[str, Kind]
) -> None:
    assert kept in _kept(text, found)


def test_a_word_for_what_is_built_is_no_name() -> None:
    found = _kept("在福建省美术馆参观，美术馆很新。", ("福建省美术馆", Kind.LOC), ("美术馆", Kind.LOC))
    assert found == {("福建省美术馆", Kind.LOC), ("福建省", Kind.LOC)}
    assert not _kept("空间站很大。", ("空间站", Kind.LOC))
    assert not _kept("美国多州受影响。", ("多州", Kind.LOC))
    assert not _kept("税务部门主动服务。", ("税务部门", Kind.ORG))


def test_a_zone_is_one_name_with_its_city() -> None:
    found = _kept("在成都市高新区建设。", ("成都市高新区", Kind.LOC))
    assert found == {("成都市高新区", Kind.LOC), ("成都市", Kind.LOC)}
    found = _kept("据合肥高新技术产业开发区管委会介绍。", ("合肥高新技术产业开发区管委会", Kind.ORG))
    assert ("高新技术产业开发区", Kind.LOC) not in found
    # Named after the sea, and not after a county of that name.
    assert ("滨海", Kind.LOC) not in _kept("滨海新区发展快。", ("滨海新区", Kind.LOC))


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("与青岛高新技术产业开发区签约", ("青岛", Kind.LOC), ("青岛高新技术产业开发区", Kind.LOC)),
        ("在粤港澳大湾区创业", ("粤港澳大湾", Kind.LOC), ("粤港澳大湾区", Kind.LOC)),
        ("会见阿联酋国务部长白小科", ("阿联酋国务部", Kind.ORG), ("阿联酋", Kind.LOC)),
        ("俄国家航天集团前总裁说", ("俄国家航天集团", Kind.ORG), ("俄国家航天集团", Kind.ORG)),
        ("据美国全国广播公司报道", ("全国广播公司", Kind.ORG), ("美国全国广播公司", Kind.ORG)),
    ],
)
def test_a_name_is_not_cut_in_a_word(text: str, found: tuple[str, Kind], kept: tuple[str, Kind]) -> None:
    country = (("美国", Kind.LOC),) if "美国" in text else ()
    assert kept in _kept(text, found, *country)


def test_what_is_left_of_a_minister_is_no_body() -> None:
    assert not _kept("甲国外贸与商务国务部长白小科说", ("商务国务部", Kind.ORG))


def test_who_is_a_person_in_the_document_is_no_place() -> None:
    text = "大臣西村小稔说。会见西村小稔时也说。"
    start = text.index("会见") + 2
    sure = Mention(2, 6, Kind.PER, "西村小稔", 0.9)
    unsure = Mention(start, start + 4, Kind.LOC, "西村小稔", 0.4)
    document = Document(stable_id("doc", text), "a.txt", text, "zh")
    assert {(m.text, m.kind) for m in assemble(document, [sure, unsure])} == {("西村小稔", Kind.PER)}


def test_the_assembly_of_the_country_is_none_of_a_province() -> None:
    text = "全国人大常委会委员长说，各地人大常委会要学习。"
    assert ("全国人大常委会", Kind.ORG) in _kept(text, ("全国人大常委会", Kind.ORG), ("人大常委会", Kind.ORG))


def test_bodies_that_are_named_by_one_scheme_all_over_the_country() -> None:
    found = _kept("国网长治潞州区供电公司来了人。", ("国网长治", Kind.LOC), ("潞州区供电公司", Kind.ORG))
    assert ("国网长治潞州区供电公司", Kind.ORG) in found
    assert not [name for name, kind in found if kind is Kind.LOC and name.startswith("国网")]

    mission = ("山西省对口支援新疆阜康市前方指挥部", Kind.ORG)
    assert mission in _kept("山西省对口支援新疆阜康市前方指挥部实施项目。", ("山西省", Kind.LOC))
    # To aid a place is no name.
    assert mission not in _kept("山西省对口支援新疆阜康市。", ("山西省", Kind.LOC))


def test_a_state_is_named_before_its_office() -> None:
    assert ("科摩罗", Kind.LOC) in _kept("主席、科摩罗总统说。")
    # Taken for a person, or cut short.
    assert {("萨尔瓦多", Kind.LOC)} == _kept("萨尔瓦多总统说。", ("萨尔瓦多", Kind.PER))
    assert {("中非", Kind.LOC)} == _kept("中非总统说。", ("非", Kind.LOC))
    assert {("萨尔瓦多", Kind.PER)} == _kept("球员萨尔瓦多说。", ("萨尔瓦多", Kind.PER))
    assert not _kept("这个总统说。")


def test_the_highest_court_is_a_name() -> None:
    text = "最高人民检察院说，人民检察院要学习。"
    assert ("最高人民检察院", Kind.ORG) in _kept(text, ("最高人民检察院", Kind.ORG), ("人民检察院", Kind.ORG))


@pytest.mark.parametrize(
    ("text", "found", "name"),
    [
        ("甲国埃米尔塔米小姆说", "埃米尔塔米小姆", "塔米小姆"),
        ("会见威廉-小亚历山大国王", "威廉-小亚历山大国王", "威廉-小亚历山大"),
        ("教师侯小越很有感触", "侯小越很", "侯小越"),
        ("乔治·克里斯小摄（新华社发）", "乔治·克里斯小摄", "乔治·克里斯小"),
    ],
)
def test_an_office_or_a_credit_is_no_part_of_a_persons_name(text: str, found: str, name: str) -> None:
    assert (name, Kind.PER) in _kept(text, (found, Kind.PER))


def test_the_brand_of_a_head_is_one_name() -> None:
    assert {("远山汽车", Kind.ORG)} == _kept("远山汽车董事长说。", ("远山", Kind.ORG))
    assert {("远山", Kind.ORG)} == _kept("远山汽车的董事长说。", ("远山", Kind.ORG))


def test_a_paper_and_the_house_that_publishes_it() -> None:
    assert {("云岭日报社", Kind.ORG)} == _kept("云岭日报社编委委员说。", ("云岭日报", Kind.ORG))
    assert {("云岭日报", Kind.ORG)} == _kept("云岭日报社论说。", ("云岭日报", Kind.ORG))


def test_a_body_named_elsewhere_mends_its_end() -> None:
    text = "贺长林会见云岭党主席。远山的云岭党主席说。"
    end, whole = text.index("岭党"), text.rindex("云岭党")
    found = [Mention(end, end + 2, Kind.ORG, "岭党"), Mention(whole, whole + 3, Kind.ORG, "云岭党")]
    kept = assemble(Document("doc-1", "a.txt", text, "zh"), found)
    assert ["云岭党", "云岭党"] == [m.text for m in kept if m.kind is Kind.ORG]


def test_what_joins_nothing_belongs_to_a_name() -> None:
    assert {("魏小和", Kind.PER)} == _kept("部长魏小和，主任贺长林", ("魏小", Kind.PER)) - {
        ("贺长林", Kind.PER)
    }
    assert {("魏小", Kind.PER)} == _kept("魏小和家人来了", ("魏小", Kind.PER))


def test_the_team_of_a_country_is_another_in_each_sport() -> None:
    assert {("日本", Kind.LOC)} == _kept("日本队夺冠。", ("日本队", Kind.ORG))
    assert ("云岭足球队", Kind.ORG) in _kept("云岭足球队夺冠。", ("云岭足球队", Kind.ORG))


def test_a_number_or_a_character_of_a_verb_is_no_place() -> None:
    assert not _kept("兹决定如下：5592个。", ("兹", Kind.LOC), ("5592", Kind.LOC))


def test_the_group_of_a_brand_is_one_name() -> None:
    assert ("云岭茅台集团", Kind.ORG) in _kept("云岭茅台集团党委书记说。", ("云岭茅台", Kind.ORG))
    assert ("云岭司令部", Kind.ORG) in _kept("云岭司令部集团军官兵说。", ("云岭司令部", Kind.ORG))


def test_a_country_is_a_place_and_a_word_with_a_surname_nobody() -> None:
    assert {("中国", Kind.LOC)} == _kept("中国选手夺冠。", ("中国", Kind.ORG))
    assert not _kept("村民安顿好后，天刚蒙蒙亮。", ("安顿", Kind.PER), ("蒙蒙亮", Kind.PER))


def test_a_place_in_the_name_of_somebody_is_none() -> None:
    text = "副总经理师青海介绍。师青海解释，青海很远。"
    start = text.index("师青海解释") + 1
    first, inside = Mention(4, 7, Kind.PER, "师青海", 0.9), Mention(start, start + 2, Kind.LOC, "青海", 0.9)
    document = Document(stable_id("doc", text), "a.txt", text, "zh")
    kept = assemble(document, [first, inside])
    assert [m.start for m in kept if m.text == "师青海"] == [4, start - 1]
    assert start not in {m.start for m in kept if m.kind is Kind.LOC}


def test_a_zone_is_called_by_the_place_before_it_and_what_it_is() -> None:
    text = "走进岚水湖旅游度假区，参观长治市国家农业高新技术产业示范区。"
    found = _kept(text, ("岚水湖", Kind.LOC), ("长治市", Kind.LOC))
    assert {("岚水湖旅游度假区", Kind.LOC), ("长治市国家农业高新技术产业示范区", Kind.LOC)} <= found
    assert ("长治市", Kind.LOC) in found
    chain = _kept("栖山县岚水湖乡村振兴示范区变化明显。", ("栖山县岚水湖", Kind.LOC))
    assert chain == {("栖山县", Kind.LOC), ("岚水湖乡村振兴示范区", Kind.LOC)}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("四川现代农业产业园多了起来。", "四川"),
        ("云岭市现代农业产业园3个，产值过亿。", "云岭市"),
        ("云岭市旅游业发展很快。", "云岭市"),
        ("塔吉克斯坦农业科技示范园很大。", "塔吉克斯坦"),
    ],
)
def test_zones_of_which_there_are_many_are_not_called_by_their_place(text: str, place: str) -> None:
    assert _kept(text, (place, Kind.LOC)) == {(place, Kind.LOC)}


def test_the_signs_of_two_places_name_what_lies_between_them() -> None:
    assert _kept("青藏高原很高。", ("青", Kind.LOC), ("藏", Kind.LOC)) == {("青藏高原", Kind.LOC)}
    assert _kept("京沪两地很近。", ("京", Kind.LOC), ("沪", Kind.LOC)) == {("京", Kind.LOC), ("沪", Kind.LOC)}
    assert _kept("北京高铁很快。", ("北京", Kind.LOC)) == {("北京", Kind.LOC)}


def test_a_numbered_road_is_of_no_province() -> None:
    assert _kept("308省道云溪段通车。", ("308省道云溪段", Kind.LOC)) == {("308省道云溪段", Kind.LOC)}


def test_a_room_is_no_part_of_the_name_of_its_house() -> None:
    found = _kept(
        "走进岚水博物馆展厅，参观云岭交易大厅。", ("岚水博物馆展厅", Kind.LOC), ("云岭交易大厅", Kind.LOC)
    )
    assert found == {("岚水博物馆", Kind.LOC), ("云岭交易大厅", Kind.LOC)}


def test_a_place_that_was_cut_in_pieces_is_mended_by_the_whole() -> None:
    text = "日月梁乡的枸杞熟了。日月梁乡南塘村很美，新前庄村在山里，来到新前庄村茶叶产业园。"
    pieces = [("日月梁乡", 0), ("日月", 10), ("梁乡", 12), ("新前庄村", 20), ("前庄村茶叶产业园", 31)]
    found = [Mention(at, at + len(name), Kind.LOC, name) for name, at in pieces]
    document = Document(stable_id("doc", text), "a.txt", text, "zh")
    kept = [m.text for m in assemble(document, found)]
    assert kept.count("日月梁乡") == 2
    assert kept.count("新前庄村") == 2
    assert not {"梁乡", "前庄村"} & set(kept)


def test_two_places_that_are_not_named_further_are_none() -> None:
    assert not _kept("相关地区党委和政府组织力量。")
    assert ("和社区", Kind.LOC) not in _kept("柳堰街道和社区居委会到场。", ("柳堰街道", Kind.LOC))
    assert not _kept("从镇长任上来到县里。", ("任上", Kind.PER))


def test_a_body_has_the_place_that_the_document_names() -> None:
    told = (("木鸣县", Kind.LOC), ("县红十字会", Kind.ORG))
    assert ("木鸣县红十字会", Kind.ORG) in _kept("木鸣县受灾。向木鸣县红十字会捐款。", *told)
    # The same words behind another place.
    assert ("木鸣县红十字会", Kind.ORG) not in _kept("木鸣县受灾。向云县红十字会捐款。", *told)


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        # A verb that was taken into the name.
        ("推进云岭市教育局改革。", "推进云岭市教育局", {"云岭市教育局"}),
        ("进驻云岭市柳堰镇卫生院。", "进驻云岭市柳堰镇卫生院", {"云岭市柳堰镇卫生院"}),
        ("支持创新研究院很大。", "支持创新研究院", {"支持创新研究院"}),
        # One body behind the other, and one name with a dash in it.
        ("岚水新区管委会—园区管委会—镇三级。", "岚水新区管委会—园区管委会", {"岚水新区管委会"}),
        ("云岭市公安局蜀冈—西湖分局民警。", "云岭市公安局蜀冈—西湖分局", {"云岭市公安局蜀冈—西湖分局"}),
        # Any department, any company.
        ("自然资源部门办理查封。", "自然资源部", set()),
        ("自然资源部办理查封。", "自然资源部", {"自然资源部"}),
        ("市场监管部门立足职责。", "市场监管部门", set()),
        ("提升了这家企业的评级。", "这家企业", set()),
    ],
)
def test_what_of_an_organization_is_its_name(text: str, found: str, kept: set[str]) -> None:
    names = {name for name, kind in _kept(text, (found, Kind.ORG)) if kind is Kind.ORG}
    assert kept <= names
    assert found in kept or found not in names


def test_a_town_of_a_people_is_one_name() -> None:
    text = "来到三岔沟朝鲜族镇大队村。"
    found = _kept(text, ("三岔沟", Kind.LOC), ("朝鲜族镇大队村", Kind.LOC))
    assert {name for name, _ in found} == {"三岔沟朝鲜族镇", "大队村"}
    assert ("朝鲜", Kind.LOC) in _kept("访问朝鲜平壤。", ("朝鲜平壤", Kind.LOC))


def test_what_is_in_the_sky_is_no_place() -> None:
    assert not _kept("飞船绕月球飞行。", ("月球", Kind.LOC))


def test_two_bodies_with_the_verb_between_them_are_two() -> None:
    text = "国家文物局联合中央文明办公布名单。"
    found = _kept(text, ("国家文物局联合中央文明办", Kind.ORG))
    assert {("国家文物局", Kind.ORG), ("中央文明办", Kind.ORG)} <= found
    assert ("云岭大学联合实验室", Kind.ORG) in _kept(
        "云岭大学联合实验室挂牌。", ("云岭大学联合实验室", Kind.ORG)
    )


def test_the_second_village_belongs_to_the_title() -> None:
    assert _kept("清溪寺村村支书来了。", ("清溪寺村村", Kind.LOC)) == {("清溪寺村", Kind.LOC)}
    assert ("上余村村", Kind.LOC) in _kept("上余村村景很美。", ("上余村村", Kind.LOC))


def test_two_authorities_without_a_mark_between_them_are_two() -> None:
    both = {("云岭市委", Kind.ORG), ("市政府", Kind.ORG)}
    assert both <= _kept("云岭市委市政府部署工作。", ("云岭市委市政府", Kind.ORG))
    found = _kept("《中共中央国务院关于工作的意见》", ("中共中央国务院", Kind.ORG))
    assert {("中共中央", Kind.ORG), ("国务院", Kind.ORG)} <= found
    assert ("中央国务院", Kind.ORG) not in found
    assert ("云岭市委办公室", Kind.ORG) in _kept("云岭市委办公室说。", ("云岭市委办公室", Kind.ORG))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("受台风“示例芮”影响，停课一天。", "示例芮", Kind.ORG),
        ("“示例芮”台风登陆。", "示例芮", Kind.PER),
        ("组织25所云岭职业院校结对。", "云岭职业院校", Kind.ORG),
        ("成立了三个援岭专家工作站。", "援岭专家工作站", Kind.ORG),
        ("非洲裔的居民。", "非洲", Kind.LOC),
        ("当地学生学习维吾尔语。", "维吾尔语", Kind.LOC),
    ],
)
def test_storms_bodies_that_are_counted_and_peoples_are_no_names(text: str, name: str, kind: Kind) -> None:
    assert not _kept(text, (name, kind))


def test_a_number_of_people_or_a_year_counts_no_bodies() -> None:
    assert ("云岭医院", Kind.ORG) in _kept("3名云岭医院的医生。", ("云岭医院", Kind.ORG))
    assert ("云岭医院", Kind.ORG) in _kept("2020年云岭医院建成。", ("云岭医院", Kind.ORG))
    assert ("非洲", Kind.LOC) in _kept("去过非洲的人。", ("非洲", Kind.LOC))


def test_townsfolk_are_of_the_town() -> None:
    assert ("德清", Kind.LOC) in _kept("德清市民李明说。", ("德清市", Kind.LOC))
    assert ("德清市", Kind.LOC) in _kept("德清市民营企业很多。", ("德清市", Kind.LOC))


def test_what_ends_like_a_body_is_one() -> None:
    assert ("岚水省军区", Kind.ORG) in _kept("岚水省军区派出官兵。", ("岚水省军区", Kind.LOC))
    assert ("云岭家庭农场", Kind.ORG) in _kept("云岭家庭农场丰收。", ("云岭家庭农场", Kind.LOC))
    assert ("云岭农场", Kind.LOC) in _kept("云岭农场丰收。", ("云岭农场", Kind.LOC))


def test_a_bracket_is_not_cut_to_find_a_whole() -> None:
    found = _kept("云岭保险（集团）公司说。", ("云岭保险（集团）公司", Kind.ORG))
    assert found == {("云岭保险（集团）公司", Kind.ORG)}


def test_those_who_help_in_another_region_are_no_body_of_theirs() -> None:
    assert _kept("江苏援疆医生来了。", ("江苏援疆", Kind.ORG)) == {("江苏", Kind.LOC)}
    team = ("江苏省援疆医疗队", Kind.ORG)
    assert team in _kept("江苏省援疆医疗队来了。", team)


def test_the_authorities_of_a_place_by_what_they_do_are_no_body() -> None:
    assert _kept("德清气象部门说。", ("德清气象部门", Kind.ORG)) == {("德清", Kind.LOC)}
    assert _kept("德清县公安机关说。", ("德清县公安机关", Kind.ORG)) == {("德清县", Kind.LOC)}
    assert ("德清县气象局", Kind.ORG) in _kept("德清县气象局说。", ("德清县气象局", Kind.ORG))
