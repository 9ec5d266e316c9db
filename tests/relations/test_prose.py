"""What the prose of local news says in more than the plainest way, and what only looks like it."""

from __future__ import annotations

import pytest

from tests.notation import posts, triples


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # Meetings and visits.
        ("在会见[甲国:LOC]总统[古小雷:PER]时，[韩小正:PER]表示祝贺。", ("韩小正", "met", "古小雷")),
        (
            "[韩小正:PER]会见市长[伊小亚:PER]，并考察了[云岭汽车厂:ORG]。",
            ("韩小正", "visited", "云岭汽车厂"),
        ),
        (
            "[韩小正:PER]还来到[云岭大学:ORG]，与师生座谈。",
            ("韩小正", "visited", "云岭大学"),
        ),
        ("[韩小正:PER]参观调研了[云岭博物馆:ORG]。", ("韩小正", "visited", "云岭博物馆")),
        (
            "[韩小正:PER]先后到[云岭市:LOC]、[岚水市:LOC]，深入学校、科研机构等调研。",
            ("韩小正", "visited", "云岭市"),
        ),
        (
            "[韩小正:PER]还到[云岭政协:ORG]机关、[岚水政协:ORG]机关调研。",
            ("韩小正", "visited", "云岭政协"),
        ),
        # Aid.
        (
            "[云岭省财政厅:ORG]预拨1亿元救灾资金，支持[岚水县:LOC]开展抢险。",
            ("云岭省财政厅", "supports", "岚水县"),
        ),
        (
            "[云岭消防支队:ORG]闻汛而动，赶赴[岚水县:LOC]增援。",
            ("云岭消防支队", "supports", "岚水县"),
        ),
        # Companies.
        (
            "[东小科技公司:ORG]获得[云岭投资集团公司:ORG]的800万元融资。",
            ("云岭投资集团公司", "invests", "东小科技公司"),
        ),
        (
            "[东小科技公司:ORG]的控股股东是[云岭投资集团公司:ORG]。",
            ("云岭投资集团公司", "invests", "东小科技公司"),
        ),
        (
            "[东小科技公司:ORG]不断创新，强化产学研合作，并与[云岭大学:ORG]共建实验室。",
            ("东小科技公司", "cooperatesWith", "云岭大学"),
        ),
        (
            "[东小科技公司:ORG]不断创新。在机制上，与[云岭大学:ORG]共建实验室。",
            ("东小科技公司", "cooperatesWith", "云岭大学"),
        ),
        (
            "去年，[葛小才:PER]担任[岚水县:LOC]副县长，并成立[岚水旅游合作社:ORG]。",
            ("葛小才", "founded", "岚水旅游合作社"),
        ),
        # Schools that take somebody.
        ("[葛小才:PER]以高分被[云岭大学:ORG]录取。", ("葛小才", "studiedAt", "云岭大学")),
        (
            "[葛小才:PER]生在山村。1945年，被[云岭大学:ORG]录取。",
            ("葛小才", "studiedAt", "云岭大学"),
        ),
        # People and where they are from.
        ("[何小树:PER]是[唐家村:LOC]的茶叶种植大户。", ("何小树", "residesIn", "唐家村")),
        ("[唐家村:LOC]养鱼户[何小树:PER]笑了。", ("何小树", "residesIn", "唐家村")),
        (
            "[唐家村:LOC]遭了灾。屋外大雪，而村民[何小树:PER]家里很暖和。",
            ("何小树", "residesIn", "唐家村"),
        ),
        ("[云岭省:LOC]女孩[何小树:PER]来了。", ("何小树", "bornIn", "云岭省")),
        ("学生[何小树:PER]，来自[云岭省:LOC]，今年毕业。", ("何小树", "bornIn", "云岭省")),
        (
            "毕业于[云岭大学:ORG]土木专业的[何小树:PER]曾是教师。",
            ("何小树", "studiedAt", "云岭大学"),
        ),
        (
            "[何小树:PER]是[岚水县:LOC]人，毕业于[云岭大学:ORG]。",
            ("何小树", "studiedAt", "云岭大学"),
        ),
        (
            "[何小树:PER]是[岚水县:LOC]人。2015年毕业于[云岭大学:ORG]，回乡工作。",
            ("何小树", "studiedAt", "云岭大学"),
        ),
        ("[何小树:PER]的老家在[云岭省:LOC]。", ("何小树", "bornIn", "云岭省")),
        ("2009年，[何小树:PER]回到家乡[岚水县:LOC]，种茶。", ("何小树", "bornIn", "岚水县")),
        ("[唐家村:LOC]73岁的[何小树:PER]来了。", ("何小树", "residesIn", "唐家村")),
        ("[唐家村:LOC]的[何小树:PER]在新房里贴春联。", ("何小树", "residesIn", "唐家村")),
        ("[岚水市:LOC]读者[何小树:PER]建议改进。", ("何小树", "residesIn", "岚水市")),
        ("[云岭大学:ORG]毕业的[岚水:LOC]籍大学生[何小树:PER]留下来。", ("何小树", "studiedAt", "云岭大学")),
        ("客人是[何小树:PER]。老人是[岚水县:LOC]人，爱喝茶。", ("何小树", "bornIn", "岚水县")),
        # Kin.
        ("[何小国:PER]告诉记者，今年7月妻子[陈小玲:PER]病了。", ("陈小玲", "spouseOf", "何小国")),
        ("[何小树:PER]走后，[何小国:PER]守着山，与儿子[何小军:PER]巡山。", ("何小国", "parentOf", "何小军")),
        ("是[何小国:PER]在[云岭省:LOC]打工的弟弟[何小军:PER]。", ("何小军", "siblingOf", "何小国")),
        # Founding and helping.
        ("[何小树:PER]回到[岚水县:LOC]，创办[小溪合作社:ORG]。", ("何小树", "founded", "小溪合作社")),
        (
            "[云岭银行:ORG]在[岚水县:LOC]办活动，向当地捐赠100万元。",
            ("云岭银行", "supports", "岚水县"),
        ),
        ("[何小树:PER]主动请缨，去[唐家村:LOC]开展帮扶。", ("何小树", "supports", "唐家村")),
        ("[云岭集团:ORG]投资兴建[岚水县:LOC]纸品厂。", ("云岭集团", "invests", "岚水县")),
        # Parts, places, members.
        ("[云岭集团钢铁公司:ORG][小溪炼钢厂:ORG]投产。", ("小溪炼钢厂", "partOf", "云岭集团钢铁公司")),
        (
            "走进[唐家村党群服务中心:ORG]，[唐家村:LOC]的人都在。",
            ("唐家村党群服务中心", "locatedIn", "唐家村"),
        ),
        ("再往上是[岚水县:LOC]最北的村庄[唐家村:LOC]。", ("唐家村", "locatedIn", "岚水县")),
        ("[唐家村:LOC]是[岚水县:LOC]的一个边境村。", ("唐家村", "locatedIn", "岚水县")),
        ("[东湖公园:LOC]里，坐落着[云岭博物馆:LOC]。", ("云岭博物馆", "locatedIn", "东湖公园")),
        ("由[艾小含:PER]、[龚小琦:PER]组成的[云岭队:ORG]夺冠。", ("龚小琦", "memberOf", "云岭队")),
        ("“很快。”[东小科技公司:ORG]的[汪小伶:PER]说。", ("汪小伶", "worksAt", "东小科技公司")),
        ("今年73岁的[丁小樱:PER]，来自[云岭中医院:ORG]儿科。", ("丁小樱", "worksAt", "云岭中医院")),
    ],
)
def test_says(text: str, said: tuple[str, str, str]) -> None:
    assert said in triples(text)


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("[韩小正:PER]看望了[云岭纪委:ORG]在川挂职的干部。", "visited"),
        ("[彭小媛:PER]在[吴小敏:PER]陪同下参观了[云岭博物馆:ORG]。[吴小敏:PER]介绍。", "founded"),
        ("[云岭号动车组:ORG]在[西小铁路:LOC]正式投入运营。", "invests"),
        ("[甲国政府:ORG]历来重视企业在[甲国:LOC]投资兴业。", "invests"),
        ("活动名为“投资[云岭市:LOC]”，[云岭商会:ORG]主办。", "invests"),
        ("[云岭基金会:ORG]成立，并与[岚水研究中心:ORG]合作。", "founded"),
        ("[云岭省政府办公厅:ORG]印发《关于建立[云岭省政府:ORG]例会的方案》。", "founded"),
        ("进入[云岭队:ORG]是[刘小彤:PER]的梦想，[刘小彤:PER]进入[云岭队:ORG]。", "studiedAt"),
        ("[王小勇:PER]参加[经济界委员小组:ORG]讨论。", "memberOf"),
        ("[甲国:LOC]是[乙国:LOC]最重要的合作伙伴之一。", "locatedIn"),
        ("[武装部:ORG]控制了[赫山:LOC]以及位于[戈兰:LOC]东侧的缓冲区。", "locatedIn"),
        ("[东小公司:ORG]地处[黄河:LOC]故道南。", "locatedIn"),
        ("[何小树:PER]出访[甲国:LOC]和[乙国:LOC]时提出共建倡议。", "cooperatesWith"),
        # Somebody else speaks in between, or a new paragraph begins: nobody knows who goes on acting.
        ("[东小公司:ORG]不断创新。\n在机制上，与[云岭大学:ORG]共建实验室。", "cooperatesWith"),
        ("[韩小正:PER]介绍了情况。在机制上，与[云岭大学:ORG]共建实验室。", "cooperatesWith"),
        ("[何小树:PER]说，党支部牵头创办[小溪合作社:ORG]。", "founded"),
        ("[云岭书房:LOC]内，[云岭书房:LOC]读者[何小树:PER]看书。", "residesIn"),
        ("[云岭省:LOC]的[何小树:PER]在新房里贴春联。", "residesIn"),
        ("[何小国:PER]、[何小树:PER]和[丁小樱:PER]巡山，与儿子[何小军:PER]同行。", "parentOf"),
        ("[何小国:PER]来了。曾任[甲国:LOC]总理特别顾问的[奥小贝:PER]说。", "worksAt"),
        ("[影视公司:ORG][劳小德:ORG]的人来了。", "partOf"),
        ("邻村村民[张小亮:PER]来到[唐家村:LOC]。", "residesIn"),
    ],
)
def test_does_not_say(text: str, predicate: str) -> None:
    assert triples(text, predicate) == set()


def test_who_shows_somebody_round_does_not_visit() -> None:
    text = "[彭小媛:PER]在[吴小敏:PER]陪同下参观了[云岭博物馆:ORG]。"
    assert ("吴小敏", "visited", "云岭博物馆") not in triples(text)


def test_one_company_is_no_part_of_itself() -> None:
    text = "[云岭电子:ORG]很大。[云岭电子有限公司:ORG]投产。"
    assert triples(text, "partOf") == set()


def test_the_part_of_a_department_is_a_part_of_it() -> None:
    text = "[岚水县委:ORG]开会。[岚水县委组织部:ORG]开会。[岚水县委组织部调研科:ORG]开会。"
    assert ("岚水县委组织部调研科", "partOf", "岚水县委组织部") in triples(text)


def test_an_office_named_by_its_level_is_placed_where_more_is_said_of_it() -> None:
    said = "[岚水县:LOC]下雨。[县司法局:ORG]局长[何小树:PER]说。"
    passing = "[岚水县:LOC]下雨。[县司法局:ORG]、[县财政局:ORG]等参加。"
    assert ("岚水县司法局", "locatedIn", "岚水县") in triples(said)
    assert triples(passing, "locatedIn") == set()


def test_a_career_goes_on_in_the_next_sentence() -> None:
    text = "[何小国:PER]，男，1970年11月出生，[望川县:LOC]人。曾任[望川县水利局:ORG]副局长、局长。"
    assert ("何小国", "望川县水利局", "局长", "former") in posts(text)
    other = "[何小国:PER]来了。曾任[望川县水利局:ORG]局长的[丁小樱:PER]说。"
    assert "何小国" not in {post[0] for post in posts(other)}
    two = "[何小国:PER]和[丁小樱:PER]是同学。曾任[望川县水利局:ORG]局长。"
    assert posts(two) == set()


def test_posts_with_brackets_and_of_those_who_are_sent() -> None:
    assert ("陈小希", "云岭党校", "校长", "current") in posts(
        "[云岭党校:ORG]校长（院长）[陈小希:PER]出席毕业典礼。"
    )
    assert ("周小敏", "云岭医院", "护士长", "current") in posts(
        "[云岭医院:ORG]也派出护士长[周小敏:PER]等4人支援。"
    )
    assert ("刘小来", "云岭大学", "副教授", "current") in posts(
        "[岚水中心:ORG]负责人、[云岭大学:ORG][刘小来:PER]副教授团队到了。"
    )
    assert ("郑小明", "云岭汽车公司", "首席技能专家", "current") in posts(
        "[郑小明:PER]是[云岭汽车公司:ORG]首席技能专家，他很忙。"
    )


def test_the_head_of_what_the_article_is_about() -> None:
    article = (
        "[云岭医院:ORG]搬家。[云岭医院:ORG]很大，[云岭医院:ORG]有新楼。"
        "那年[望川卫生院:ORG]来帮忙，{}医生都累了。院长[卢小明:PER]说。"
    )
    assert ("卢小明", "云岭医院", "院长", "current") in posts(article.format(""))
    assert posts(article.format("[望川卫生院:ORG]和[望川卫生院:ORG]的")) == set()
    signed = "[云岭医院:ORG]加挂“[云岭附属医院:ORG]”牌子，院长[卢小明:PER]说。"
    assert ("卢小明", "云岭医院", "院长", "current") in posts(signed)


def test_the_old_home_is_not_where_somebody_lives() -> None:
    said = triples("[葛小才:PER]老家在[云岭市:LOC][上湾村:LOC]，如今在外地工作。")
    assert not {triple for triple in said if triple[1] == "residesIn"}
    assert ("葛小才", "residesIn", "上湾村") in triples("[葛小才:PER]的家在[云岭市:LOC][上湾村:LOC]。")
    deep = "[葛小才:PER]的家在[云岭:LOC]深处的[岚水县:LOC][上湾村:LOC]。"
    assert {("葛小才", "residesIn", "上湾村")} == triples(deep, "residesIn")
