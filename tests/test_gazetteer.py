"""Known places: what a name can mean, what contains it, which one a document means, how a chain is cut."""

from __future__ import annotations

import pytest

from kg.gazetteer import (
    countries,
    country_named,
    country_of,
    divisions,
    gazetteer,
    is_country,
    is_surname,
    name_rarity,
    short_is_safe,
    split_chain,
    suffix_level,
    surname_of,
    surname_share,
)


def _codes(name: str) -> list[str]:
    return [division.code for division in gazetteer().named(name)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("襄垣县", "140423"),
        ("襄垣", "140423"),
        ("内蒙古", "15"),
        ("广西", "45"),
        ("宁夏", "64"),
        ("新疆", "65"),
        ("西藏", "54"),
        ("香港", "81"),
        ("澳门", "82"),
        ("隆林", "451031"),
        ("隆林县", "451031"),
        ("恩施州", "4228"),
        ("恩施土家族苗族自治州", "4228"),
        ("恩施市", "422801"),
        ("伊犁州", "6540"),
        ("东乡族自治县", "622926"),
        ("鄂温克旗", "150724"),
        ("赵县", "130133"),
        ("浦东", "310115"),
        ("浦东新区", "310115"),
        ("沪", "31"),
        ("古寨乡", "450124202"),
    ],
)
def test_a_division_is_known_by_its_full_short_and_common_names(name: str, code: str) -> None:
    assert code in _codes(name)


def test_full_names_come_before_short_ones_and_higher_ranks_before_lower() -> None:
    assert ["4228", "422801"] == _codes("恩施")
    assert ["22", "2202"] == _codes("吉林")
    assert ["普陀区", "普陀区"] == [division.name for division in gazetteer().named("普陀区")]


@pytest.mark.parametrize("name", ["市辖区", "县", "国外", "重庆郊县", "直辖县", "", "和济医院", "龙王坝"])
def test_what_is_no_division_is_not_known(name: str) -> None:
    assert [] == _codes(name)


def test_the_short_name_of_a_township_is_found_only_when_asked_for() -> None:
    assert [] == _codes("虎门")
    assert ["441900121"] == [d.code for d in gazetteer().named("虎门", township_shorts=True)]


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("襄垣县", ["1404", "14"]),
        ("朝阳区", ["11"]),
        ("虎门镇", ["4419", "44"]),
        ("石河子市", ["65"]),
        ("山西省", []),
        ("中寮乡", ["7106", "71"]),
    ],
)
def test_containment_skips_what_only_fills_a_level(name: str, above: list[str]) -> None:
    first = gazetteer().named(name)[0]
    assert above == [division.code for division in gazetteer().parents(first)]
    assert all(gazetteer().is_within(first.code, code) for code in above)


def test_every_division_lies_in_a_known_one_of_higher_rank() -> None:
    known = gazetteer()
    for division in known:
        parents = known.parents(division)
        ranks = [divisions.RANK[d.level] for d in (division, *parents)]
        assert ranks == sorted(set(ranks), reverse=True), division
        assert ("province" == division.level) == (not parents)


def test_a_former_division_is_known_by_its_full_name_and_is_none_of_today() -> None:
    (former,) = gazetteer().named("长治县")
    assert former.former
    assert ["1404", "14"] == [division.code for division in gazetteer().parents(former)]
    assert former is gazetteer().get("140421")
    assert former not in set(gazetteer())


def test_codes_with_trailing_zeros_are_the_same_division() -> None:
    assert gazetteer().get("11") is gazetteer().get("110000000000")
    assert gazetteer().get("140423") is gazetteer().get("140423000000")
    assert gazetteer().get("990000") is None


@pytest.mark.parametrize(
    ("name", "context", "code"),
    [
        ("长治", [], "1404"),
        ("吉林", [], "22"),
        ("海南", ["青海"], "46"),
        ("南昌", [], "3601"),
        ("恩施", ["湖北"], "4228"),
        ("大同", [], "1402"),
        ("大同", ["黑龙江", "大庆"], "230606"),
        ("西安", [], "6101"),
        ("西安", ["吉林", "长春"], "6101"),
        ("城区", ["晋城"], "140502"),
        ("郊区", ["长治"], "140411"),
        ("城东区", ["西宁"], "630102"),
        ("市北区", ["青岛市"], "370203"),
        ("长治县", [], "140421"),
        ("崇文区", [], "110103"),
        ("襄樊市", [], "4206"),
        ("潞城市", [], "140406"),
        ("密云县", [], "110118"),
        ("朝阳", ["北京"], "110105"),
        ("朝阳区", ["长春市", "吉林"], "220104"),
        ("鼓楼区", ["开封"], "410204"),
        ("鼓楼区", ["福州", "闽侯县", "仓山区"], "350102"),
        ("城关镇", ["兰考县"], "410225100"),
        ("和平区", ["天津"], "120101"),
        ("虎门", ["东莞"], "441900121"),
        ("上党区", ["襄垣县"], "140404"),
    ],
)
def test_the_document_decides_what_an_ambiguous_name_means(name: str, context: list[str], code: str) -> None:
    found = gazetteer().resolve(name, context)
    assert found is not None
    assert code == found.code


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("鼓楼区", []),
        ("鼓楼区", ["南京", "福州"]),
        ("鼓楼区", ["江苏"]),
        ("朝阳", []),
        ("朝阳", ["北京", "辽宁"]),
        ("城关镇", []),
        ("新华区", ["河北", "石家庄", "沧州"]),
        ("郊区", ["山西"]),
        ("城东区", ["澄阳市"]),
        ("开发区", ["山西", "太原"]),
        ("虎门", []),
        ("和平", ["联合国"]),
        ("没有这个县", ["山西"]),
    ],
)
def test_what_the_document_does_not_decide_stays_undecided(name: str, context: list[str]) -> None:
    assert gazetteer().resolve(name, context) is None


def test_the_outcome_does_not_depend_on_the_order_of_the_context() -> None:
    context = ["北京", "福州", "开封市", "闽侯县"]
    assert gazetteer().resolve("鼓楼区", context) == gazetteer().resolve("鼓楼区", context[::-1])


def test_everyday_words_are_not_safe_as_places() -> None:
    assert [True] * 4 == [short_is_safe(name) for name in ("襄垣", "长治", "山西", "武汉")]
    assert [False] * 5 == [short_is_safe(name) for name in ("和平", "解放", "互助", "城区", "新")]


def _cut(name: str) -> str:
    return "|".join(name[start:end] for start, end in split_chain(name))


@pytest.mark.parametrize(
    "chain",
    [
        "宁夏回族自治区|固原市|西吉县|龙王坝村",
        "长治市|襄垣县|返底村",
        "襄垣|返底村",
        "山西|长治|襄垣",
        "北京市|朝阳区",
        "朝阳区|建国路",
        "上海|南京路",
        "青河县|柳湾镇|李家村",
        "长治县|荫城镇",
        "云山市|市场街",
        "长治市|城区",
        "浦东新区|陆家嘴街道",
        "李市镇|王村",
        "东关街道|和平社区",
        "镇北堡镇|华西村",
        "吉林省|吉林市",
        "湖北省|恩施土家族苗族自治州|恩施市",
        "恩施州|恩施市",
        "青海|海南州",
        "河北|雄安新区",
        "北京市|海淀区|中关村大街",
        "郑州市|金水区|花园路街道|通信花园社区",
        "塔什库尔干|返底村",
        "内蒙古|呼伦贝尔市|鄂温克旗",
        "中国|山西|长治",
        "中国|北京市|朝阳区",
        "法国|巴黎",
        "美国|加利福尼亚州|洛杉矶",
        "美国|华盛顿州",
        "黑山县|励家镇",
        "巴林左旗|碧流台镇",
    ],
)
def test_a_chain_is_cut_into_its_levels(chain: str) -> None:
    assert chain == _cut(chain.replace("|", ""))


@pytest.mark.parametrize(
    "name",
    [
        *("中国城", "法国大街", "中国南海", "韩国街", "印度洋", "刚果民主共和国"),
        *("新区", "城区", "市中区", "沙市区", "市北区", "乡宁县", "镇江市", "镇北堡镇", "县前街"),
        *("区庄村", "大寨村", "南京东路", "北京大兴国际机场", "和平新村", "新华家园小区"),
        *("中关村南大街", "西市场社区", "凤凰山村", "长治市区", "湖南路街道", "广东街道", "天津港"),
        *("武汉长江大桥", "台湾海峡", "太行山", "北京西站", "长沙坝村", "北京", "村", ""),
        *("山西省军区", "黄山风景区", "南京路步行街", "某地（今某省某县某村）", "上海的南京路"),
    ],
)
def test_one_place_stays_one(name: str) -> None:
    assert [(0, len(name))] == split_chain(name)


def test_every_division_is_one_place_and_is_cut_from_those_above_it() -> None:
    known = gazetteer()
    wrong, total = list[str](), 0
    # Every province, city and county, and each seventeenth township.
    for number, division in enumerate(known):
        if division.level == "township" and number % 17:
            continue
        names = [parent.name for parent in reversed(known.parents(division))] + [division.name]
        total += 1
        chains_to_cut = ("|".join(names), division.name)
        wrong += [chain for chain in chains_to_cut if chain != _cut(chain.replace("|", ""))]
    assert total > 5000
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("某某省", "province"),
        ("某某自治州", "city"),
        ("某某市", "city"),
        ("某某县", "county"),
        ("某某旗", "county"),
        ("柳湾镇", "township"),
        ("和平街道", "township"),
        ("返底村", "village"),
        ("和平社区", "village"),
        ("建国路", "street"),
        ("阳光小区", "site"),
        ("人民公园", "site"),
        ("山西省军区", None),
        ("天安门", None),
        ("村", None),
    ],
)
def test_the_suffix_tells_the_level_of_an_unknown_place(name: str, level: str | None) -> None:
    assert level == suffix_level(name)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("美国", "US"), ("美", "US"), ("美利坚合众国", "US"), ("USA", "US"), ("United States", "US")),
        *(("中国", "CN"), ("中华人民共和国", "CN"), ("英格兰", "GB"), ("韩国", "KR"), ("朝鲜", "KP")),
        *(("俄", "RU"), ("阿联酋", "AE"), ("沙特", "SA"), ("刚果（金）", "CD"), ("Ukraine", "UA")),
    ],
)
def test_a_country_is_known_by_its_names(name: str, code: str) -> None:
    country = country_named(name)
    assert country is not None
    assert code == country.code
    assert is_country(name)


@pytest.mark.parametrize("name", ["巴黎", "山西", "香港", "台湾", "刚果", "联合国", "欧盟", "我", "", "us"])
def test_what_is_no_country_or_several_is_none(name: str) -> None:
    assert country_named(name) is None
    assert not is_country(name)


def test_no_two_countries_share_a_name_or_a_code() -> None:
    names = [name for country in countries() for name in country.names]
    assert len(names) == len(set(names))
    assert len(countries()) == len({country.code for country in countries()}) > 240


@pytest.mark.parametrize(
    ("city", "code"),
    [
        *(("巴黎", "FR"), ("Paris", "FR"), ("London", "GB"), ("伦敦", "GB"), ("华盛顿", "US")),
        *(("纽约", "US"), ("东京", "JP"), ("首尔", "KR"), ("São Paulo", "BR"), ("Sao Paulo", "BR")),
        *(("莫斯科", "RU"), ("襄垣县", "CN"), ("襄垣", "CN"), ("Beijing", "CN"), ("香港", "CN")),
    ],
)
def test_a_city_is_in_its_country(city: str, code: str) -> None:
    country = country_of(city)
    assert country is not None
    assert code == country.code


@pytest.mark.parametrize("city", ["泗水", "巴东", "San Jose", "Cambridge", "自由", "没有这个市", ""])
def test_a_city_of_several_countries_or_of_none_is_in_none(city: str) -> None:
    assert country_of(city) is None


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        *(("孙大军", "孙"), ("逯江", "逯"), ("欧阳修", "欧阳"), ("诸葛亮", "诸葛"), ("司马", "司马")),
        *(("上官婉儿", "上官"), ("的士", None), ("孙", None), ("", None), ("卡尔·马克思", None)),
        *(("Sun Dajun", None), ("范徐丽泰", None), ("孙大军和王婷", None)),
    ],
)
def test_a_name_begins_with_its_surname(name: str, surname: str | None) -> None:
    assert surname == surname_of(name)


def test_surname_shares_are_of_one() -> None:
    assert surname_share("王") > surname_share("孙") > surname_share("逯") > surname_share("的") == 0
    assert is_surname("欧阳")
    assert not is_surname("们")


def test_rarity_grows_with_the_surname_and_the_given_name() -> None:
    names = ["王伟", "李大军", "孙大军", "逯江宏"]
    rarities = [rarity for name in names if (rarity := name_rarity(name)) is not None]
    assert rarities == sorted(rarities)
    assert len(names) == len(rarities)
    assert [None, None, None] == [name_rarity(name) for name in ("欧阳", "的士", "马克·吐温")]
