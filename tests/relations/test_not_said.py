"""What a sentence names and does not say: wishes, plans, what speakers talk of, whom others work with."""

from __future__ import annotations

import pytest

from kg.coreference import context, link
from kg.ner.mentions import assemble
from kg.records import Document, Extraction, Kind, Mention, Status, stable_id
from kg.relations import relate
from tests.notation import posts, related, triples


@pytest.mark.parametrize(
    "text",
    [
        # Whoever comes from a school may be its student.
        "来自[云岭大学:ORG]的[白小科:PER]夺得冠军。",
        # Who is sent to help a region holds no post of it.
        "援[岚水县:LOC]干部[白小科:PER]介绍。",
        # With whom somebody else works, and what nobody does yet.
        "[岚水县:LOC]抓住机遇，与[云岭市:LOC]、[澄阳市:LOC]等20多个城市合作推出计划。",
        "总统表示，期待[甲国:LOC]和[乙国:LOC]加强合作。",
        "双方将加强在[甲组织:ORG]、[乙组织:ORG]等框架下合作。",
        "[云岭观测站:ORG]、[岚水观测站:ORG]等已成为国际科技合作的大平台。",
        "[甲国:LOC]、[乙国:LOC]等15个国家首批签约。",
        "深化[云岭分区:LOC]、[岚水产业园:LOC]等跨省合作园区建设。",
        # The places of those with whom something is done.
        "[云岭中学:ORG]联合[甲湾区:LOC]内地城市建设中心。",
        "[云岭委员会:ORG]与[甲省:LOC]数据管理机构签订协议。",
        # One of the members, not the whole.
        "总统说，[甲国:LOC]是[乙组织:ORG]成员中首个同[丙国:LOC]签署备忘录的国家。",
        # What speakers talk of.
        "发言人[白小科:PER]4日表示，向[甲国:LOC]提供武器只会使冲突升级。",
        "我方支持授权[甲组织:ORG]组建[乙调查委员会:ORG]。",
        "期待并欢迎[白小科:PER]明年再次访问[甲国:LOC]。",
        # Many bodies of that name, and one that came from another.
        "多地[美术家协会:ORG]纷纷成立[漆画委员会:ORG]。",
        "[云岭大学:ORG]由1953年创办于甲地的[军事工程学院:ORG]发展而来。",
        # Speeches and books.
        "[白小科:PER]在[云岭市人大常委会:ORG]立法工作会议上强调",
        "《[白小科:PER]关于[云岭妇联:ORG]工作论述摘编》出版",
        "工人[白小科:PER]在[云岭代表团:ORG]讨论中提出工作中的问题。",
        "[白小科:PER]参加了[甲党:ORG]、乙盟界委员联组会。",
        "主持人、[九二班:ORG]学生[白小科:PER]说。",
        # Who is invited, and who invites; whose ceremony it is; whose ties are led.
        "总统邀请[白小科:PER]主席在方便时再次访问[甲国:LOC]。",
        "主席应[白小科:PER]总统邀请，我即将对[甲国:LOC]进行国事访问。",
        "他将出席[白小科:PER]国王加冕仪式并访问[甲国:LOC]。",
        "我愿同[白小科:PER]保持交往，加强对[甲国:LOC]关系的政治指导。",
        # Companies and people from a place.
        "在[甲洲:LOC]的[乙国:LOC]公司创造岗位。",
        "[白小科:PER]参加了[甲党:ORG]、[乙盟:ORG]、[丙联界委员联组会:ORG]。",
        # Where somebody is met, and what is talked of.
        "在[云岭百货大楼:LOC]内，市民[白小科:PER]买了冰箱。",
        "[甲司令部:ORG]司令员通话，[乙司令部:ORG]与对方讨论了向[丙国:LOC]提供更多武器。",
        "由于[云岭机场:LOC]停运，[乙组织:ORG]应加强与[丙国:LOC]签约。",
        "[甲国:LOC]期待和[乙国:LOC]继续携手共同发展。",
        "[云岭公司:ORG]与[甲国:LOC]产业伙伴联合打造的项目获奖。",
        "[甲机场:LOC]、[乙机场:LOC]等一大批共建项目增添动力。",
        "[白小科:PER]牵头成立[云岭学院:ORG]湿地生态科普示范基地。",
        "在[云岭市:LOC]，链家携手[岚水书店:ORG]提供空间。",
        "[白小科:PER]看望慰问[云岭湖:LOC]暑期休假专家",
        "多位[甲党:ORG]人公开反对继续向[乙国:LOC]提供资金支持。",
        "对接[甲部:ORG]、[乙部:ORG]等部门，成立5个联合工作组。",
        "[云岭博物馆:ORG]联合[岚水市:LOC]警方打击倒卖。",
        "[白小科:PER]主动申请加入[云岭巡查队:ORG]。",
        "至此，协定对[甲国:LOC]和[乙国:LOC]等15个签署国全面生效。",
        "[云岭公司:ORG]与[甲国:LOC]政界人士建立了关系。",
        "[白小科:PER]入职刚成立不久的[云岭研究院:ORG]。",
        # A delegate of somebody is met, and by whoever the sentence is about.
        "[白小科:PER]会见了司令[任小新:PER]派出的代表。",
        "他应约与[白小科:PER]总理视频通话，分别会见[任小新:PER]。",
        "在[云岭新区:LOC]，[甲机场:LOC]到[云岭新区:LOC]的线路开工。",
        # A railway, an organization, a ceremony that is named after somebody.
        "由[云岭集团:ORG]投资建设的[岚水:LOC]高速通车。",
        "来自[甲国:LOC]的非政府组织[白小科:PER]的代表发言。",
        # Parties that come from somewhere, countries that have signed, papers, and with whom another works.
        "云岭的产品走出去，与来自[甲省:LOC]、[乙市:LOC]等地的5家企业签订协议。",
        "与丙洲40国及[甲国:LOC]、[乙国:LOC]合作举办展览。",
        "业务覆盖[甲国:LOC]、[乙国:LOC]等多个共建“云岭之路”国家。",
        "从[甲国:LOC]到[乙国:LOC]、[丙国:LOC]，共建之路越走越宽。",
        "[甲国:LOC]和[乙国:LOC]联合声明",
        "[云岭港:LOC]和[岚水港:LOC]项目是双方共建的工程。",
        "研究所分析了[甲国:LOC]与[乙洲:LOC]、[丙洲:LOC]等地区共建国家开展的合作。",
        "[云岭电视台:ORG]与[甲国政府:ORG]机关报等媒体联合举办展映。",
        "[甲国:LOC]多次强调与[乙国:LOC]开展医疗合作的重要性。",
        "[甲国:LOC]和[乙国:LOC]将进一步携手发展。",
        "[甲国:LOC]与[乙组织:ORG]达成停火协议。",
        "[云岭女排:ORG]携手[岚水女排:ORG]小组出线。",
        # Whose product it is, where somebody was appointed, with whom the one before signed.
        "作为[甲国:LOC]食品品牌，云岭牌持续引领生活，与[岚水基金会:ORG]共建花园。",
        "他被[云岭大学:ORG]聘为教授，与[岚水学院:ORG]共建课堂。",
        "与[甲国:LOC]签署大桥协议，与[乙国:LOC]签署水坝协议。",
        # One character each, two countries.
        "[李:PER]考察[中:LOC][澳:LOC]大熊猫保护研究工作。",
        "将[中:LOC][阿:LOC]、[中:LOC][非:LOC]合作提升至新的水平。",
        # Who gives is neither where it is given nor with whom somebody works nor the gift.
        "有关方面在[甲国:LOC]援建[云岭大坝:LOC]。",
        "他强调与[甲国:LOC]合作，并将为[乙国:LOC]提供疫苗。",
        "主人将[云岭藏书楼:ORG]捐赠给[岚水图书馆:ORG]。",
        "[甲国:LOC]的交通公司将巴士赠送给[云岭学院:ORG]。",
        "[甲国:LOC]称西方向[乙国:LOC]提供武器将扩大冲突。",
        "大会为[甲国:LOC]提供了一个崭新的平台。",
        "[云岭客车:ORG]展出为[甲洲:LOC]市场开发的车型，提供一台样车。",
        "[白小科:PER]到[云岭市:LOC]等地自费购买书籍。",
        "[白小科:PER]会见来[华:LOC]进行访问的客人。",
        "[白小科:PER]和随行[云岭代表团:ORG]访问期间受到欢迎。",
        "[白小科:PER]会见了[任小新:PER]同志亲属代表。",
        "[云岭代表团:ORG]成立大会在[岚水大学:ORG]召开。",
        "多国加入在[云岭组织:ORG]平台成立的[岚水小组:ORG]。",
        "[云岭军:ORG]袭击隶属于[甲国武装部队:ORG]的民兵。",
        "他将赴[甲国:LOC]出席于26日举行的新任总统[白小科:PER]就职仪式。",
    ],
)
def test_nothing_is_said_of_who_is_only_named(text: str) -> None:
    assert set() == triples(text)


def test_with_each_apart_is_not_with_each_other() -> None:
    said = triples("[甲局:ORG]分别与[乙部:ORG]、[丙部:ORG]联合发布预警。")
    assert ("乙部", "cooperatesWith", "丙部") not in said


def test_who_is_met_does_not_meet_the_next() -> None:
    said = triples("[白小科:PER]会见[任小新:PER]国王，并与[柯小明:PER]首相会谈。", "met")
    assert ("任小新", "met", "柯小明") not in said
    assert ("白小科", "met", "任小新") in said


def test_a_post_ends_where_the_next_headline_begins() -> None:
    said = triples("任命[柯小明:PER]为[云岭银行:ORG]行长[白小科:PER]签署命令")
    assert {("柯小明", "holdsPost", "云岭银行")} == said


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("[甲国:LOC]将向[乙国:LOC]提供一批物资。", Status.PROPOSED),
        ("[云岭集团:ORG]将以3亿元收购[岚水公司:ORG]。", Status.PROPOSED),
        ("[白小科:PER]将访问[甲国:LOC]。", Status.PROPOSED),
        ("[白小科:PER]定于3日前往[甲国:LOC]访问。", Status.PROPOSED),
        ("[白小科:PER]推迟原定2日开始对[甲国:LOC]的国事访问。", Status.DENIED),
        ("[云岭集团:ORG]将3万只口罩捐给[岚水县人民医院:ORG]。", Status.CURRENT),
        ("[甲国:LOC]向[乙国:LOC]提供一批物资。", Status.CURRENT),
    ],
)
def test_what_is_to_be_is_told_from_what_is(text: str, status: Status) -> None:
    assert [status] == [claim.status for claim in related(text).claims]


def test_of_those_who_sign_with_one_none_signs_with_the_next() -> None:
    said = triples("[甲局:ORG]与[乙公司:ORG]、[丙公司:ORG]等签署合作协议，共同开展营销。", "cooperatesWith")
    assert {("甲局", "乙公司"), ("甲局", "丙公司")} == {(s, o) for s, _, o in said if s == "甲局"}
    assert ("乙公司", "cooperatesWith", "丙公司") not in said


def test_each_of_two_signs_with_the_third() -> None:
    said = triples("[甲局:ORG]、[乙局:ORG]与[丙大学:ORG]于2020年签署合作协议。", "cooperatesWith")
    assert {("甲局", "丙大学"), ("乙局", "丙大学")} == {(s, o) for s, _, o in said if o == "丙大学"}


@pytest.mark.parametrize(
    "text",
    [
        "[国务院新闻办:ORG]发布消息，[国务院新闻办公室:ORG]举行发布会。",
        "[云岭旗:ORG]开会，[云岭旗农业技术推广中心:ORG]主任介绍。",
        "[甲国—委:ORG]开会，[甲国—委员会:ORG]闭幕。",
    ],
)
def test_what_goes_on_from_a_name_is_not_always_a_part(text: str) -> None:
    assert set() == triples(text, "partOf")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "日前，[云岭县公安局:ORG]、[岚水县公安局:ORG]签署合作协议。",
            ("云岭县公安局", "cooperatesWith", "岚水县公安局"),
        ),
        ("[云岭大学:ORG]联合[岚水大学:ORG]团队开展研究。", ("云岭大学", "cooperatesWith", "岚水大学")),
        ("[岚水市:LOC]是首个同[甲国:LOC]建立伙伴关系的城市。", ("岚水市", "cooperatesWith", "甲国")),
        (
            "[云岭协会:ORG]与[岚水县委:ORG]首次在[甲市:LOC]大会期间共同举办展览。",
            ("云岭协会", "cooperatesWith", "岚水县委"),
        ),
        ("[云岭县:LOC]、[岚水县:LOC]等7个区县共建示范带。", ("云岭县", "cooperatesWith", "岚水县")),
        (
            "[云岭大学:ORG]与[岚水中心:ORG]和大专院校建立合作关系。",
            ("云岭大学", "cooperatesWith", "岚水中心"),
        ),
        (
            "[云岭法院:ORG]通报情况。院长[白小科:PER]说，下一步要和[岚水司法局:ORG]共建调解站。",
            ("云岭法院", "cooperatesWith", "岚水司法局"),
        ),
        ("作为[甲国:LOC]与[乙国:LOC]共建的标志性工程，铁路通车。", ("甲国", "cooperatesWith", "乙国")),
        ("[白小科:PER]在[云岭医院:ORG]工作。", ("白小科", "worksAt", "云岭医院")),
        ("[白小科:PER]对[甲国:LOC]进行国事访问。", ("白小科", "visited", "甲国")),
        ("[白小科:PER]对[甲国:LOC]的国事访问很成功。", ("白小科", "visited", "甲国")),
        ("主人热情欢迎[白小科:PER]访问[云岭市:LOC]。", ("白小科", "visited", "云岭市")),
        ("[甲国:LOC]与[乙国:LOC]建立全面战略伙伴关系。", ("甲国", "cooperatesWith", "乙国")),
        ("在[云岭县:LOC][柳堰村:LOC]，村民[白小科:PER]说。", ("白小科", "residesIn", "柳堰村")),
        ("[白小科:PER]加入[云岭协会:ORG]。", ("白小科", "memberOf", "云岭协会")),
    ],
)
def test_what_is_said_is_still_read(text: str, said: tuple[str, str, str]) -> None:
    assert said in triples(text)


@pytest.mark.parametrize(
    "text",
    [
        # Side by side, or a river's stretch; nothing lies in the other.
        "[北京市:LOC][广州市:LOC]两地奔忙。",
        "[伊朗:LOC][北京市:LOC]对话取得成果。",
        "在[长江:LOC][江苏省:LOC]段，水清岸绿。",
        "[延安市:LOC]是[黄河:LOC]流域水土流失最严重的地区之一。",
        "台风“[泰小利:LOC]”中心位于[广东省:LOC][深圳市:LOC]偏南方约283公里的海面上。",
        "[云岭站:LOC]地处[南小海:LOC]北侧。",
    ],
)
def test_what_stands_beside_a_place_does_not_lie_in_it(text: str) -> None:
    inside = triples(text, "locatedIn") - {("深圳市", "locatedIn", "广东省")}
    assert set() == inside


def test_a_lake_is_no_county_of_another_province() -> None:
    assert {("太湖", "locatedIn", "江苏省")} == triples("在[江苏:LOC][太湖:LOC]西岸，工程开工。")
    assert {("太湖县", "locatedIn", "安徽省")} == triples("在[安徽:LOC][太湖:LOC]，工程开工。")


def test_a_zone_lies_in_the_city_that_it_is_named_after() -> None:
    text = "在成都市高新区开会。"
    document = Document(stable_id("doc", text), "a.txt", text, "zh")
    mentions = assemble(document, [Mention(1, 7, Kind.LOC, "成都市高新区")])
    extraction = relate(link(Extraction(document, mentions)))
    known = context(extraction)
    assert {("成都市高新区", "成都市")} == {
        (known.names[c.subject], known.names[c.object]) for c in extraction.claims
    }


@pytest.mark.parametrize(
    ("text", "held"),
    [
        # An office of a state is no party's and no organization's.
        ("[甲党:ORG]主席、副总理[白小科:PER]出席。", {("白小科", "甲党", "主席")}),
        (
            "[新加坡:LOC]宣布：[新加坡人民党:ORG]主席、副总理[白小科:PER]出席。",
            {("白小科", "新加坡人民党", "主席"), ("白小科", "新加坡", "副总理")},
        ),
        ("[非小盟:ORG]轮值主席、科摩罗总统[白小科:PER]说。", {("白小科", "非小盟", "轮值主席")}),
        # A delegate's or a fellow's other posts are elsewhere.
        ("[全国人大:ORG]代表、项目总监[白小科:PER]说。", {("白小科", "全国人大", "代表")}),
        ("[甲国科学院:ORG]院士、校长[白小科:PER]说。", {("白小科", "甲国科学院", "院士")}),
        # The head, and somebody with him.
        ("[齐亚村:LOC]村长[白小科:PER]和[任小新:PER]聊天。", {("白小科", "齐亚村", "村长")}),
        # Envoys and those whose field is a part of the world.
        (
            "[云岭律师协会:ORG]常驻[甲组织:ORG][日小瓦:LOC]代表[白小科:PER]发言。",
            {("白小科", "云岭律师协会", "常驻甲组织日小瓦代表")},
        ),
        ("[甲国政府:ORG][中东:LOC]问题特使[白小科:PER]访问。", {("白小科", "甲国政府", "中东问题特使")}),
        (
            "[云岭会计师事务所:ORG][中国:LOC]及[亚太区:LOC]主席[白小科:PER]说。",
            {("白小科", "云岭会计师事务所", "中国及亚太区主席")},
        ),
        # The leading group of a body.
        (
            "[云岭市总工会党组:ORG]书记、副主席[白小科:PER]说。",
            {("白小科", "云岭市总工会", "党组书记"), ("白小科", "云岭市总工会", "副主席")},
        ),
        ("特使[白小科:PER]与[任小新:PER]说", set()),
        ("[甲国:LOC]特使[白小科:PER]和[任小新:PER]会谈。", {("白小科", "甲国", "特使")}),
        ("[甲国:LOC]总统下属国家[白小科:PER]成员说。", set()),
        ("波士顿咨询[甲国:LOC]区主席[白小科:PER]说。", set()),
        ("[白小科:PER]表示，您再次当选[甲国:LOC]主席。", set()),
        (
            "[云岭区:LOC]开会，[云岭区委:ORG]副书记、区长[白小科:PER]说。",
            {("白小科", "云岭区委", "副书记"), ("白小科", "云岭区", "区长")},
        ),
        ("来自[云岭大学:ORG]的游泳运动员[白小科:PER]说。", {("白小科", "云岭大学", "游泳运动员")}),
        # A place has no director general.
        ("在[甲小马:LOC]举行选举，现任总干事[白小科:PER]当选。", set()),
    ],
)
def test_whose_post_it_is(text: str, held: set[tuple[str, str, str]]) -> None:
    assert held == {post[:3] for post in posts(text)}


def test_who_is_met_does_not_talk_with_the_next() -> None:
    text = "[白小科:PER]会见[任小新:PER]、[议会:ORG]议长[艾小含:PER]，同[甲党:ORG]书记[龚小琦:PER]会谈。"
    assert not any({"艾小含", "龚小琦"} == {subject, target} for subject, _, target in triples(text, "met"))


def test_who_comes_from_a_workplace_works_there() -> None:
    assert ("白小科", "worksAt", "云岭医院") in triples("来自[云岭医院:ORG]的[白小科:PER]说。")


def test_several_hold_what_several_can_hold() -> None:
    held = posts("[云岭县:LOC]副县长[白小科:PER]和[任小新:PER]出席。")
    assert {"白小科", "任小新"} == {post[0] for post in held}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("[波兰:LOC]副总理兼[国防部:ORG]长[白小科:PER]称", "波兰国防部"),
        ("[越共中央政治局:ORG]委员、[中央书记处:ORG]书记[白小科:PER]到访", "越共中央书记处"),
        ("[中国:LOC]副总理兼[国防部:ORG]长[白小科:PER]称", "国防部"),
        ("[老挝人民党中央:ORG]总书记、国家主席[白小科:PER]和[老挝:LOC]代表", "老挝"),
    ],
)
def test_a_ministry_abroad_is_none_of_china(text: str, body: str) -> None:
    assert body in {post[1] for post in posts(text)}


def test_a_specialist_from_a_city_holds_no_post_of_the_city() -> None:
    assert not triples("来自[云岭市:LOC]的肿瘤科专家[白小科:PER]介绍。", "holdsPost")
    assert triples("来自[云岭医院:ORG]的肿瘤科专家[白小科:PER]介绍。", "holdsPost")
