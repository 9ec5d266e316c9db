"""kg.export.ftm: FollowTheMoney entities, held to the model by its own package where that is installed.

The package needs ICU and a compiler, so that it is not among the dependencies of the tests: `pip install
followthemoney`, which `.ci/run` does.
"""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.export import export
from kg.export.ftm import things, write_ftm
from kg.export.ftm.lines import date
from kg.export.ftm.names import schema_of
from kg.records import Graph, Status
from tests.builders import document, fact, graph, organization, person, place, town

Row = dict[str, Any]


def rows(drawn: Graph) -> list[Row]:
    return [json.loads(item.line()) for item in things(drawn)]


def of(drawn: Graph, schema: str) -> list[dict[str, list[str]]]:
    return [row["properties"] for row in rows(drawn) if row["schema"] == schema]


def ref(drawn: Graph, name: str) -> str:
    return next(item.id for item in drawn.entities if item.name == name)


def hostile() -> Graph:
    """Names, ids, dates and addresses that the model does not take as they are."""
    source = document(
        "坏\x00名在坏地。", "a b\n.txt", title="  ", published="2024-02-30", url="javascript:alert(1)"
    )
    other = document("好" * 140_000, "long.txt", url="https://news.example/1")
    one = replace(person("坏\x00名"), id="id with spaces")
    where = replace(place("坏地"), id="地")
    said = fact(one, "residesIn", where, source, start_date="2023-02-29", quote="坏\x00名在坏地。")
    return graph([source, other], [one, where], [said])


def test_everybody_and_everything_has_a_schema() -> None:
    found = Counter(row["schema"] for row in rows(town()))
    assert found["Person"] == 4
    assert found["Address"] == 3
    assert found["Article"] == 3
    assert {"Occupancy", "Position", "Family", "UnknownLink", "Payment", "Mention"} <= set(found)


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("示例县教育局", "PublicBody"),
        ("示例市卫健委", "PublicBody"),
        ("示例县人民政府", "PublicBody"),
        ("远山医药有限公司", "Company"),
        # A company that is called a bureau, a party committee and an association are no public bodies.
        ("中铁十一局", "Organization"),
        ("示例县委", "Organization"),
        ("示例县茶叶协会", "Organization"),
    ],
)
def test_a_body_is_what_the_end_of_its_name_says(name: str, schema: str) -> None:
    assert schema == schema_of(organization(name))


def test_a_post_is_occupied_with_its_dates_and_proofs() -> None:
    drawn = town()
    posts = {row["id"]: row["properties"] for row in rows(drawn) if row["schema"] == "Position"}
    director = next(key for key, post in posts.items() if post["name"] == ["市卫健委主任"])
    assert posts[director]["organization"] == [ref(drawn, "市卫健委")]
    held = next(link for link in of(drawn, "Occupancy") if link["post"] == [director])
    assert held["startDate"] == ["2024-08"]
    assert held["status"] == ["current"]
    assert held["summary"] == ["原县长李明任市卫健委主任。"]
    assert held["proof"] == [next(item.id for item in drawn.documents if item.title == "人事")]


def test_an_office_over_a_place_is_a_position_there() -> None:
    posts = [post for post in of(town(), "Position") if post["name"] == ["示例县县长"]]
    assert [post["subnationalArea"] for post in posts] == [["示例县"]]
    assert "organization" not in posts[0]


def test_predecessor_and_successor_share_the_position() -> None:
    drawn = town()
    (mayor,) = [row["id"] for row in rows(drawn) if row["properties"].get("name") == ["示例县县长"]]
    held = [link for link in of(drawn, "Occupancy") if link["post"] == [mayor]]
    assert sorted(link["status"][0] for link in held) == ["current", "current", "ended"]


def test_a_chairman_of_a_company_is_its_director_and_a_driver_is_not() -> None:
    said = document("周强任远山公司董事长，李明是远山公司司机。")
    firm, chairman, driver = organization("远山公司"), person("周强"), person("李明")
    drawn = graph(
        [said],
        [firm, chairman, driver],
        [
            fact(chairman, "holdsPost", firm, said, title="董事长"),
            fact(driver, "holdsPost", firm, said, title="司机"),
        ],
    )
    assert [(link["director"], link["role"]) for link in of(drawn, "Directorship")] == [
        ([chairman.id], ["董事长"])
    ]
    assert [link["holder"] for link in of(drawn, "Occupancy")] == [[driver.id]]


def test_the_child_is_the_person_and_the_parent_the_relative() -> None:
    said = document("王国柱的女儿王静。")
    father, daughter = person("王国柱"), person("王静")
    (family,) = of(graph([said], [father, daughter], [fact(father, "parentOf", daughter, said)]), "Family")
    assert (family["person"], family["relative"], family["relationship"]) == (
        [daughter.id],
        [father.id],
        ["父母"],
    )


def test_a_gift_of_money_between_bodies_is_a_payment() -> None:
    (payment,) = of(town(), "Payment")
    assert (payment["amount"], payment["currency"]) == (["2000000"], ["CNY"])
    said = document("远山公司向示例县捐赠200万元和口罩。")
    firm, county = organization("远山公司"), place("示例县")
    # A place cannot be paid in this model, and goods are no sum.
    drawn = graph([said], [firm, county], [fact(firm, "supports", county, said, amount="200万元")])
    assert of(drawn, "Payment") == []
    assert [link["role"] for link in of(drawn, "UnknownLink")] == [["支援 200万元"]]


def test_what_is_denied_is_not_said_and_what_is_disputed_is_marked() -> None:
    yes, no = document("张三是远山局局长。", "1.txt"), document("张三不是远山局局长。", "2.txt")
    who, where = person("张三"), organization("远山局")
    drawn = graph(
        [yes, no],
        [who, where],
        [
            fact(who, "holdsPost", where, yes, title="局长"),
            fact(who, "holdsPost", where, no, title="局长", status=Status.DENIED),
        ],
    )
    assert [link["status"] for link in of(drawn, "Occupancy")] == [["disputed"]]
    (shown,) = of(drawn, "Person")
    assert "position" not in shown


def test_who_is_merely_named_together_is_not_linked() -> None:
    said = document("张三和李四。")
    one, other = person("张三"), person("李四")
    drawn = graph([said], [one, other], [fact(one, "coOccursWith", other, said)])
    assert {"Person", "Article", "Mention"} == {row["schema"] for row in rows(drawn)}


def test_a_short_form_is_a_weak_alias() -> None:
    said = document("市委和示例市委员会。")
    body = replace(
        organization("示例市委员会", "市委", "示例市委"),
        alias_rules=("territory-of-level", "defined-in-text"),
    )
    (shown,) = of(graph([said], [body]), "Organization")
    assert (shown["alias"], shown["weakAlias"]) == (["示例市委"], ["市委"])


def test_mentions_name_people_and_bodies_and_places_are_on_the_article() -> None:
    drawn = town()
    mentions = of(drawn, "Mention")
    assert {"Person", "Organization", "Company", "PublicBody"} >= {
        item["detectedSchema"][0] for item in mentions
    }
    article = next(item for item in of(drawn, "Article") if item["title"] == ["人事"])
    assert article["locationMentioned"] == ["示例县", "示例市", "青山村"]
    assert article["language"] == ["zho"]
    assert "李明" in article["peopleMentioned"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("2024-02-30", "2024-02"), ("2024-02-29", "2024-02-29"), ("2024", "2024"), (None, None)],
)
def test_a_day_that_no_calendar_has_is_cut_to_its_month(given: str | None, kept: str | None) -> None:
    assert kept == date(given)


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    write_ftm(town(), tmp_path / "a.ftm.json")
    write_ftm(town(), tmp_path / "b.ftm.json.gz")
    mixed = replace(town(), statements=town().statements[::-1], entities=town().entities[::-1])
    plain = (tmp_path / "a.ftm.json").read_bytes()
    assert plain == gzip.decompress((tmp_path / "b.ftm.json.gz").read_bytes())
    assert sorted(plain.splitlines()) == sorted(item.line().rstrip(b"\n") for item in things(mixed))
    (path,) = export(town(), tmp_path / "out", ["ftm"])
    assert (path.name, path.read_bytes()) == ("graph.ftm.json", plain)


@pytest.fixture(scope="module")
def model() -> Any:
    try:
        from followthemoney import model as found
    except ImportError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"needs the package followthemoney ({error})")
    return found


@pytest.mark.parametrize("drawn", [town(), hostile()], ids=["town", "hostile"])
def test_the_model_accepts_every_entity_and_no_reference_dangles(model: Any, drawn: Graph) -> None:
    found = rows(drawn)
    by_id = {row["id"]: row for row in found}
    assert len(by_id) == len(found)
    for row in found:
        schema = model.get(row["schema"])
        schema.validate(row)
        assert {name for name in schema.required if not row["properties"].get(name)} == set(), row
        # What the model's own cleaning changes or drops would not arrive as it was written.
        cleaned = model.get_proxy(row, cleaned=False)
        for name, values in row["properties"].items():
            prop = schema.get(name)
            assert prop is not None, f"{row['schema']} has no {name}"
            assert not prop.stub
            if prop.type.name == "text":
                assert len(values) == len(cleaned.get(prop))
            else:
                assert sorted(values) == sorted(cleaned.get(prop)), name
            if prop.type.name == "entity":
                for value in values:
                    assert model.get(by_id[value]["schema"]).is_a(prop.range), f"{row['schema']}.{name}"


def test_the_model_refuses_what_is_wrong(model: Any) -> None:
    from followthemoney.exc import InvalidData

    row = next(row for row in rows(town()) if row["schema"] == "Occupancy")
    row["properties"]["startDate"] = ["last spring"]
    with pytest.raises(InvalidData):
        model.get(row["schema"]).validate(row)
