from __future__ import annotations

from pathlib import Path

import rdflib
from click.testing import CliRunner

from kg import resources
from kg.cli.diff import diff as command
from kg.diff import as_json, as_lines, diff
from kg.export.rdf.difference import difference_as_rdf
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


KG, ID = "https://kg.example/ontology#", "https://kg.example/id/"


def told(old: Graph, new: Graph) -> rdflib.Dataset:
    """The difference as TriG, as somebody else's tools read it."""
    content = difference_as_rdf(old, new, diff(old, new))
    assert content == difference_as_rdf(old, new, diff(old, new))
    return rdflib.Dataset().parse(data=content, format="trig")


def asked(found: rdflib.Dataset, pattern: str) -> list[tuple[str, ...]]:
    """The values of ?a, ?b and ?c, as many as the pattern has, without their namespaces."""
    names = " ".join(name for name in ("?a", "?b", "?c") if name in pattern)
    prefixes = f"PREFIX kg: <{KG}> PREFIX oa: <http://www.w3.org/ns/oa#>"
    rows = found.query(f"{prefixes} SELECT DISTINCT {names} {{ {pattern} }} ORDER BY {names}")
    return [
        tuple(str(value).removeprefix(KG).removeprefix(ID) for value in row)
        for row in rows
        if isinstance(row, rdflib.query.ResultRow)
    ]


CHANGES = "GRAPH <https://kg.example/graph/changes>"


def test_as_rdf_what_came_stands_with_its_sentence() -> None:
    visit = fact(WANG, "visited", TOWN, TWO)
    new = graph([ONE, TWO], [TOWN, LI, WANG], [fact(LI, "holdsPost", TOWN, ONE, title="县长"), visit])
    found = told(OLD, new)
    came = {b for _, b in asked(found, f"{CHANGES} {{ ?a a kg:Addition ; kg:after ?b }}")}
    assert {visit.statement.id, WANG.id, TWO.id} == came
    assert [] == asked(found, f"{CHANGES} {{ ?a a kg:Removal }}")
    sentences = asked(
        found,
        "GRAPH <https://kg.example/graph/after> { ?a kg:evidence ?b . "
        "?b oa:hasTarget/oa:hasSelector/oa:exact ?c }",
    )
    # What stayed as it was is not told again.
    assert [(visit.statement.id, visit.evidence[0].id, TWO.text)] == sentences
    back = told(new, OLD)
    assert came == {b for _, b in asked(back, f"{CHANGES} {{ ?a a kg:Removal ; kg:before ?b }}")}
    assert [] == asked(back, f"{CHANGES} {{ ?a a kg:Addition }}")


def test_as_rdf_what_changed_says_what_was_and_what_is() -> None:
    post = fact(LI, "holdsPost", TOWN, ONE, title="县长")
    ended = fact(LI, "holdsPost", TOWN, ONE, TWO, title="县长", status=Status.FORMER)
    new = graph([ONE, TWO], [place("示例县", "县里"), LI], [ended])
    found = told(OLD, new)
    pairs = asked(found, f"{CHANGES} {{ ?a a kg:Modification ; kg:before ?b ; kg:after ?c }}")
    assert {(post.statement.id, ended.statement.id), (TOWN.id, TOWN.id)} == {(b, c) for _, b, c in pairs}
    status = "?d kg:property kg:status ; kg:oldValue ?a ; kg:newValue ?b"
    assert [("Current", "Former")] == [row[:2] for row in asked(found, f"{CHANGES} {{ {status} }}")]
    label = "?d kg:property <http://www.w3.org/2004/02/skos/core#altLabel> ; kg:newValue ?a"
    assert ["县里"] == [row[0] for row in asked(found, f"{CHANGES} {{ {label} }}")]
    proofs = asked(found, f"{CHANGES} {{ ?d kg:property kg:evidence ; kg:newValue ?a }}")
    assert {proof.id for proof in ended.evidence} == {row[0] for row in proofs}
    # Both readings are at hand, each in its own graph.
    for name, status in (("before", "Current"), ("after", "Former")):
        graph_of = f"GRAPH <https://kg.example/graph/{name}> {{ ?a kg:status ?b }}"
        assert [status] == [b for _, b in asked(found, graph_of)]


def test_as_turtle_a_changed_statement_has_one_status() -> None:
    new = graph([ONE], [TOWN, LI], [fact(LI, "holdsPost", TOWN, ONE, title="县长", status=Status.FORMER)])
    content = difference_as_rdf(OLD, new, diff(OLD, new), format="ttl")
    found = rdflib.Graph().parse(data=content, format="turtle")
    assert [rdflib.URIRef(KG + "Former")] == list(found.objects(None, rdflib.URIRef(KG + "status")))
    assert [rdflib.URIRef(KG + "Current")] == list(found.objects(None, rdflib.URIRef(KG + "oldValue")))


def test_as_rdf_every_term_is_in_the_ontology() -> None:
    new = graph([ONE, TWO], [place("示例县", "县里"), WANG], [fact(WANG, "visited", TOWN, TWO)])
    known = rdflib.Graph().parse(data=resources.ontology("kg.ttl").read_text("utf-8"), format="turtle")
    ours = {term for quad in told(OLD, new).quads() for term in quad[1:3] if str(term).startswith(KG)}
    assert ours
    assert ours <= set(known.subjects())


def test_the_command_gives_rdf(tmp_path: Path) -> None:
    write_tables(OLD, tmp_path / "old" / "tables")
    write_tables(Graph((), (), (), (), ()), tmp_path / "new" / "tables")
    for syntax in ("ttl", "trig"):
        arguments = [str(tmp_path / "old"), str(tmp_path / "new"), "--format", syntax]
        made = CliRunner().invoke(command, arguments)
        assert 1 == made.exit_code
        parsed = rdflib.Dataset().parse(data=made.output, format="turtle" if syntax == "ttl" else "trig")
        assert len(parsed)
