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
    ("翻过[青麻岭:LOC]，[青麻岭山口:LOC]结着霜", "青麻岭", "青麻岭山口"),
    ("粤港[澳:LOC]大湾区", "澳", "澳门特别行政区"),
    ("中[澳:LOC]自贸协定", "澳", "澳大利亚"),
    ("[四川:LOC]和[重庆:LOC]：[川:LOC]渝两地", "川", "四川省"),
    ("[嘉禾藏书楼:LOC]开放，[藏书楼:LOC]里人多", "藏书楼", "嘉禾藏书楼"),
    # Bodies of a level
    ("[云岭市:LOC]通报，[市教育局:ORG]部署", "市教育局", "云岭市教育局"),
    ("[栖山县:LOC]的会上，[县委:ORG]要求", "县委", "栖山县委"),
    ("[云岭市委:ORG]发文，[市委:ORG]要求", "市委", "云岭市委"),
    ("[大河镇:LOC]很远。\n[小河镇:LOC]很近，[镇党委:ORG]开会", "镇党委", "小河镇党委"),
    ("[青石村党支部:ORG]书记、[村委会:ORG]主任", "村委会", "青石村村委会"),
    ("[云岭市财政局:ORG]、[商务局:ORG]等部门", "商务局", "云岭市商务局"),
    # A recognizer cut 云岭|县政府 in two; the text still says which county.
    ("[云岭县财政局:ORG]拨款。[远山县:LOC]干部到云岭[县政府:ORG]学习", "县政府", "云岭县政府"),
    # The only city around the county, by the map
    ("[襄垣县:LOC]下雨，[市水利局:ORG]通知", "市水利局", "长治市水利局"),
    ("[栖山县委:ORG]常委、[组织部:ORG]部长[贺长林:PER]", "组织部", "栖山县委组织部"),
    ("[栖山县水利局:ORG]说，[栖山:LOC]下雨", "栖山", "栖山县"),
    ("[保亭黎族苗族自治县:LOC]和[保亭县:LOC]是一个地方，[保亭:LOC]", "保亭", "保亭黎族苗族自治县"),
    ("[垫江县:LOC]有[县医院:ORG]，[垫江县人民医院:ORG]", "县医院", "垫江县人民医院"),
    # What is listed right after a body of the level is of its place, whatever else is named.
    (
        "[湖北省:LOC]很大，[湖北省:LOC]很远。[福建省委:ORG]书记、[省人大常委会:ORG]主任",
        "省人大常委会",
        "福建省人大常委会",
    ),
    ("[杭州市:LOC]有湖，[西湖区:LOC]通知，[西湖:LOC]办事处", "西湖", "西湖区"),
    ("[湖南省:LOC]来客，[平江:LOC]下雨", "平江", "平江县"),
    ("[绥芬河:LOC]口岸", "绥芬河", "绥芬河市"),
    ("[台湾社区:LOC]里住着[台湾:LOC]同胞", "台湾", "台湾省"),
    ("[吉林市:LOC]下雨，[吉林:LOC]的冬天", "吉林", "吉林市"),
    ("[柬埔寨:LOC]大选，[人民党:ORG]获胜。[柬人民党:ORG]说。[柬埔寨人民党:ORG]", "柬人民党", "柬埔寨人民党"),
    # Long and short forms
    ("[栖山县教育和体育局:ORG]通知，[县教体局:ORG]说", "县教体局", "栖山县教育和体育局"),
    ("[栖山县:LOC]下雨，[县文化和旅游局:ORG]通知", "县文化和旅游局", "栖山县文化和旅游局"),
    ("[云岭市:LOC]通报，[市卫生健康委员会:ORG]部署", "市卫生健康委员会", "云岭市卫生健康委员会"),
    # Where the full name is written, it is the name, and 县医院 is the short form of one.
    ("[栖山县文旅局:ORG]通知，[县文化和旅游局:ORG]说", "县文化和旅游局", "栖山县文旅局"),
    ("[垫江县:LOC]下雨，[县医院:ORG]接诊", "县医院", "垫江县人民医院"),
    ("[云岭市自然资源和规划局:ORG]，[云岭市自规局:ORG]", "云岭市自规局", "云岭市自然资源和规划局"),
    (
        "[云岭市城市建设投资集团有限公司:ORG]，[云岭市城投集团:ORG]",
        "云岭市城投集团",
        "云岭市城市建设投资集团有限公司",
    ),
    (
        "[云岭市人大常委会:ORG]开会，[云岭市第十届人民代表大会常务委员会:ORG]说。[云岭市人大常委会:ORG]",
        "云岭市第十届人民代表大会常务委员会",
        "云岭市人大常委会",
    ),
    ("[云岭市文物局党组:ORG]书记", "云岭市文物局党组", "云岭市文物局"),
    (
        "[湖东丰源茶业集团有限公司:ORG]，[湖东丰源茶业集团:ORG]，[湖东丰源集团:ORG]",
        "湖东丰源集团",
        "湖东丰源茶业集团有限公司",
    ),
    (
        "[山西振源健康产业集团有限公司:ORG]。[振源集团:ORG]说。[振源:ORG]说",
        "振源",
        "山西振源健康产业集团有限公司",
    ),
    ("[山西振源集团:ORG]捐款。[振源集团:ORG]说，[振源:ORG]还将捐", "振源", "山西振源集团"),
    ("[云岭市自然资源和规划局:ORG]说。[市自规局:ORG]说", "市自规局", "云岭市自然资源和规划局"),
    ("[栖山县宏远化工有限公司:ORG]（[宏远化工:ORG]）", "宏远化工", "栖山县宏远化工有限公司"),
    (
        "[云岭市卫健委:ORG]说。[云岭市卫生健康委员会:ORG]说。[云岭市卫健委:ORG]说",
        "云岭市卫生健康委员会",
        "云岭市卫健委",
    ),
    ("[丰源粮油集团有限公司:ORG]成立，[丰源粮油集团:ORG]捐款", "丰源粮油集团", "丰源粮油集团有限公司"),
    ("[岭南医学院附属和济医院:ORG]派人，[和济医院:ORG]医生", "和济医院", "岭南医学院附属和济医院"),
    ("[丰源粮油集团有限公司:ORG]（以下简称“丰粮”）成立，[丰粮:ORG]捐款", "丰粮", "丰源粮油集团有限公司"),
    ("[丰源粮油集团:ORG]建厂。公司董事长[方志远:PER]说", "公司", "丰源粮油集团"),
    ("[甲电子公司:ORG]与[乙化工公司:ORG]签约。次日[甲电子公司:ORG]开工，该公司说", "该公司", "甲电子公司"),
    ("[云岭市中医院:ORG]很远。[小河镇卫生院:ORG]缺药，该院说", "该院", "小河镇卫生院"),
    ("[振源（长治）粮油工业有限公司:ORG]投产，[振源公司:ORG]说", "振源公司", "振源（长治）粮油工业有限公司"),
    ("[全国人大常委会:ORG]开会，[常委会:ORG]组成人员分组讨论", "常委会", "全国人大常委会"),
    ("[越共中央政治局:ORG]委员、[国防部:ORG]部长", "国防部", "越南国防部"),
    # People
    ("[贺长林:PER]来了，贺书记说", "贺书记", "贺长林"),
    ("[段爱平:PER]是村支书，老段说", "老段", "段爱平"),
    ("主治医师[王静:PER]和[王国柱:PER]在场，王医生说", "王医生", "王静"),
    # Of two of the surname the one named so far; one form means one person in one article.
    ("老丁的课\n[丁怀玉:PER]上课，老丁说。\n[丁亦农:PER]来接他", "老丁", "丁怀玉"),
    # The only one of the surname there who bears no other title
    ("“还差段书记。”他说。[段长林:PER]来了，身后是村医[段晓山:PER]", "段书记", "段长林"),
    ("[孙立群:PER]陪同。[立群:PER]同志，要回头看", "立群", "孙立群"),
    ("[王静:PER]来了，王女士说", "王女士", "王静"),
    ("[习仲远:PER]在家。[习近山:PER]主席来了，习主席说", "习主席", "习近山"),
    ("[弗拉基米尔·泽林:PER]抵达，[泽林:PER]说", "泽林", "弗拉基米尔·泽林"),
]

STANDS_ALONE = [
    # Two of the surname, and nothing says which.
    ("[王静:PER]和[王国柱:PER]在场，王主任说", "王主任"),
    # 强 is a surname only in books, 李 is one: 李强 is a name of his own.
    ("[王李强:PER]和[李强:PER]在场", "李强"),
    ("[孙立群:PER]和[周立群:PER]在场，[立群:PER]说", "立群"),
    # Somebody new is introduced, and a reporter is nobody whom the article speaks of.
    ("[王静:PER]来了。乘客王女士说", "王女士"),
    ("本报记者[王静:PER] 昨天王女士说", "王女士"),
    ("[加孜拉:PER]在骆驼乳加工厂", "加工"),
    ("[时应峰:PER]跑了4个小时", "小时"),
    # Two of the surname, both named before
    ("[王静:PER]来了。\n[王国柱:PER]来了。\n老王说", "老王"),
    # No place of that level is spoken of.
    ("会上，[市教育局:ORG]部署工作", "市教育局"),
    # The education bureau of old is not the one for education and sports.
    ("[栖山县教育体育局:ORG]成立，[栖山县教育局:ORG]撤销", "栖山县教育局"),
    # Two bureaus that one short form fits
    ("[云岭市农业科技局:ORG]和[云岭市农村科技局:ORG]，[云岭市农科局:ORG]", "云岭市农科局"),
    # A university and an institute in another city that bears its name
    ("[深圳清华大学研究院:ORG]和[深圳清华大学:ORG]，[清华大学:ORG]", "清华大学"),
    # Two companies, and nothing says which
    ("[甲电子公司:ORG]与[乙化工公司:ORG]签约。公司董事长[方志远:PER]说", "公司"),
    ("[山西振源集团:ORG]和[湖北振源集团:ORG]，[振源集团:ORG]说", "振源集团"),
    ("[全国人大常委会:ORG]和[云岭市人大常委会:ORG]，[常委会:ORG]说", "常委会"),
    # The group is not one of its companies.
    ("[丰源集团:ORG]旗下的[丰源东湖重型机械（集团）有限公司:ORG]", "丰源集团"),
    # Two groups of one name
    ("[丰源茶业集团公司:ORG]、[丰源粮油集团公司:ORG]，[丰源集团:ORG]", "丰源集团"),
    # The branch abroad, the branch in a city, a group of two groups
    ("[希腊中国友好协会:ORG]和[中国友好协会:ORG]", "中国友好协会"),
    ("[丰源公司:ORG]和[丰源重庆分公司:ORG]", "丰源公司"),
    ("[丰源集团:ORG]并入[丰源集团华源集团有限公司:ORG]", "丰源集团"),
    ("[江苏省全国人大:ORG]和[全国人大:ORG]", "全国人大"),
    # A village has no 政协.
    ("[石椅村:LOC]的几位[政协:ORG]委员", "政协"),
    # A group and a company that share a word are not one.
    ("[华源集团:ORG]旗下[华源医药公司:ORG]", "华源集团"),
    # The basin is not the river.
    ("[塔里木:LOC]很干，[塔里木河:LOC]有水", "塔里木"),
    # A river is named, its province is not.
    ("沿[川:LOC]而下", "川"),
    # The one people's party is not the other's, nor 美院 an American court.
    ("[东国:LOC]和[美国:LOC]，[美院:ORG]的学生", "美院"),
    # A hill is no district, a lake none of the city's where it is not spoken of as one, a river no county.
    ("游人登上[香山:LOC]看红叶", "香山"),
    ("[杭州市:LOC]的[西湖:LOC]边", "西湖"),
    ("[乌鲁木齐市:LOC]，[天山:LOC]南北", "天山"),
    ("[白河:LOC]流进[黄河:LOC]", "白河"),
    ("[苏州市:LOC]的[平江:LOC]历史文化街区", "平江"),
    # Villages, towns and quarters are called after what is larger.
    ("[黄河乡:LOC]在[黄河:LOC]源头", "黄河"),
    ("[地球村:LOC]在[地球:LOC]上", "地球"),
    ("总统在[吉布提市:LOC]说，[吉布提:LOC]愿合作", "吉布提"),
    ("[沙特阿拉伯:LOC]和其他[阿拉伯:LOC]国家", "阿拉伯"),
    # The Arab countries and one of them
    ("[阿拉伯:LOC]国家博览会上，[阿曼:LOC]商人说中[阿:LOC]友好", "阿"),
]


STANDS_FOR += [
    ("[美国:LOC]前[财政部:ORG]长[保小森:PER]到访", "财政部", "美国财政部"),
    ("应[摩洛哥:LOC]邀请，代表团会见[众议院:ORG]副议长", "众议院", "摩洛哥众议院"),
    ("[乌克兰:LOC]局势紧张。[总统府:ORG]发表声明", "总统府", "乌克兰总统府"),
]
STANDS_ALONE += [
    # Two that could be, and a ministry that China has too.
    ("[法国:LOC]和[德国:LOC]会谈，[众议院:ORG]表决", "众议院"),
    ("针对[日本:LOC]的举动，[国防部:ORG]发言人表示", "国防部"),
    # What two have between them is not the one, nor the group of one province that of another.
    ("[东国—世界茶叶组织:ORG]合作十年。[世界茶叶组织:ORG]负责人说", "世界茶叶组织"),
    ("[广西汽车集团有限公司:ORG]和[陕西汽车控股集团有限公司:ORG]", "广西汽车集团有限公司"),
]


@pytest.mark.parametrize(("marked", "surface", "name"), STANDS_FOR)
def test_a_short_form_stands_for_its_full_name(marked: str, surface: str, name: str) -> None:
    assert name == names(related(marked))[surface]


@pytest.mark.parametrize(("marked", "surface"), STANDS_ALONE)
def test_what_cannot_be_told_stands_alone(marked: str, surface: str) -> None:
    assert surface == names(related(marked)).get(surface, surface)


@pytest.mark.parametrize(
    ("marked", "rules"),
    [
        ("[栖山县:LOC]下雨，[栖山:LOC]的路", ["place-short-form"]),
        ("[栖山县:LOC]干部到该县[柳堰镇:LOC]走访", ["pointer"]),
        ("[法国:LOC]总统来访，[法方:LOC]愿合作", ["country-by-sign"]),
        ("[云岭市:LOC]通报，[市教育局:ORG]部署", ["territory-of-level"]),
        ("[襄垣县:LOC]下雨，[市水利局:ORG]通知", ["territory-by-map"]),
        ("[栖山县委:ORG]常委、[组织部:ORG]部长[贺长林:PER]", ["department-of-coordinate"]),
        ("[云岭市财政局:ORG]、[商务局:ORG]等部门", ["territory-of-coordinate"]),
        ("[段爱平:PER]是村支书，老段说", ["surname-with-title"]),
    ],
)
def test_an_alias_names_its_rule(marked: str, rules: list[str]) -> None:
    assert rules == [alias.rule for alias in related(marked).aliases]


def test_mentions_keep_their_text() -> None:
    extraction = related("[段爱平:PER]是村支书，老段说")
    assert ["段爱平", "老段"] == [mention.text for mention in extraction.mentions]


def test_other_languages_are_left_as_they_are() -> None:
    from dataclasses import replace

    from kg.coreference import link

    extraction = annotated("[Jane Doe:PER] spoke.")
    english = replace(extraction, document=replace(extraction.document, language="en"))
    assert english == link(english)


def published_by(publisher: str, marked: str) -> dict[str, str]:
    """What each surface stands for in an article of that paper."""
    from dataclasses import replace

    from kg.coreference import link

    extraction = annotated(marked)
    return names(link(replace(extraction, document=replace(extraction.document, publisher=publisher))))


def test_a_paper_says_whose_committee_is_meant() -> None:
    text = "[远山县:LOC]告急，[远山县:LOC]求援。[栖山县水利局:ORG]说，[县委:ORG]已派人"
    assert published_by("栖山县融媒体中心", text)["县委"] == "栖山县委"
    assert published_by("", text)["县委"] == "远山县委"


def test_a_daily_paper_is_a_citys_and_no_countys() -> None:
    assert published_by("云岭日报", "[市委:ORG]要求")["市委"] == "云岭市委"
    assert published_by("云岭日报", "[县委:ORG]要求")["县委"] == "县委"
    assert published_by("中国新闻网", "[市委:ORG]要求")["市委"] == "市委"


def test_the_dateline_says_where_the_report_is_from() -> None:
    assert names(related("南屏社太原1月2日电 [市委:ORG]要求"))["市委"] == "太原市委"
