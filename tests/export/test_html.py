"""The page as a file: whole, closed to the outside, the same for the same graph."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InvalidRecord
from kg.export.html import render_html, write_html
from kg.export.html.modules import join
from kg.records import Document, Entity, EntityMention, Evidence, Graph, Kind, Statement, Status

TEXT = "𠮷田市委书记孙小满到青川县调研。"


def graph() -> Graph:
    person = Entity("per-1", Kind.PER, "孙小满")
    office = Entity("org-1", Kind.ORG, "𠮷田市委", ("市委",), ("short-form",))
    start = TEXT.index("孙")
    return Graph(
        documents=(Document("doc-1", "a.txt", TEXT, "zh", title="调研", published="2024-03-01"),),
        entities=(person, office),
        mentions=(
            EntityMention("men-1", "org-1", "doc-1", 0, 4, Kind.ORG, "𠮷田市委", 1.0, "name"),
            EntityMention("men-2", "per-1", "doc-1", start, start + 3, Kind.PER, "孙小满", 1.0, "name"),
        ),
        statements=(
            Statement(
                "st-1",
                "per-1",
                "holdsPost",
                "org-1",
                "书记",
                Status.CURRENT,
                None,
                None,
                None,
                0.9,
                1,
                ("ev-1",),
            ),
        ),
        evidence=(Evidence("ev-1", "st-1", "doc-1", 0, len(TEXT), TEXT, "post-before-name", 0.9, 4, 6),),
    )


def content(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="content">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_same_graph_in_any_order_gives_the_same_page() -> None:
    one = graph()
    other = replace(one, entities=one.entities[::-1], mentions=one.mentions[::-1])
    assert render_html(one, title="县") == render_html(other, title="县")


def test_another_run_gives_the_same_page() -> None:
    """Sets of text have another order in each process: nothing of the page may follow it."""
    program = (
        "import hashlib; from kg.export.html import render_html; from tests.browser.large import large;"
        "print(hashlib.sha256(render_html(large(400, 700), title='').encode()).hexdigest())"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert 1 == len(pages)


def test_write_html_writes_what_render_html_gives(tmp_path: Path) -> None:
    write_html(graph(), tmp_path / "graph.html", title="县")
    assert render_html(graph(), title="县") == (tmp_path / "graph.html").read_text(encoding="utf-8")


def test_offsets_count_as_a_browser_counts() -> None:
    mentions = content(render_html(graph(), title="县"))["mentions"]
    units = TEXT.encode("utf-16-le")
    shown = [
        units[2 * a : 2 * b].decode("utf-16-le")
        for a, b in zip(mentions["start"], mentions["end"], strict=True)
    ]
    assert ["𠮷田市委", "孙小满"] == shown


def test_without_text_only_sentences_stay() -> None:
    secret = graph()
    document = replace(secret.documents[0], text=TEXT + "另一句不在证据里。")
    page = render_html(replace(secret, documents=(document,)), title="县", include_text=False)
    assert "另一句" not in page
    assert TEXT in page


def test_markup_in_data_stays_data() -> None:
    hostile = '</script><script>alert(1)</script><!-- "]} \u2028'
    source = graph()
    person = replace(source.entities[0], name=hostile)
    page = render_html(replace(source, entities=(person, source.entities[1])), title=hostile)
    assert hostile in content(page)["strings"]
    assert "<script>alert" not in page


def test_a_lone_surrogate_can_be_written(tmp_path: Path) -> None:
    source = graph()
    odd = replace(source.entities[0], name="孙\ud800")
    write_html(replace(source, entities=(odd, source.entities[1])), tmp_path / "a.html", title="县\ud800")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<title>县?</title>" in page
    assert "孙\ud800" in content(page)["strings"]


def test_nothing_in_the_page_points_outside() -> None:
    page = render_html(graph(), title="县")
    head, _, rest = unescape(page).partition('<script type="application/json"')
    assert "connect-src 'none'" in head
    assert "unsafe" not in head.partition("Content-Security-Policy")[2].partition("<title>")[0]
    outside = re.findall(r'(?:src|href|action)="([^"]*)"', head + rest.rpartition("</script>")[2])
    assert ["data:,"] == outside
    assert "sourceMappingURL" not in page


def test_a_graph_with_a_loose_end_is_refused_by_name() -> None:
    with pytest.raises(InvalidRecord, match="st-1 names the entity org-1"):
        render_html(replace(graph(), entities=graph().entities[:1]), title="县")


def test_an_empty_graph_has_a_page() -> None:
    assert [] == content(render_html(Graph((), (), (), (), ()), title="空"))["entities"]["id"]


def test_a_relation_that_the_vocabulary_does_not_know_is_shown_by_its_name() -> None:
    own = replace(graph().statements[0], predicate="ofOnesOwn")
    (told,) = content(render_html(replace(graph(), statements=(own,)), title="县"))["predicates"]
    assert {"name": "ofOnesOwn", "symmetric": False, "event": False, "labels": {}, "inverse": {}} == told


def test_modules_are_joined_in_the_order_of_their_needs() -> None:
    sources = {
        "main.js": 'import { one as first } from "./a.js";\nglobalThis.result = first();\n',
        "a.js": 'import { TWO } from "./b.js";\nexport function one() {\n  return TWO;\n}\n',
        "b.js": "export const TWO = 2;\n",
    }
    script = join(sources, "main.js")
    assert script.index("const $b =") < script.index("const $a =") < script.index("const $main =")
    assert "import" not in script
    assert "export" not in script
