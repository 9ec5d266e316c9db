"""Why namesakes are two, as the page has it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kg.export.html import render_html
from kg.records import Decision, Graph, Judgement, Kind
from tests.builders import document, graph, person, place
from tests.export.test_html import content

ONE, OTHER = person("李伟", key="1"), person("李伟", key="2")
HERE, THERE = document("李伟到会。", "a.txt", title="一会"), document("李伟讲话。", "b.txt", title="二会")
PLACES = place("西湖区", key="1"), place("西湖区", key="2")


def decision(judgement: Judgement, score: float, *features: str, by: str = "rule", **more: Any) -> Decision:
    values: dict[str, Any] = {
        "id": f"dec-{score}",
        "judgement": judgement,
        "kind": Kind.PER,
        "name": "李伟",
        "entity": ONE.id,
        "other": OTHER.id,
        "document": HERE.id,
        "other_document": THERE.id,
        "score": score,
        "features": features,
        "by": by,
    }
    return Decision(**values | more)


def told(*decisions: Decision) -> list[tuple[str, str, float, list[tuple[str, float, str | None]]]]:
    """Each row of the page's table in words."""
    source: Graph = replace(graph([HERE, THERE], [ONE, OTHER, *PLACES]), decisions=decisions)
    page = content(render_html(source, title="t"))
    text = page["strings"]
    rows = []
    for row, flat in enumerate(page["apart"]["features"]):
        features = [
            (text[flat[i]], flat[i + 1], None if flat[i + 2] < 0 else text[flat[i + 2]])
            for i in range(0, len(flat), 3)
        ]
        head = (text[page["apart"]["judgement"][row]], text[page["apart"]["by"][row]])
        rows.append((*head, page["apart"]["score"][row], features))
    return rows


def test_a_reason_has_its_name_its_weight_and_what_it_rests_on() -> None:
    split = decision(
        Judgement.SPLIT, 0.044, "other_field -4.50 (media | school)", "name -2.27 (李伟)", "reprint +5.00"
    )
    assert [
        ("split", "rule", 0.04, [
            ("other_field", -4.5, "media | school"), ("name", -2.27, "李伟"), ("reprint", 5.0, None),
        ])
    ] == told(split)  # fmt: skip


def test_of_many_comparisons_the_nearest_to_joining_is_told() -> None:
    far, near = (
        decision(Judgement.SPLIT, 0.05, "name -1.00"),
        decision(Judgement.UNDECIDED, 0.6, "kin_nearby +2.00"),
    )
    turned = replace(near, entity=OTHER.id, other=ONE.id)
    assert [0.6] == [row[2] for row in told(far, turned)]


def test_what_a_person_ruled_comes_first() -> None:
    ruled = decision(Judgement.SPLIT, 0.0, "ruling", by="person")
    assert [("split", "person")] == [row[:2] for row in told(decision(Judgement.UNDECIDED, 0.6), ruled)]


def test_those_who_were_joined_and_those_who_are_not_there_are_no_rows() -> None:
    merged = decision(Judgement.MERGED, 0.9, other=ONE.id)
    gone = decision(Judgement.SPLIT, 0.1, other="per-gone")
    assert [] == told(merged, gone)


def test_codes_and_articles_in_a_reason_are_told_in_words() -> None:
    places = {"entity": PLACES[0].id, "other": PLACES[1].id, "kind": Kind.LOC}
    by_code = decision(Judgement.SPLIT, 0.1, "other-place (360103 | 330106)", **places)
    assert [("other-place", 0, "江西省南昌市西湖区 | 浙江省杭州市西湖区")] == told(by_code)[0][3]
    by_article = decision(Judgement.SPLIT, 0.1, f"other-place (999999 | {HERE.id})", **places)
    assert [("other-place", 0, "999999 | 《一会》")] == told(by_article)[0][3]
