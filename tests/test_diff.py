from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from kg.cli.diff import diff as command
from kg.diff import as_json, as_lines, diff
from kg.records import Entity, EntityMention, Graph, Status, stable_id
from kg.tables import write_tables
from tests.builders import document, fact, graph, person, place

TOWN, LI, WANG = place("示例县"), person("李明"), person("王芳")
ONE = document("示例县县长李明讲话。", "a.txt")
TWO = document("示例县县长李明到会。", "b.txt")
OLD = graph([ONE], [TOWN, LI], [fact(LI, "holdsPost", TOWN, ONE, title="县长")])


def mentioned(entity: Entity, *places: int) -> tuple[EntityMention, ...]:
    """Mentions of one entity at places of a.txt."""
    return tuple(
        EntityMention(
            stable_id("men", str(n)), entity.id, ONE.id, n, n + 2, entity.kind, entity.name, 1.0, "as-written"
        )
        for n in places
    )


def test_the_same() -> None:
    assert not diff(OLD, OLD)


def test_a_statement_that_came_with_its_sentence() -> None:
    new = graph(
        [ONE, TWO],
        [TOWN, LI, WANG],
        [fact(LI, "holdsPost", TOWN, ONE, title="县长"), fact(WANG, "visited", TOWN, TWO)],
    )
    found = diff(OLD, new)
    assert [WANG] == list(found.entities.added)
    (said,) = found.statements.added
    assert ("王芳", "visited", "示例县") == (said.subject.name, said.statement.predicate, said.object.name)
    assert ["b.txt"] == [quote.document for quote in said.evidence]
    lines = list(as_lines(found))
    assert "  + 王芳 visited 示例县 (current)" in lines
    assert "      b.txt: 示例县县长李明到会。" in lines
    back = diff(new, OLD)
    assert [WANG] == list(back.entities.removed)
    assert 1 == len(back.statements.removed)


def test_more_evidence_is_a_change() -> None:
    new = graph([ONE, TWO], [TOWN, LI], [fact(LI, "holdsPost", TOWN, ONE, TWO, title="县长")])
    (change,) = diff(OLD, new).statements.changed
    assert {"document_count", "evidence"} == set(change.fields)
    assert "      + b.txt: 示例县县长李明到会。" in list(as_lines(diff(OLD, new)))


def test_a_post_that_ended_is_a_change() -> None:
    new = graph([ONE], [TOWN, LI], [fact(LI, "holdsPost", TOWN, ONE, title="县长", status=Status.FORMER)])
    (change,) = diff(OLD, new).statements.changed
    assert ("status",) == change.fields
    assert "  ~ 李明 holdsPost 示例县 (县长, former): status current -> former" in list(
        as_lines(diff(OLD, new))
    )


def test_a_new_alias() -> None:
    new = graph([ONE], [place("示例县", "县里"), LI], [fact(LI, "holdsPost", TOWN, ONE, title="县长")])
    (change,) = diff(OLD, new).entities.changed
    assert ("aliases",) == change.fields
    assert "  ~ LOC 示例县: aliases + 县里" in list(as_lines(diff(OLD, new)))


def test_an_entity_with_a_new_id_is_known_by_its_mentions() -> None:
    before, after, namesake = (person("李明", key=key) for key in "123")
    old = Graph((ONE,), (before,), mentioned(before, 0, 2, 4), (), ())
    new = Graph((ONE,), (after, namesake), mentioned(after, 2, 4) + mentioned(namesake, 0), (), ())
    found = diff(old, new)
    assert [namesake] == list(found.entities.added)
    assert () == found.entities.removed + found.entities.changed


def test_an_entity_without_common_mentions_is_known_by_its_name() -> None:
    before, after = person("李明", key="1"), person("李明", key="2")
    old = graph([ONE], [TOWN, before], [fact(before, "holdsPost", TOWN, ONE)])
    new = graph([ONE], [TOWN, after], [fact(after, "holdsPost", TOWN, ONE)])
    assert not diff(old, new)


def test_as_json() -> None:
    found = as_json(diff(Graph((), (), (), (), ()), OLD))
    (said,) = found["statements"]["added"]
    assert {"id": LI.id, "name": "李明"} == said["subject"]
    assert [{"document": "a.txt", "quote": "示例县县长李明讲话。"}] == said["evidence"]


def test_the_command(tmp_path: Path) -> None:
    write_tables(OLD, tmp_path / "old" / "tables")
    write_tables(Graph((), (), (), (), ()), tmp_path / "new" / "tables")
    run = CliRunner().invoke
    same = run(command, [str(tmp_path / "old"), str(tmp_path / "old")])
    assert (0, "statements: no difference") == (same.exit_code, same.output.splitlines()[-1])
    other = run(command, [str(tmp_path / "old"), str(tmp_path / "new"), "--json"])
    assert 1 == other.exit_code
    assert '"示例县"' in other.output
