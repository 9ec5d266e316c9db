"""What a reader copies as RDF is what the exported graph says, whatever its base and vocabulary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.export.html import write_html
from kg.export.rdf import write_rdf
from kg.records import Graph
from tests.browser.test_explorer import choose, copied
from tests.builders import document, fact, graph, organization, person

pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

BASE = "https://news.example/id/"


def opened(browser: Browser, drawn: Graph, folder: Path) -> Page:
    write_html(drawn, folder / "graph.html", title="t", base_iri=BASE)
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page.goto((folder / "graph.html").as_uri())
    page.wait_for_selector("html[data-ready=true]", state="attached")
    return page


def exported(drawn: Graph, folder: Path) -> set[ox.Triple]:
    """The exported graph, as it is written: a store would bring numbers into a form of its own."""
    write_rdf(drawn, folder / "graph.nt", base_iri=BASE)
    parsed = ox.parse((folder / "graph.nt").read_bytes(), format=ox.RdfFormat.N_TRIPLES)
    return {quad.triple for quad in parsed}


def odd() -> Graph:
    """Own relations, odd dates, names in other scripts, and a share of certainty with four digits."""
    one, office = (
        person('孙"小满\\', "Sun X.", "孫小滿", key="1"),
        organization("TCL集团", "120", "カナ", key="2"),
    )
    said = document("孙小满任职。")
    post = fact(one, "holdsPost", office, said, title="主任\n", confidence=0.91234)
    dated = replace(post.statement, start_date="2024-02-30", end_date="2024-03")
    facts = [
        replace(post, statement=dated),
        fact(one, "apprenticeOf", office, said, start_date="2024", confidence=1.0, amount="3万元"),
    ]  # fmt: skip
    return graph([said], [one, office], facts)


@pytest.mark.parametrize("name", ["孙立群", "岚水县委", "岚水县"])
def test_copied_turtle_is_a_part_of_the_exported_graph(
    browser: Browser, story: Graph, tmp_path: Path, name: str
) -> None:
    page = opened(browser, story, tmp_path)
    choose(page, name)
    triples = list(ox.parse(copied(page, "复制为 Turtle").encode(), format=ox.RdfFormat.TURTLE))
    graph = exported(story, tmp_path)
    assert len(triples) > 10
    assert [] == [str(quad.triple) for quad in triples if quad.triple not in graph]
    page.close()


def test_odd_values_are_copied_as_they_are_exported(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, odd(), tmp_path)
    page.locator("#list .row.PER").first.click()
    triples = {
        quad.triple for quad in ox.parse(copied(page, "复制为 Turtle").encode(), format=ox.RdfFormat.TURTLE)
    }
    graph = exported(odd(), tmp_path)
    assert [] == sorted(str(triple) for triple in triples - graph)
    page.close()


def test_copied_sparql_gives_the_facts_that_are_drawn(browser: Browser, story: Graph, tmp_path: Path) -> None:
    stated = replace(
        story, statements=tuple(item for item in story.statements if item.predicate != "coOccursWith")
    )
    kept = {item.id for item in stated.statements}
    stated = replace(stated, evidence=tuple(item for item in stated.evidence if item.statement in kept))
    page = opened(browser, stated, tmp_path)
    choose(page, "孙立群")
    page.locator("#panel .tool").nth(1).click()
    page.get_by_label("导出").click()
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in exported(stated, tmp_path))
    rows = store.query(copied(page, "复制 SPARQL 查询"))
    assert isinstance(rows, ox.QuerySolutions)
    found = [{row["subjectName"].value, row["objectName"].value} for row in rows]
    names = set().union(*found)
    assert "孙立群" in names
    drawn = int((page.locator(".shown").text_content() or "0").split()[0])
    assert drawn == len(names)
    page.close()
