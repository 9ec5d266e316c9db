"""Where things stand, who goes where and who helps whom, as local news puts it; what only looks like it."""

from __future__ import annotations

import pytest

from kg.records import Status
from tests.notation import names, posts, related, triples


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # Where things stand.
        (
            "走进[云岭市:LOC][岚水县:LOC]的[禾丰农牧公司:ORG]，机器轰鸣。",
            ("禾丰农牧公司", "locatedIn", "岚水县"),
        ),
        (
            "在[岚水县:LOC][柳堰镇:LOC][上湾村:LOC]的[青禾文旅产业园:LOC]里，游人如织。",
            ("青禾文旅产业园", "locatedIn", "上湾村"),
        ),
        (
            "[岚水县:LOC]受灾较重的[柳堰镇:LOC]、[梧桥镇:LOC]人手紧张。",
            ("梧桥镇", "locatedIn", "岚水县"),
        ),
        ("[云岭市:LOC]，[西坝古镇:LOC]游人如织。", ("西坝古镇", "locatedIn", "云岭市")),
        ("在[云岭市:LOC]，位于[岚水县:LOC]的园区开建。", ("岚水县", "locatedIn", "云岭市")),
        ("[上湾村:LOC]办起[上湾村农民夜校:ORG]。", ("上湾村农民夜校", "locatedIn", "上湾村")),
        ("[岚水湖旅游度假区:LOC][上湾村:LOC]游人如织。", ("上湾村", "locatedIn", "岚水湖旅游度假区")),
        ("[岚水县:LOC][岚水湖旅游度假区:LOC]游人如织。", ("岚水湖旅游度假区", "locatedIn", "岚水县")),
        ("[云岭大学:ORG]博士[李小斌:PER]带领团队攻关。", ("李小斌", "studiedAt", "云岭大学")),
        # Who is at home where, who went to school where.
        ("[上湾村:LOC]的[韦小勇:PER]获得了第一名。", ("韦小勇", "residesIn", "上湾村")),
        (
            "从[云岭理工大学:ORG]毕业回到村里，[杨小欣:PER]现在是一名村干部。",
            ("杨小欣", "studiedAt", "云岭理工大学"),
        ),
        (
            "[李小升:PER]自2007年开始，6次在[甲国:LOC]的[马萨医院:ORG]和[基本医院:ORG]工作。",
            ("李小升", "worksAt", "基本医院"),
        ),
        (
            "认识了从[岚水县税务局:ORG]选派到[上湾村:LOC]的“第一书记”[夏小娟:PER]。",
            ("夏小娟", "worksAt", "岚水县税务局"),
        ),
        # Visits of somebody who is named with a title.
        ("[孙小军:PER]书记在[岚水县:LOC]考察时强调，要抓好落实。", ("孙小军", "visited", "岚水县")),
        (
            "[孙小军:PER]书记近日在[岚水县:LOC]考察时参观了[枫溪陈列馆:LOC]。",
            ("孙小军", "visited", "枫溪陈列馆"),
        ),
        (
            "[孙小军:PER]来到位于[岚水县:LOC]的[枫溪古街:LOC]考察调研。",
            ("孙小军", "visited", "枫溪古街"),
        ),
        ("[孙小军:PER]同来宾来到[百年剧场:LOC]，欣赏折子戏。", ("孙小军", "visited", "百年剧场")),
        (
            "[王小喜:PER]说：“让他们更接地气。”最近，他又带着村干部到[岚水县:LOC]调研。",
            ("王小喜", "visited", "岚水县"),
        ),
        # Aid, and doing things together.
        (
            "[云岭市消防救援支队:ORG]调配2台排涝车，分赴[柳堰镇:LOC]、[梧桥镇:LOC]等排涝前线。",
            ("云岭市消防救援支队", "supports", "梧桥镇"),
        ),
        (
            "[岚水县记者协会:ORG]与[岚水县委宣传部:ORG]首次在[云岭大会:ORG]期间共同举办展览。",
            ("岚水县记者协会", "cooperatesWith", "岚水县委宣传部"),
        ),
    ],
)
def test_is_read(text: str, said: tuple[str, str, str]) -> None:
    assert said in triples(text)


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        # The student came to the city, not the university.
        ("第一次来到[岚水县:LOC]的[台湾大学:ORG]学生[陈小安:PER]很期待。", "locatedIn"),
        # It is the reporter who walks in, with somebody to lead the way.
        ("记者跟着[高小敏:PER]走进[上湾村:LOC]，田里一片绿。", "visited"),
        # Since something began is no coming.
        ("[徐小军:PER]介绍，活动开展以来，[岚水县:LOC]扎实开展调查研究。", "visited"),
        # A meeting of many, and the one whose words were studied there.
        ("[丁小祥:PER]到[云岭集团:ORG]调研并主持召开座谈会，学习[习小平:PER]总书记讲话。", "met"),
        ("[普小京:PER]将不出席第十五次会晤，由[拉小夫:PER]代表。", "met"),
        # Whoever finds aid wrong gives none; what is only proposed is not given.
        ("[甲国:LOC]参议员[莱小希:PER]认为，向[乙国:LOC]提供弹药的决定是错误。", "supports"),
        # A pipe is no aid.
        ("[甲国:LOC]向[乙国:LOC]输送天然气的管道爆炸。", "supports"),
        ("来自[岚水县非遗中心:LOC]的[古小兰:PER]欣赏了文创产品。", "residesIn"),
        ("在[示例黄连种植基地:LOC]，村民[刘小平:PER]指着药田。", "residesIn"),
        # A brand and the company of it are no whole and part.
        ("[岚水博泓:ORG]很忙。[岚水博泓信息科技有限公司:ORG]的技术人员更忙。", "partOf"),
        ("[安家镇:LOC]紧邻[牛角河:LOC]，是[岚水县:LOC]大米的主要产区。", "locatedIn"),
        ("[示例省农业科学院:ORG]博士[李小斌:PER]带领团队攻关。", "studiedAt"),
        ("[岚水县:LOC]赛区坐落于[岚水湖旅游度假区:LOC]内。", "locatedIn"),
    ],
)
def test_is_not_read(text: str, predicate: str) -> None:
    assert set() == triples(text, predicate)


def test_who_signs_together_with_one_does_not_sign_with_the_others() -> None:
    text = "[岚水市政府:ORG]与[甲联合会:ORG]、[乙联合会:ORG]签署合作备忘录。"

    assert ("岚水市政府", "cooperatesWith", "乙联合会") in triples(text)
    assert ("甲联合会", "cooperatesWith", "乙联合会") not in triples(text)


def test_titles_in_quotation_marks_and_second_posts() -> None:
    assert ("夏小娟", "上湾村", "第一书记", "current") in posts(
        "认识了选派到[上湾村:LOC]的“第一书记”[夏小娟:PER]。"
    )
    assert ("阳小慧", "青罗食品有限公司", "总经理", "current") in posts(
        "[阳小慧:PER]是[柳堰镇:LOC]人，也是[青罗食品有限公司:ORG]总经理，做的是电商。"
    )


def test_a_company_goes_by_the_front_of_its_name_and_is_no_part_of_itself() -> None:
    extraction = related(
        "[岚水物业:ORG]服务到家。[岚水物业服务股份有限公司:ORG]总经理[姚小成:PER]说，[岚水物业:ORG]在扩大。"
    )

    assert "岚水物业服务股份有限公司" == names(extraction)["岚水物业"]
    assert not [claim for claim in extraction.claims if claim.predicate.name == "partOf"]


def test_a_company_of_the_group_is_not_the_group() -> None:
    extraction = related("[岚水物业:ORG]来了。[岚水物业投资有限公司:ORG]也来了。")

    assert "岚水物业" == names(extraction)["岚水物业"]


def test_kin_whom_one_deals_with() -> None:
    said = ("刘小仙", "parentOf", "刘小珊")

    assert said in triples("[刘小仙:PER]把大学毕业后在外地工作的女儿[刘小珊:PER]劝回家乡。")
    # The daughter of somebody else.
    assert said not in triples("[刘小仙:PER]给村里会计的女儿[刘小珊:PER]打电话。", "parentOf")


def test_the_village_of_the_sentence_is_meant_where_it_names_one() -> None:
    text = (
        "[四合新村:LOC]来了干部，[四合新村:LOC]热闹了，[四合新村:LOC]富了。"
        "派驻[东岗村:LOC]的干部在[村卫生室:ORG]搭建起平台。"
    )

    assert "东岗村卫生室" == names(related(text))["村卫生室"]


def test_schools_by_the_first_characters_of_their_words() -> None:
    text = "[甘肃省林业卫生学校:ORG]开学了。[甘肃省林业卫校:ORG]与[云岭大学:ORG]开展首批贯通培养。"

    assert ("甘肃省林业卫生学校", "cooperatesWith", "云岭大学") in triples(text)


def test_departments_with_a_number_and_village_doctors() -> None:
    assert ("赵小英", "云岭儿童医院", "呼吸二科主任", "current") in posts(
        "[云岭儿童医院:ORG]呼吸二科主任[赵小英:PER]表示欢迎。"
    )
    assert ("刘小生", "上湾村卫生室", "乡村医生", "current") in posts(
        "[上湾村卫生室:ORG]乡村医生[刘小生:PER]来了。"
    )


def test_who_works_in_what_people_have_built() -> None:
    assert ("马小特", "枫溪无水港", "调度员", "current") in posts(
        "[枫溪无水港:LOC]的调度员[马小特:PER]确认信息。"
    )
    # A place that nobody has built employs no reporters.
    assert not posts("[香港:LOC]记者[马小特:PER]到场。")


def test_words_that_begin_like_a_mark_of_status() -> None:
    assert ("王小志", "云岭建设公司", "现场工程师", "current") in posts(
        "[云岭建设公司:ORG]现场工程师[王小志:PER]介绍。"
    )
    assert ("王小志", "云岭建设公司", "总经理", "current") in posts(
        "[云岭建设公司:ORG]现总经理[王小志:PER]介绍。"
    )


def test_what_bodies_do_together_somewhere() -> None:
    text = "[应急管理局:ORG]和[岚水县人民政府:ORG]在[柳堰镇:LOC]等地联合举行演习。"

    assert ("应急管理局", "cooperatesWith", "岚水县人民政府") in triples(text)
    assert ("应急管理局", "cooperatesWith", "柳堰镇") not in triples(text)


def test_a_post_before_what_somebody_is_called_besides() -> None:
    assert ("吴小亮", "云岭画院", "院长", "current") in posts("[云岭画院:ORG]院长、策展人[吴小亮:PER]发言。")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("由[云岭省:LOC]援建的[岚水产业园:LOC]投入运营。", ("云岭省", "supports", "岚水产业园")),
        ("[岚水县委组织部:ORG]派驻[上湾村:LOC]的工作队帮了忙。", ("岚水县委组织部", "supports", "上湾村")),
        (
            "[云岭省:LOC]在培训方面发力，选派57名教师支援[岚水县:LOC]9所学校。",
            ("云岭省", "supports", "岚水县"),
        ),
        ("[国润股份有限公司:ORG]在[岚水县:LOC]设厂后，他回来了。", ("国润股份有限公司", "invests", "岚水县")),
        (
            "[岚水区:LOC]在[上湾街道:LOC]增设设施，同时与[铁塔集团:ORG]共同打造驿站。",
            ("岚水区", "cooperatesWith", "铁塔集团"),
        ),
        ("[上湾村:LOC]竹笛非遗传承匠人[黄小东:PER]来了。", ("黄小东", "residesIn", "上湾村")),
        (
            "[岚水县:LOC]，[禾丰公司:ORG]投资了一片园子，当地农户[詹小兰:PER]被聘来做管理。",
            ("詹小兰", "residesIn", "岚水县"),
        ),
        ("[喀什:LOC]地区[疏勒县:LOC]的番茄熟了。", ("疏勒县", "locatedIn", "喀什地区")),
    ],
)
def test_is_read_too(text: str, said: tuple[str, str, str]) -> None:
    assert said in triples(text)


def test_people_at_work() -> None:
    assert ("张小海", "云岭食品集团", "工人", "current") in posts(
        "在[云岭食品集团:ORG]车间内，工人[张小海:PER]麻利地处理牛肉。"
    )
    assert ("戴小浩", "西园社区", "协理员", "current") in posts(
        "[戴小浩:PER]是[西园社区:LOC]的一名就业协理员。"
    )
    # A county has no such workers, and what stands between is the name of something else.
    assert not posts("[岚水县:LOC]协理员[戴小浩:PER]来了。")
    assert not posts("[岚水县:LOC]现代蔬菜产业园负责人[刘小军:PER]说。")


def test_here_is_the_village_named_last() -> None:
    text = (
        "[薛家村:LOC]办起工坊，[薛家村:LOC]富了。[薛家村:LOC]往北，有一个古村落——[新光村:LOC]。"
        "在这里，村民[陈小松:PER]创办了基地。"
    )

    assert triples(text, "residesIn") == {("陈小松", "residesIn", "新光村")}


def test_the_school_that_is_pointed_at() -> None:
    assert ("韩小松", "涿州市职教中心", "党总支书记", "current") in posts(
        "[涿州市职教中心:ORG]安置点里，安置点负责人、该校党总支书记[韩小松:PER]正在安排工作。"
    )


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            "在[岚水市防御中心:ORG]，工作人员[罗小菠:PER]紧盯着屏幕。",
            ("罗小菠", "岚水市防御中心", "工作人员"),
        ),
        (
            "走进[下浓村:LOC][湖羊养殖基地:LOC]，饲养员[陈小沅:PER]来了。",
            ("陈小沅", "湖羊养殖基地", "饲养员"),
        ),
        (
            "[云岭市委宣传部:ORG]分管日常工作的副部长[赵小东:PER]介绍。",
            ("赵小东", "云岭市委宣传部", "副部长"),
        ),
        ("退休后，[刘小娟:PER]担任了[云岭护理总队:ORG]秘书长一职。", ("刘小娟", "云岭护理总队", "秘书长")),
        (
            "[云岭医院:ORG]慢性病一体化门诊主任[陈小杰:PER]说。",
            ("陈小杰", "云岭医院", "慢性病一体化门诊主任"),
        ),
        (
            "在[岚水县:LOC][河溪社区:LOC]，社区第一书记[张小蓉:PER]在直播。",
            ("张小蓉", "河溪社区", "社区第一书记"),
        ),
        ("他叫[叶小平:PER]，是[卜陈学校:ORG]的一名教师。", ("叶小平", "卜陈学校", "教师")),
    ],
)
def test_posts_in_local_news(text: str, held: tuple[str, str, str]) -> None:
    assert (*held, "current") in posts(text)


def test_an_official_who_comes_to_a_company_is_none_of_its_staff() -> None:
    assert not posts("在[禾丰公司:ORG]，副县长[李小明:PER]了解情况。")


def test_visits_told_behind() -> None:
    assert ("马小拉", "visited", "云岭研究院") in triples(
        "在参观[云岭研究院:ORG]后，[马小拉:PER]一行合影留念。"
    )
    # It is her film that is talked of.
    assert not triples("参观[云岭研究院:ORG]后，[马小拉:PER]的影片上映。", "visited")


def test_a_student_who_is_something_besides() -> None:
    text = "[云岭大学:ORG]博士生、[岚水:LOC]运动会志愿者[戚小特:PER]是火炬手。"

    assert ("戚小特", "studiedAt", "云岭大学") in triples(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[唐小建:PER]成为[云岭速递四部:ORG]负责人，但遭受挫折。", ("唐小建", "holdsPost", "云岭速递四部")),
        (
            "[云岭励志报告团:ORG]组建成立，成员是各行业的代表，如今，[唐小建:PER]也成为其中一员。",
            ("唐小建", "memberOf", "云岭励志报告团"),
        ),
        ("学生[徐小梅:PER]来自[岚水县:LOC]一个偏远村落，很用功。", ("徐小梅", "bornIn", "岚水县")),
        ("[云岭集团:ORG]还搭建了平台，设立[云岭学院:ORG]，开设课程。", ("云岭集团", "founded", "云岭学院")),
        ("[岚水县:LOC]区里来人。[临水区:LOC]区长[何小兵:PER]说。", ("何小兵", "holdsPost", "临水区")),
        (
            "[安家庄村:LOC]进了水。村委会主任[李小芳:PER]传回消息。".replace("村委会", "[村委会:ORG]"),
            ("李小芳", "holdsPost", "安家庄村村委会"),
        ),
    ],
)
def test_is_read_of_those_who_become_and_found(text: str, said: tuple[str, str, str]) -> None:
    assert said in triples(text)


def test_who_comes_to_a_place_does_not_live_there() -> None:
    assert not triples("带孩子到[枫溪烈士陵园:LOC]祭奠的市民[许小慧:PER]说。", "residesIn")


def test_a_place_that_stands_beside_one_that_lies_somewhere() -> None:
    text = "[云岭纪念馆:LOC]、位于[岚水县:LOC]的[枫溪烈士陵园:LOC]也举行了活动。"

    assert triples(text, "locatedIn") == {("枫溪烈士陵园", "locatedIn", "岚水县")}


def test_what_stands_in_another_place_is_not_the_one_with_the_longer_name() -> None:
    text = "[岚水县:LOC]的[革命烈士陵园:LOC]很静。[闽西革命烈士陵园:LOC]也举行了活动。"

    assert "革命烈士陵园" == names(related(text))["革命烈士陵园"]


def test_a_joint_stock_company_is_no_part_of_its_brand() -> None:
    text = "[云岭茅台:ORG]出名。[云岭茅台酒股份有限公司:ORG]捐款。"

    assert not triples(text, "partOf")


def test_who_went_to_work_somewhere_and_whom_one_comes_to() -> None:
    text = "41岁的[王小芳:PER]是[上湾村:LOC]村民，4年前来到[扬帆食品有限公司:ORG]工作，如今已成为组长。"

    assert ("王小芳", "worksAt", "扬帆食品有限公司") in triples(text)
    # He came to see how others work there.
    assert not triples("县长[王小明:PER]来到[扬帆食品有限公司:ORG]工作现场。", "worksAt")
    assert ("胡小军", "residesIn", "上湾村") in triples(
        "[上湾村:LOC]很静。走进村民[胡小军:PER]家，菜长得正好。"
    )


def test_a_cooperative_by_its_own_name() -> None:
    text = "[禾丰种植专业合作社:ORG]上了设备。[禾丰合作社:ORG]负责人[徐小东:PER]说。"

    assert ("徐小东", "holdsPost", "禾丰种植专业合作社") in triples(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[云岭商会:ORG]副会长[白小科:PER]宣布，向[岚水县医院:ORG]捐赠救护车两辆。",
            ("云岭商会", "supports", "岚水县医院"),
        ),
        (
            "[岚水县医院:ORG]派出的10人医疗队登上了开往[云岭县:LOC]的大巴。",
            ("岚水县医院", "supports", "云岭县"),
        ),
        (
            "[白小科:PER]来到[岚水县医院:ORG]，与院长[任小新:PER]谈起缺药。",
            ("白小科", "visited", "岚水县医院"),
        ),
        (
            "[白小科:PER]率领的[甲:LOC][乙:LOC]考察团28人抵达[岚水县:LOC]。",
            ("白小科", "visited", "岚水县"),
        ),
        (
            "后来，[白小科:PER]和弟弟[白小学:PER]外出，办起了[云岭集团:ORG]。",
            ("白小学", "founded", "云岭集团"),
        ),
        ("[云岭新材:ORG]控股股东[岚水集团:ORG]增持。", ("岚水集团", "invests", "云岭新材")),
        ("[云岭基金:ORG]合计持有[岚水股份:ORG]1200万股。", ("云岭基金", "invests", "岚水股份")),
        (
            "[云岭集团:ORG]以3亿元收购[甲信托:ORG]持有的[岚水公司:ORG]30%的股权。",
            ("云岭集团", "invests", "岚水公司"),
        ),
        ("[云岭集团:ORG]以自有资金3万元向[岚水公司:ORG]增资。", ("云岭集团", "invests", "岚水公司")),
        ("[云岭集团:ORG]及其控股子公司[岚水药业:ORG]公告。", ("岚水药业", "partOf", "云岭集团")),
        ("[云岭集团:ORG]在[甲市:LOC]的子公司[岚水药业:ORG]投产。", ("岚水药业", "partOf", "云岭集团")),
        ("[岚水药业:ORG]母公司[云岭集团:ORG]公告。", ("岚水药业", "partOf", "云岭集团")),
        (
            "[云岭新材:ORG]收购[岚水化工:ORG]70%股权，[岚水化工:ORG]由此成为其控股子公司。",
            ("岚水化工", "partOf", "云岭新材"),
        ),
        ("[云岭传媒:ORG]与[岚水公司:ORG]的合作是第一次。", ("云岭传媒", "cooperatesWith", "岚水公司")),
        (
            "多年来，[云岭银行:ORG]支持[甲市:LOC]、[乙市:LOC]建设，与[岚水县水利局:ORG]、[岚水县环境局:ORG]等签署协议。",
            ("云岭银行", "cooperatesWith", "岚水县水利局"),
        ),
        ("[甲县交通局:ORG]与[乙县交通局:ORG]联合组织会商。", ("甲县交通局", "cooperatesWith", "乙县交通局")),
        (
            "[云岭医疗:ORG]牵头与[甲大学:ORG]、[乙大学:ORG]等高校、科研院所合作，得到支持。",
            ("云岭医疗", "cooperatesWith", "乙大学"),
        ),
        ("[甲市:LOC]结对[乙州:LOC]以来，项目落地。", ("甲市", "supports", "乙州")),
        ("[云岭学院:ORG]在[甲省:LOC][岚水县:LOC]开展教育帮扶。", ("云岭学院", "supports", "岚水县")),
        ("[云岭学院:ORG]对[岚水县:LOC]的美育帮扶走入新阶段。", ("云岭学院", "supports", "岚水县")),
        ("[云岭公司:ORG]还在[岚水村:LOC]派驻专门团队。", ("云岭公司", "supports", "岚水村")),
        (
            "[甲防总:ORG]启动应急响应，并派出工作组分赴[岚水县:LOC]、[云岭县:LOC]等地协助指导防汛工作。",
            ("甲防总", "supports", "岚水县"),
        ),
        ("在[甲省:LOC][岚水县:LOC]考察时，[白小科:PER]指出，要保护古城。", ("白小科", "visited", "岚水县")),
        ("正在[岚水县:LOC]考察的[白小科:PER]来到这里。", ("白小科", "visited", "岚水县")),
        ("在同[甲国:LOC]总统[任小新:PER]会谈时，[白小科:PER]说，合作很好。", ("白小科", "met", "任小新")),
        ("[白小科:PER]率[云岭考察团:ORG]访[华:LOC]。", ("白小科", "visited", "中国")),
        ("[云岭药业:ORG]和[岚水公司:ORG]成立了合资公司。", ("云岭药业", "cooperatesWith", "岚水公司")),
    ],
)
def test_what_companies_do_with_one_another_and_with_places(text: str, said: tuple[str, str, str]) -> None:
    assert said in triples(text)


@pytest.mark.parametrize(
    "text",
    [
        # A wish for shares, others' shares, a hotel where a group is received, what might be done together.
        "[云岭公司:ORG]发布受让[岚水公司:ORG]股权意向的公告。",
        "[云岭公司:ORG]的客户持有[岚水公司:ORG]30%的股权。",
        "[白小科:PER]在[岚水宾馆:LOC]会见考察团。",
        "[云岭公司:ORG]与[岚水公司:ORG]的合作前景广阔。",
        "[云岭公司:ORG]欲入主[岚水公司:ORG]的传闻不断。",
        "[云岭公司:ORG]大股东公告，[岚水公司:ORG]停牌。",
    ],
)
def test_what_might_be_between_companies(text: str) -> None:
    extraction = related(text)
    assert not [c for c in extraction.claims if c.status is Status.CURRENT]


_ASSEMBLY = "[全国人大常委会:ORG]会议13日闭幕。"


def test_an_office_of_the_one_body_behind_the_name() -> None:
    chaired = _ASSEMBLY + "[何小国:PER]委员长主持会议，委托[李小忠:PER]副委员长作说明。"
    held = {
        ("何小国", "全国人大常委会", "委员长", "current"),
        ("李小忠", "全国人大常委会", "副委员长", "current"),
    }
    assert held == set(posts(chaired))
    # Two states have such a body.
    assert not posts(_ASSEMBLY + "[最高人民会议常任委员会:ORG]派人来访。[崔小海:PER]委员长致辞。")
    assert not posts(_ASSEMBLY + "[何小国:PER]主持会议。")


def test_what_villagers_receive_is_no_office_of_their_village() -> None:
    letter = "[上湾村:LOC]的村民收到总书记的回信，牢记[何小国:PER]总书记的嘱托。"
    assert not posts(letter)


@pytest.mark.parametrize(
    "text",
    [
        "[上湾村:LOC]在修路。65岁的村民[于小克:PER]很高兴。",
        "[上湾村:LOC]在修路。今年60岁的村民[于小克:PER]很高兴。",
        "[上湾村:LOC]在修路。90后村民[于小克:PER]当起志愿者。",
        "[上湾村:LOC]在修路。他来到了村民[于小克:PER]的家。",
        "午后，[上湾村:LOC]，76岁的老伯[于小克:PER]下楼左拐。",
        "[上湾村:LOC]蟹农[于小克:PER]用手比画。",
    ],
)
def test_residents_by_their_age_and_trade(text: str) -> None:
    assert ("于小克", "residesIn", "上湾村") in triples(text)


def test_whose_age_is_told_where_he_comes_to() -> None:
    assert not triples("[云岭市:LOC]，45岁的记者[于小克:PER]来了。", "residesIn")


def test_a_part_of_a_town() -> None:
    part = "小麦来自[柳堰镇:LOC][岚水片区:LOC]。"
    assert ("岚水片区", "locatedIn", "柳堰镇") in triples(part)
    assert not triples("小麦来自[柳堰镇:LOC][梧桥镇:LOC]。", "locatedIn")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("[审计署:ORG]审计长[何小国:PER]作报告。", ("何小国", "审计署", "审计长")),
        ("[岚水供电公司:ORG]无人机飞手[何小国:PER]介绍。", ("何小国", "岚水供电公司", "无人机飞手")),
        ("[云岭农业大学:ORG]科技特派员[何小国:PER]来了。", ("何小国", "云岭农业大学", "科技特派员")),
    ],
)
def test_titles_of_our_days(text: str, held: tuple[str, str, str]) -> None:
    assert (*held, "current") in posts(text)


def test_whose_degree_is_of_which_school() -> None:
    assert ("何小国", "studiedAt", "云岭医学院") in triples("[云岭医学院:ORG]博士[何小国:PER]来了。")
    assert not triples("[云岭科学院:ORG]博士[何小国:PER]来了。", "studiedAt")
