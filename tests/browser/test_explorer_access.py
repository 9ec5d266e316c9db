"""What axe-core finds in the explorer's states, in both themes: nothing serious."""

from __future__ import annotations

import pytest

from kg.records import Graph
from tests.browser.conftest import Open

pytest.importorskip("playwright", reason="playwright is not installed")
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 800)])
def test_axe_finds_nothing_serious(
    open_graph: Open, story: Graph, scheme: str, size: tuple[int, int]
) -> None:
    person = next(entity.id for entity in story.entities if entity.name == "孙立群")
    other = next(entity.id for entity in story.entities if entity.name == "段长河")
    article = story.documents[0].id
    for state in (
        "tab=list",
        f"s=entity~{person}&tab=evidence",
        f"s=article~{article}~0&tab=evidence&rows=statements",
        f"s=path~{person}~{other}&tab=evidence",
        "tab=graph",
        "rows=statements&tab=list&fsort=title",
    ):
        page = open_graph(story, scheme=scheme, size=size, state=state)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        found = Axe().run(page).response["violations"]
        assert [] == [
            (v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")
        ]
        page.close()
