"""Two graphs as one page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli.diff import diff as command
from kg.diff import diff
from kg.export.html.difference import both, marks, render_difference
from kg.records import Entity, Graph, Status
from kg.tables import write_tables
from tests.builders import document, fact, graph, person, place
from tests.export.test_html import content

TOWN, LI, WANG = place("示例县"), person("李明"), person("王芳")
ONE = document("示例县县长李明讲话。", "a.txt", title="讲话")
TWO = document("王芳到示例县。", "b.txt", title="到访")
OLD = graph([ONE, TWO], [TOWN, LI, WANG], [
    fact(LI, "holdsPost", TOWN, ONE, title="县长"), fact(WANG, "visited", TOWN, TWO),
])  # fmt: skip
NEW = graph([ONE], [TOWN, LI], [fact(LI, "holdsPost", TOWN, ONE, title="县长", status=Status.FORMER)])


def told(old: Graph, new: Graph) -> dict[str, str]:
    """The mark of each statement on the page, by its predicate."""
    union, found = both(old, new, diff(old, new)), marks(diff(old, new))
    return {s.predicate: found.statements[s.id].kind for s in union.statements if s.id in found.statements}


def test_what_went_stands_beside_what_is_with_its_article() -> None:
    assert {"holdsPost": "changed", "visited": "removed"} == told(OLD, NEW)
    assert {"holdsPost": "changed", "visited": "added"} == told(NEW, OLD)
    page = content(render_difference(OLD, NEW, diff(OLD, NEW), title="t"))
    assert {"讲话", "到访"} == {item["title"] for item in page["documents"]}
    assert {"示例县", "李明", "王芳"} == {page["strings"][number] for number in page["entities"]["name"]}


def test_a_change_tells_what_was_and_what_is() -> None:
    (mark,) = (mark for mark in marks(diff(OLD, NEW)).statements.values() if mark.kind == "changed")
    assert (("status", "current", "former"),) == mark.fields
    page = content(render_difference(OLD, NEW, diff(OLD, NEW), title="t"))
    (fields,) = page["changes"]["fields"].values()
    assert ["status", "current", "former"] == [page["strings"][number] for number in fields]


def test_the_same_graph_twice_has_no_marks() -> None:
    page = content(render_difference(OLD, OLD, diff(OLD, OLD), title="t"))
    assert {-1} == {*page["changes"]["statements"], *page["changes"]["entities"]}


def test_a_page_of_one_graph_has_no_changes() -> None:
    from kg.export.html import render_html

    assert "changes" not in content(render_html(OLD, title="t"))


def renamed(source: Graph, old: Entity, new: Entity) -> Graph:
    """The graph in which `old` has the id of `new`, as after a merge with a namesake."""
    one = {old.id: new.id}
    return replace(
        source,
        entities=tuple(new if entity.id == old.id else entity for entity in source.entities),
        mentions=tuple(replace(m, entity=one.get(m.entity, m.entity)) for m in source.mentions),
        statements=tuple(
            replace(s, subject=one.get(s.subject, s.subject), object=one.get(s.object, s.object))
            for s in source.statements
        ),
    )


def test_what_went_hangs_on_the_person_who_lives_on_under_another_id() -> None:
    other = person("李明", key="another article")
    new = renamed(graph([ONE], [TOWN, LI], []), LI, other)
    union = both(OLD, new, diff(OLD, new))
    (post,) = (s for s in union.statements if s.predicate == "holdsPost")
    assert other.id == post.subject
    assert 1 == sum(entity.name == "李明" for entity in union.entities)


def test_the_command_writes_the_page_and_still_prints(tmp_path: Path) -> None:
    for name, one in (("monday", OLD), ("tuesday", NEW)):
        write_tables(one, tmp_path / name / "tables")
    page = tmp_path / "changes.html"
    folders = [str(tmp_path / "monday"), str(tmp_path / "tuesday")]
    done = CliRunner().invoke(command, [*folders, "--html", str(page)])
    assert 1 == done.exit_code
    assert "1 removed, 1 changed" in done.output
    assert "monday → tuesday" == content(page.read_text(encoding="utf-8"))["title"]


def test_a_page_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    write_tables(OLD, tmp_path / "tables")
    page = tmp_path / "nowhere" / "changes.html"
    done = CliRunner().invoke(command, [str(tmp_path), str(tmp_path), "--html", str(page)])
    assert page.name in str(done.exception)


@pytest.mark.parametrize("include_text", [True, False])
def test_the_sentence_of_what_went_can_be_read(include_text: bool) -> None:
    page = render_difference(OLD, NEW, diff(OLD, NEW), title="t", include_text=include_text)
    assert "王芳到示例县。" in page
