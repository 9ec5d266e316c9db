"""kg.validate: a sound graph conforms, and a graph that is broken in any one way is found out."""
# ruff: noqa: E501  # an update is read in one piece

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli.validate import validate as command
from kg.errors import NotAGraph
from kg.export.rdf import write_rdf
from kg.ontology import PREFIXES
from kg.records import Graph, Status
from kg.tables import write_tables
from kg.validate import Finding, validate
from kg.validate.shapes import UnknownConstraint, with_oxigraph
from tests.builders import document, fact, graph, organization, person, town

HEAD = (
    "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    + "PREFIX g: <https://kg.example/graph/> PREFIX id: <https://kg.example/id/>\nWITH g:facts\n"
)
SPOUSE = "?st kg:predicate kg:spouseOf ; kg:subject ?s ; kg:object ?o ."

# What is done to the graph; what is said of it; of whom. One kind of damage each.
DAMAGE = {
    "no evidence": (
        f"DELETE {{ ?st kg:evidence ?e }} WHERE {{ {SPOUSE} ?st kg:evidence ?e }}",
        "has no evidence", "王芳 spouse of 李明",
    ),
    "evidence is not there": (
        f"INSERT {{ ?st kg:evidence id:ev-gone }} WHERE {{ {SPOUSE} }}",
        "has evidence that is not there", "王芳 spouse of 李明",
    ),
    "two subjects": (
        f'INSERT {{ ?st kg:subject ?x }} WHERE {{ {SPOUSE} ?x skos:prefLabel "周强"@zh }}',
        "must have one subject", "spouse of 李明",
    ),
    "no object": (
        f"DELETE {{ ?st kg:object ?o }} WHERE {{ {SPOUSE} }}",
        "must have one object", "王芳 spouse of ?",
    ),
    "object is words": (
        f'DELETE {{ ?st kg:object ?o }} INSERT {{ ?st kg:object "李明" }} WHERE {{ {SPOUSE} }}',
        "must have one object", "王芳 spouse of ?",
    ),
    "unknown relation": (
        f"DELETE {{ ?st kg:predicate ?p }} INSERT {{ ?st kg:predicate kg:envies }} WHERE {{ {SPOUSE} ?st kg:predicate ?p }}",
        "must have one relation of the vocabulary", "王芳 envies 李明",
    ),
    "unknown status": (
        f"DELETE {{ ?st kg:status ?x }} INSERT {{ ?st kg:status kg:Perhaps }} WHERE {{ {SPOUSE} ?st kg:status ?x }}",
        "must have one status", "王芳 spouse of 李明",
    ),
    "confidence above one": (
        f"DELETE {{ ?st kg:confidence ?x }} INSERT {{ ?st kg:confidence 1.5 }} WHERE {{ {SPOUSE} ?st kg:confidence ?x }}",
        "must have a confidence between 0 and 1", "王芳 spouse of 李明",
    ),
    "confidence is a word": (
        f'DELETE {{ ?st kg:confidence ?x }} INSERT {{ ?st kg:confidence "high" }} WHERE {{ {SPOUSE} ?st kg:confidence ?x }}',
        "must have a confidence between 0 and 1", "王芳 spouse of 李明",
    ),
    "no document": (
        f"DELETE {{ ?st kg:documentCount 1 }} INSERT {{ ?st kg:documentCount 0 }} WHERE {{ {SPOUSE} }}",
        "must count at least one document", "王芳 spouse of 李明",
    ),
    "document not named": (
        f"DELETE {{ ?st kg:saidIn ?d }} WHERE {{ {SPOUSE} ?st kg:saidIn ?d }}",
        "does not name a document of its evidence with kg:saidIn", "王芳 spouse of 李明",
    ),
    "document without evidence": (
        f"INSERT {{ ?st kg:saidIn id:doc-gone }} WHERE {{ {SPOUSE} }}",
        "names with kg:saidIn a document of which it has no evidence", "王芳 spouse of 李明",
    ),
    "said only in one of several": (
        f"DELETE {{ ?st kg:documentCount 1 }} INSERT {{ ?st kg:documentCount 2 }} WHERE {{ {SPOUSE} }}",
        "has kg:saidOnlyIn where not one document says so", "王芳 spouse of 李明",
    ),
    "only document not named": (
        f"DELETE {{ ?st kg:saidOnlyIn ?d }} WHERE {{ {SPOUSE} ?st kg:saidOnlyIn ?d }}",
        "has kg:saidOnlyIn where not one document says so", "王芳 spouse of 李明",
    ),
    "dangling subject": (
        f"DELETE {{ ?st kg:subject ?s }} INSERT {{ ?st kg:subject id:per-gone }} WHERE {{ {SPOUSE} }}",
        "has a subject that is not in the graph", "? spouse of 李明",
    ),
    "dangling object": (
        f"DELETE {{ ?st kg:object ?o }} INSERT {{ ?st kg:object id:per-gone }} WHERE {{ {SPOUSE} }}",
        "has an object that is not in the graph", "王芳 spouse of ?",
    ),
    "domain": (
        "DELETE { ?st kg:predicate ?p } INSERT { ?st kg:predicate kg:bornIn } "
        "WHERE { ?st kg:predicate kg:locatedIn ; kg:subject/a org:Organization ; kg:predicate ?p }",
        "has a subject outside the domain of its relation", "县医院 born in 示例县",
    ),
    "range": (
        f"DELETE {{ ?st kg:predicate ?p }} INSERT {{ ?st kg:predicate kg:memberOf }} WHERE {{ {SPOUSE} ?st kg:predicate ?p }}",
        "has an object outside the range of its relation", "王芳 member of 李明",
    ),
    "dates": (
        'INSERT { ?st kg:endDate "2023"^^xsd:gYear } WHERE { ?st kg:startDate ?any }',
        "ends before it begins", "李明 holds post 市卫健委 (主任)",
    ),
    "plain edge missing": (
        f"DELETE {{ ?s kg:spouseOf ?o }} WHERE {{ {SPOUSE} }}",
        "lacks its plain edge", "王芳 spouse of 李明",
    ),
    "plain edge of a statement that is over": (
        f"DELETE {{ ?st kg:status ?x }} INSERT {{ ?st kg:status kg:Former }} WHERE {{ {SPOUSE} ?st kg:status ?x }}",
        "has a plain edge that no current and undenied statement makes", "王芳",
    ),
    "plain edge of nothing": (
        'INSERT { ?a kg:met ?b } WHERE { ?a skos:prefLabel "王芳"@zh . ?b skos:prefLabel "周强"@zh }',
        "has a plain edge that no current and undenied statement makes", "王芳",
    ),
    "denial that is not joined": (
        f"INSERT {{ id:st-no a kg:Statement ; kg:subject ?s ; kg:predicate kg:spouseOf ; kg:object ?o ; kg:status kg:Denied }} WHERE {{ {SPOUSE} }}",
        "is not joined to the statement that denies it", "王芳 spouse of 李明",
    ),
    "no name": (
        'DELETE { ?x skos:prefLabel ?name } WHERE { ?x skos:prefLabel ?name FILTER(?name = "王芳"@zh) }',
        "has no name", "id:per-",
    ),
    "two preferred names": (
        'INSERT { ?x skos:prefLabel "王小芳"@zh } WHERE { ?x skos:prefLabel "王芳"@zh }',
        "has several preferred names in one language", "王",
    ),
    "two kinds": (
        'INSERT { ?x a schema:Place } WHERE { ?x skos:prefLabel "王芳"@zh }',
        "is of two kinds at once", "王芳",
    ),
    "post nowhere": (
        'DELETE { ?post org:postIn ?body } WHERE { ?post skos:prefLabel "医生"@zh ; org:postIn ?body }',
        "is a post nowhere", "医生",
    ),
    "post is not there": (
        f"INSERT {{ ?st kg:post id:post-gone }} WHERE {{ {SPOUSE} }}",
        "has a post that is not there", "王芳 spouse of 李明",
    ),
    "evidence of nothing": (
        "DELETE { GRAPH g:evidence { ?e oa:hasBody ?st } } INSERT { GRAPH g:evidence { ?e oa:hasBody id:st-gone } } "
        "USING g:facts USING g:evidence WHERE { ?st kg:predicate kg:spouseOf . ?e oa:hasBody ?st }",
        "is evidence of what is not in the graph or does not own it", "id:ev-",
    ),
    "evidence without a document": (
        "DELETE { GRAPH g:evidence { ?e prov:hadPrimarySource ?d } } "
        "USING g:facts USING g:evidence WHERE { ?st kg:predicate kg:spouseOf . ?e oa:hasBody ?st ; prov:hadPrimarySource ?d }",
        "must come from one document of the graph", "王芳 spouse of 李明",
    ),
    "quote too short": (
        "DELETE { GRAPH g:evidence { ?q oa:exact ?x } } INSERT { GRAPH g:evidence { ?q oa:exact \"王芳\" } } "
        "USING g:facts USING g:evidence WHERE { ?st kg:predicate kg:spouseOf . ?e oa:hasBody ?st ; "
        "oa:hasTarget/oa:hasSelector ?q . ?q oa:exact ?x }",
        "has a quote that does not fill its offsets", "王芳 spouse of 李明",
    ),
    "no quote": (
        "DELETE { GRAPH g:evidence { ?q oa:exact ?x } } "
        "USING g:facts USING g:evidence WHERE { ?st kg:predicate kg:spouseOf . ?e oa:hasBody ?st ; "
        "oa:hasTarget/oa:hasSelector ?q . ?q oa:exact ?x }",
        "has a quote that does not fill its offsets", "王芳 spouse of 李明",
    ),
    "mention of nobody": (
        "DELETE { GRAPH g:evidence { ?m kg:refersTo ?x } } INSERT { GRAPH g:evidence { ?m kg:refersTo id:per-gone } } "
        "USING g:evidence WHERE { ?m kg:refersTo ?x ; kg:surface \"周强\" }",
        "refers to an entity that is not in the graph", "周强",
    ),
    "mention without offsets": (
        "DELETE { GRAPH g:evidence { ?m kg:start ?x } } USING g:evidence WHERE { ?m kg:start ?x ; kg:surface \"周强\" }",
        "has words that do not fill its offsets", "周强",
    ),
    "mention without a document": (
        "DELETE { GRAPH g:evidence { ?m kg:inDocument ?x } } USING g:evidence WHERE { ?m kg:inDocument ?x ; kg:surface \"周强\" }",
        "must be in one document of the graph", "周强",
    ),
    "two source names": (
        "INSERT { GRAPH g:documents { ?d kg:sourceName \"other\" } } USING g:documents WHERE { ?d kg:sourceName \"2024/first.txt\" }",
        "must have one source name", "",
    ),
    "a date in words": (
        f'INSERT {{ ?st kg:startDate "long ago" }} WHERE {{ {SPOUSE} }}',
        "has a date that is no year, month or day", "王芳 spouse of 李明",
    ),
    "a month that no year has": (
        f'INSERT {{ ?st kg:endDate "2023-13" }} WHERE {{ {SPOUSE} }}',
        "has a date that is no year, month or day", "王芳 spouse of 李明",
    ),
    "with itself": (
        f"DELETE {{ ?st kg:object ?o }} INSERT {{ ?st kg:object ?s }} WHERE {{ {SPOUSE} }}",
        "joins something with itself", "王芳 spouse of 王芳",
    ),
    "membership of another": (
        'DELETE { ?st org:member ?s } INSERT { ?st org:member ?x } WHERE { ?st org:member ?s ; kg:title "医生"@zh . ?x skos:prefLabel "周强"@zh }',
        "has another org:member or org:organization than subject and object", "王芳 holds post 县医院 (医生)",
    ),
    "post of another title": (
        'DELETE { ?st kg:title ?x } INSERT { ?st kg:title "护士"@zh } WHERE { ?st kg:title ?x FILTER(STR(?x) = "医生") }',
        "has a post of another title or of another body", "王芳 holds post 县医院 (护士)",
    ),
    "post held by another": (
        'INSERT { ?post org:heldBy ?x } WHERE { ?post skos:prefLabel "医生"@zh . ?x skos:prefLabel "周强"@zh }',
        "is held by somebody of whom no current statement says so", "医生",
    ),
    "told apart from nobody": (
        'INSERT { ?x owl:differentFrom id:per-gone } WHERE { ?x skos:prefLabel "王芳"@zh }',
        "is told apart from what is not in the graph", "王芳",
    ),
    "told apart from itself": (
        'INSERT { ?x owl:differentFrom ?x } WHERE { ?x skos:prefLabel "王芳"@zh }',
        "is told apart from itself", "王芳",
    ),
    "speaker is nobody": (
        "INSERT { GRAPH g:evidence { ?e kg:speaker id:per-gone } } "
        "USING g:facts USING g:evidence WHERE { ?st kg:predicate kg:spouseOf . ?e oa:hasBody ?st }",
        "has a speaker who is not in the graph", "王芳 spouse of 李明",
    ),
    "quote from another document": (
        "DELETE { GRAPH g:evidence { ?t oa:hasSource ?d } } INSERT { GRAPH g:evidence { ?t oa:hasSource id:doc-gone } } "
        "USING g:facts USING g:evidence WHERE { ?st kg:predicate kg:spouseOf . ?e oa:hasBody ?st ; oa:hasTarget ?t . ?t oa:hasSource ?d }",
        "points into another document than it names", "王芳 spouse of 李明",
    ),
    "issued on no day": (
        "INSERT { GRAPH g:documents { ?d dct:issued \"soon\" } } USING g:documents WHERE { ?d kg:sourceName \"2024/third.txt\" }",
        "has a date of issue that is no year, month or day", "2024/third.txt",
    ),
}  # fmt: skip


def built(drawn: Graph, out: Path) -> Path:
    out.mkdir(exist_ok=True)
    write_tables(drawn, out / "tables")
    write_rdf(drawn, out / "graph.trig")
    return out


def damage(out: Path, update: str) -> None:
    store = ox.Store()
    store.load(path=str(out / "graph.trig"), format=ox.RdfFormat.TRIG)
    before = len(store), {str(quad) for quad in store}
    store.update(HEAD.replace("WITH g:facts\n", "" if "USING" in update else "WITH g:facts\n") + update)
    assert before != (len(store), {str(quad) for quad in store}), "the damage did nothing"
    store.dump(str(out / "graph.trig"), format=ox.RdfFormat.TRIG)


def lines(findings: list[Finding]) -> list[str]:
    return [finding.line for finding in findings]


def test_a_sound_graph_has_no_findings(tmp_path: Path) -> None:
    assert validate(built(town(), tmp_path)) == []


def test_an_empty_graph_is_sound(tmp_path: Path) -> None:
    assert validate(built(graph([], []), tmp_path)) == []


@pytest.mark.parametrize("status", Status)
def test_every_status_conforms(tmp_path: Path, status: Status) -> None:
    one, other, source = person("甲"), organization("乙"), document("甲乙")
    said = [fact(one, "holdsPost", other, source, title="院长", status=status)]
    assert validate(built(graph([source], [one, other], said), tmp_path)) == []


def test_denials_and_co_occurrences_conform(tmp_path: Path) -> None:
    one, other, source = person("甲"), person("乙"), document("甲乙")
    said = [
        fact(one, "spouseOf", other, source),
        fact(one, "spouseOf", other, source, status=Status.DENIED),
        fact(one, "coOccursWith", other, source),
    ]
    assert validate(built(graph([source], [one, other], said), tmp_path)) == []


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_found_and_told_in_names(tmp_path: Path, kind: str) -> None:
    update, words, name = DAMAGE[kind]
    out = built(town(), tmp_path)
    damage(out, update)
    assert any(words in finding.en and name in finding.name for finding in validate(out)), lines(
        validate(out)
    )


def test_a_co_occurrence_with_what_is_not_there_is_found(tmp_path: Path) -> None:
    one, other, source = person("甲"), person("乙"), document("甲乙")
    out = built(graph([source], [one, other], [fact(one, "coOccursWith", other, source)]), tmp_path)
    damage(
        out,
        "DELETE { GRAPH g:evidence { ?c kg:object ?o } } INSERT { GRAPH g:evidence { ?c kg:object id:per-gone } } "
        "USING g:evidence WHERE { ?c a kg:CoOccurrence ; kg:object ?o }",
    )
    assert ["甲 occurs with ?: has an end that is not in the graph — id:per-gone"] == lines(validate(out))


def test_a_finding_is_told_in_names_in_both_languages(tmp_path: Path) -> None:
    out = built(town(), tmp_path)
    damage(out, DAMAGE["no evidence"][0])
    damage(out, DAMAGE["plain edge of nothing"][0])
    found = validate(out)
    assert "王芳 spouse of 李明: has no evidence" in lines(found)
    assert "王芳 配偶 李明：没有依据" in [finding.line_zh for finding in found]
    # An edge is one of many that an entity may have: which one it is is told too.
    edge = "王芳: has a plain edge that no current and undenied statement makes — met 周强"
    assert edge in lines(found)
    assert "王芳：有直接边，却没有现任且未被否认的陈述——会见 周强" in [f.line_zh for f in found]


def test_what_has_no_name_is_told_by_what_the_texts_call_it(tmp_path: Path) -> None:
    out = built(town(), tmp_path)
    damage(out, 'DELETE { ?x skos:prefLabel ?n } WHERE { ?x skos:prefLabel ?n FILTER(STR(?n) = "周强") }')
    assert any(line.endswith("“周强”: has no name") for line in lines(validate(out)))
    damage(out, DAMAGE["evidence of nothing"][0])
    assert any("“李明的妻子王芳" in line and "is evidence of what" in line for line in lines(validate(out)))


def test_both_engines_find_the_same(tmp_path: Path) -> None:
    out = built(town(), tmp_path)
    assert validate(out, engine="shacl") == []
    together = ["a date in words", "membership of another", "post of another title", "post held by another",
                "told apart from nobody", "told apart from itself", "speaker is nobody", "issued on no day",
                "quote from another document", "evidence is not there", "dates", "two kinds", "post nowhere", "plain edge of nothing",
                "mention of nobody", "two source names", "no quote", "confidence is a word", "domain",
                "denial that is not joined", "unknown status", "two preferred names"]  # fmt: skip
    for kind in together:
        damage(out, DAMAGE[kind][0])
    fast, reference = validate(out), validate(out, engine="shacl")
    assert fast == reference
    assert len({finding.en for finding in fast}) >= len(together)


def test_a_quote_that_the_text_does_not_have_is_found(tmp_path: Path) -> None:
    drawn = town()
    first = drawn.documents[0]
    changed = replace(drawn, documents=(replace(first, text="另" + first.text[1:]), *drawn.documents[1:]))
    write_rdf(drawn, tmp_path / "graph.trig")
    write_tables(changed, tmp_path / "tables")
    findings = validate(tmp_path)
    assert findings
    assert all("does not quote what stands at" in finding.en for finding in findings)
    assert "李明 visited 青山村: does not quote what stands at 0:14" in "\n".join(lines(findings))
    assert "引文与原文不符" in findings[0].line_zh


def test_a_document_that_the_tables_lack_is_found(tmp_path: Path) -> None:
    write_rdf(town(), tmp_path / "graph.trig")
    write_tables(replace(town(), documents=town().documents[1:]), tmp_path / "tables")
    assert any("is in a document that the tables do not have" in line for line in lines(validate(tmp_path)))


@pytest.mark.parametrize("base", ["https://news.example/kg#", "urn:kg:"])
def test_quotes_are_checked_under_any_base(tmp_path: Path, base: str) -> None:
    write_tables(town(), tmp_path / "tables")
    write_rdf(town(), tmp_path / "graph.trig", base_iri=base)
    assert validate(tmp_path) == []


def test_a_relation_of_ones_own_needs_its_file(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        """PREFIX kg: <https://kg.example/ontology#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX schema: <https://schema.org/>
        kg:teaches a owl:ObjectProperty, kg:Relation ; rdfs:domain schema:Person ; rdfs:range schema:Person
        .""",
        encoding="utf-8",
    )
    one, other, source = person("甲"), person("乙"), document("甲乙")
    out = built(graph([source], [one, other], [fact(one, "teaches", other, source)]), tmp_path)
    assert any("must have one relation of the vocabulary" in line for line in lines(validate(out)))
    assert validate(out, vocabulary_files=[own]) == []
    done = CliRunner().invoke(command, [str(out), "--ontology", str(own)])
    assert (0, "conforms\n") == (done.exit_code, done.output)


def test_a_misspelt_property_is_found(tmp_path: Path) -> None:
    out = built(town(), tmp_path)
    damage(out, 'INSERT { ?x kg:holdsPsot ?x } WHERE { ?x skos:prefLabel "王芳"@zh }')
    expected = "王芳: uses a property that the vocabulary does not have — kg:holdsPsot"
    found = lines(validate(out))
    assert expected in found
    assert found == lines(validate(out, engine="shacl"))


@pytest.mark.parametrize(
    ("property", "node", "words"),
    [
        ("triples", "dataset", "triples"),
        ("documents", "dataset", "documents"),
        ("entities", "dataset", "entities"),
        ("entities", "dataset-per", "entities"),
    ],
)
def test_a_count_that_the_graph_does_not_have_is_found(
    tmp_path: Path, property: str, node: str, words: str
) -> None:
    out = built(town(), tmp_path)
    there = f"GRAPH g:provenance {{ id:{node} void:{property} ?n }}"
    damage(
        out,
        f"DELETE {{ {there} }} INSERT {{ {there.replace('?n', '7777')} }} USING g:provenance "
        f"WHERE {{ id:{node} void:{property} ?n }}",
    )
    (told,) = lines(validate(out))
    assert told.startswith(f"id:{node}: has not as many {words} as it says — 7777 ≠ ")


def test_a_triple_that_was_lost_is_missed(tmp_path: Path) -> None:
    out = built(town(), tmp_path)
    damage(
        out,
        'DELETE { ?x skos:altLabel ?n } WHERE { ?x skos:altLabel ?n FILTER(LANG(?n) = "zh-latn-pinyin") }',
    )
    assert ["id:dataset: has not as many triples as it says"] == [
        line.partition(" —")[0] for line in lines(validate(out))
    ]


def test_a_folder_without_a_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotAGraph, match=r"graph\.trig is missing"):
        validate(tmp_path)
    write_rdf(town(), tmp_path / "graph.trig")
    with pytest.raises(NotAGraph, match=r"documents\.parquet is missing"):
        validate(tmp_path)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    built(town(), tmp_path)
    (tmp_path / "graph.trig").write_text("<a", encoding="utf-8")
    with pytest.raises(NotAGraph, match=r"graph\.trig cannot be read"):
        validate(tmp_path)


def test_a_constraint_that_the_fast_engine_does_not_know_is_not_passed_over() -> None:
    shapes = b"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://kg.example/ontology#> .
    kg:S a sh:NodeShape ; sh:targetClass kg:Statement ; sh:property [ sh:path kg:title ; sh:pattern "x" ] ."""
    with pytest.raises(UnknownConstraint, match="sh:pattern"):
        with_oxigraph(ox.Store(), shapes, [])
