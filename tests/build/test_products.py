from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.build import products
from kg.build.products import foremost, write_products
from kg.records import Graph
from kg.tables import read_tables
from tests.builders import document, fact, graph, person, place

TOWN, LI, WANG = place("示例县"), person("李明"), person("王芳")
DOCUMENTS = [
    document("示例县县长李明讲话。", "a.txt"),
    document("示例县县长李明到会。", "b.txt"),
    document("王芳到示例县。", "c.txt"),
]
WHOLE = graph(
    DOCUMENTS,
    [TOWN, LI, WANG],
    [
        fact(LI, "holdsPost", TOWN, *DOCUMENTS[:2], title="县长"),
        fact(WANG, "visited", TOWN, DOCUMENTS[2]),
    ],
)


def content(page: Path) -> dict[str, Any]:
    text = page.read_text(encoding="utf-8").partition('id="content">')[2].partition("</script>")[0]
    found: dict[str, Any] = json.loads(text)
    return found


def test_a_graph_that_fits_is_whole() -> None:
    assert foremost(WHOLE, 3, 3) is WHOLE


def test_the_most_named_stay_with_all_that_is_said_among_them() -> None:
    part = foremost(WHOLE, 2, 3)
    assert {TOWN, LI} == set(part.entities)
    assert ["holdsPost"] == [s.predicate for s in part.statements]
    assert {s.id for s in part.statements} == {proof.statement for proof in part.evidence}
    assert {TOWN.id, LI.id} == {mention.entity for mention in part.mentions}
    # c.txt still names the county, and a reader may open it.
    assert 3 == len(part.documents)
    assert (LI,) != foremost(WHOLE, 1, 3).entities == (TOWN,)
    assert () == foremost(WHOLE, 1, 3).statements


def test_the_page_says_which_part_it_shows_and_of_how_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(products, "SHOWN_AT_MOST", 2)
    write_products(WHOLE, tmp_path, formats=["ttl"], title="示例")
    told = content(tmp_path / "graph.html")
    assert 2 == len(told["entities"]["id"])
    assert "示例（最常提到的 2/3 · most named）" == told["title"]
    # Only the page is cut.
    assert 3 == len(read_tables(tmp_path / "tables").entities)
    assert WANG.id in (tmp_path / "graph.ttl").read_text("utf-8")


def test_a_whole_graph_has_its_plain_title(tmp_path: Path) -> None:
    write_products(Graph((), (), (), (), ()), tmp_path, formats=[], title="示例")
    assert "示例" == content(tmp_path / "graph.html")["title"]
