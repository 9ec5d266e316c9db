"""kg.export.rdf: the shape that DESIGN.md draws, in six syntaxes, whatever the text."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from kg.errors import InvalidBaseIri, UnknownFormat
from kg.export import export
from kg.export.rdf import DEFAULT_BASE, RDF_FORMATS, write_rdf
from kg.export.rdf.amounts import money
from kg.export.rdf.pinyin import pinyin
from kg.export.rdf.quads import plain_edges, quads
from kg.export.rdf.terms import Names, date, decimal, script_language
from kg.ontology import PREFIXES
from kg.records import Decision, Graph, Judgement, Kind, Status
from tests.builders import document, entity, fact, graph, organization, person, place, town

RAPPER = {"trig": "trig", "ttl": "turtle", "nq": "nquads", "nt": "ntriples", "rdf": "rdfxml"}
RDFLIB = {"trig": "trig", "ttl": "turtle", "nq": "nquads", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
# What breaks a syntax that is written carelessly.
HOSTILE = [
    "<script>alert(1)</script>",
    '"]}',
    '"""\\',
    "a\\u0041\\",
    "\x00\x01\x0b\x1f\x7f",
    "\r\n\r\t",
    "\ufffe\uffff\ufeff",
    "\u2028\u2029\x85",
    "]]>&amp;<!--",
    "𠮷野家\U0001f600",
    "\ud800",
    "{{}} . } GRAPH",
    "' ; DROP",
    "=cmd()",
]


def store_of(path: Path, format: str) -> ox.Store:
    store = ox.Store()
    store.load(path=str(path), format=RDF_FORMATS[format])
    return store


def ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=dict(PREFIXES), use_default_graph_as_union=True))


def rows(store: ox.Store, query: str) -> list[tuple[str | None, ...]]:
    found = store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(None if value is None else value.value for value in row) for row in found]


def exported(drawn: Graph, folder: Path, format: str = "trig") -> ox.Store:
    path = folder / f"graph.{format}"
    write_rdf(drawn, path)
    return store_of(path, format)


def merged(path: Path, format: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=str(path), format=RDF_FORMATS[format])]


def canonical(triples: list[ox.Triple]) -> ox.Dataset:
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def hostile(text: str) -> Graph:
    """A graph with `text` wherever a text can be."""
    one = person(f"甲{text}", text or "x", key=text, description=text)
    other = organization(f"乙{text}", key=text)
    source = document(
        f"甲乙{text}", f"s{text}.txt", title=text, publisher=text, authors=(text,), url=f"https://x/{text}"
    )
    said = fact(one, "holdsPost", other, source, title=text or "x", amount=text, rule=text, speaker=text)
    return graph([source], [one, other], [said])


# -------------------------------------------------------------------------------------------------------
# syntaxes


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_every_syntax_holds_the_same_triples(tmp_path: Path, format: str) -> None:
    write_rdf(town(), tmp_path / "a.nt")
    write_rdf(town(), tmp_path / f"b.{format}")
    assert canonical(merged(tmp_path / "a.nt", "nt")) == canonical(merged(tmp_path / f"b.{format}", format))


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_every_syntax_is_isomorphic_in_rdflib(tmp_path: Path, format: str) -> None:
    write_rdf(town(), tmp_path / "a.nt")
    write_rdf(town(), tmp_path / f"b.{format}")
    expected = rdflib.Graph().parse(tmp_path / "a.nt", format="nt")
    dataset = rdflib.Dataset()
    dataset.parse(tmp_path / f"b.{format}", format=RDFLIB[format])
    found = rdflib.Graph()
    for subject, predicate, target, _ in dataset.quads():
        found.add((subject, predicate, target))
    assert isomorphic(expected, found)


@pytest.mark.parametrize("format", ["trig", "nq", "jsonld"])
def test_named_graphs_are_the_same_in_every_syntax_that_has_them(tmp_path: Path, format: str) -> None:
    store = exported(town(), tmp_path, format)
    names = sorted(name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode))
    parts = ("documents", "evidence", "facts", "provenance")
    assert names == [f"https://kg.example/graph/{part}" for part in parts]
    assert not list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


@pytest.mark.parametrize("base", [DEFAULT_BASE, "https://news.example/", "https://schema.org/", "urn:x:"])
@pytest.mark.parametrize("text", ["", *HOSTILE], ids=ascii)
def test_trig_and_turtle_are_those_of_the_serializer(tmp_path: Path, text: str, base: str) -> None:
    drawn, names = hostile(text) if text else town(), Names(base)
    paths = export(drawn, tmp_path, ["ttl", "trig"], base_iri=base)
    assert (tmp_path / "graph.ttl", tmp_path / "graph.trig") == paths
    trig = ox.serialize(quads(drawn, names), format=ox.RdfFormat.TRIG, prefixes=names.prefixes)
    assert trig == paths[1].read_bytes()
    merged = (quad.triple for quad in quads(drawn, names))
    turtle = ox.serialize(merged, format=ox.RdfFormat.TURTLE, prefixes=names.prefixes)
    assert turtle == paths[0].read_bytes()
    write_rdf(drawn, tmp_path / "alone.ttl", base_iri=base)
    assert turtle == (tmp_path / "alone.ttl").read_bytes()


def test_trig_with_triple_terms_is_that_of_the_serializer(tmp_path: Path) -> None:
    names = Names()
    expected = ox.serialize(
        quads(town(), names, rdf12=True), format=ox.RdfFormat.TRIG, prefixes=names.prefixes
    )
    write_rdf(town(), tmp_path / "terms.trig", rdf12=True)
    assert expected == (tmp_path / "terms.trig").read_bytes()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=12), name=st.text(min_size=1, max_size=8))
def test_any_text_and_any_id_is_written_as_the_serializer_does(tmp_path: Path, text: str, name: str) -> None:
    drawn = hostile(text)
    drawn = replace(drawn, entities=(*drawn.entities, replace(person("丙"), id=name)))
    write_rdf(drawn, tmp_path / "graph.trig")
    names = Names()
    expected = ox.serialize(quads(drawn, names), format=ox.RdfFormat.TRIG, prefixes=names.prefixes)
    assert expected == (tmp_path / "graph.trig").read_bytes()


def rapper(path: Path, format: str) -> None:
    program = shutil.which("rapper") or ""
    reason = "rapper is not installed (Debian package raptor2-utils)"
    if not program and os.environ.get("CI"):
        pytest.fail(reason)
    if not program:
        pytest.skip(reason)
    done = subprocess.run(
        [program, "-q", "-c", "-i", RAPPER[format], str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("format", RAPPER)
def test_rapper_reads_every_syntax_that_it_knows(tmp_path: Path, format: str) -> None:
    write_rdf(town(), tmp_path / f"graph.{format}")
    rapper(tmp_path / f"graph.{format}", format)


@pytest.mark.parametrize("format", RDF_FORMATS)
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_text_breaks_a_syntax(tmp_path: Path, format: str, text: str) -> None:
    path = tmp_path / f"graph.{format}"
    write_rdf(hostile(text), path)
    write_rdf(hostile(text), tmp_path / "a.nt")
    if format != "rdf" or not set(text) & set("\x01\x0b\x1f"):
        assert canonical(merged(tmp_path / "a.nt", "nt")) == canonical(merged(path, format))
    rdflib.Dataset().parse(path, format=RDFLIB[format])
    if format in RAPPER:
        rapper(path, format)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=12), format=st.sampled_from(sorted(RDF_FORMATS)))
def test_any_text_survives_the_round_trip(tmp_path: Path, text: str, format: str) -> None:
    store = exported(hostile(text), tmp_path, format)
    wanted = "".join(
        "\ufffd" if "\ud800" <= c <= "\udfff" or c in "\0\ufffe\uffff" else c for c in f"甲乙{text}"
    )
    if format == "rdf":
        legal = "\t\n\r"
        wanted = "".join(
            c if c in legal or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in wanted
        )
    assert rows(store, "SELECT ?quote { ?selector oa:exact ?quote }") == [(wanted,)]


def test_rdf_xml_has_no_character_that_xml_lacks(tmp_path: Path) -> None:
    store = exported(hostile("\x00\x0b"), tmp_path, "rdf")
    assert rows(store, "SELECT ?quote { ?selector oa:exact ?quote }") == [("甲乙\ufffd\ufffd",)]


def test_gzip_by_suffix(tmp_path: Path) -> None:
    write_rdf(town(), tmp_path / "graph.nq")
    write_rdf(town(), tmp_path / "graph.nq.gz")
    packed = (tmp_path / "graph.nq.gz").read_bytes()
    assert gzip.decompress(packed) == (tmp_path / "graph.nq").read_bytes()
    assert packed[4:8] == b"\0\0\0\0", "no time in the header"


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_the_same_graph_gives_the_same_bytes(tmp_path: Path, format: str) -> None:
    one = town()
    shuffled = Graph(
        one.documents[::-1], one.entities[::-1], one.mentions[::-1], one.statements[::-1], one.evidence[::-1]
    )
    write_rdf(one, tmp_path / f"one.{format}")
    write_rdf(shuffled, tmp_path / f"other.{format}")
    assert (tmp_path / f"one.{format}").read_bytes() == (tmp_path / f"other.{format}").read_bytes()


def test_the_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; "
        "from kg.export import export; from tests.builders import town; "
        "export(town(), Path(sys.argv[1]), ['trig', 'jsonld', 'rdf', 'graphml', 'gexf', 'csv'])"
    )
    root = Path(__file__).parents[2]
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / seed)], check=True, env=environment, cwd=root
        )
    files = sorted(path.relative_to(tmp_path / "1") for path in (tmp_path / "1").rglob("*") if path.is_file())
    assert len(files) == 7
    for file in files:
        assert (tmp_path / "1" / file).read_bytes() == (tmp_path / "2" / file).read_bytes(), file


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="Known: trig"):
        write_rdf(town(), tmp_path / "graph.docx")
    assert not list(tmp_path.iterdir())


# ------------------------------------------------------------------------------------------------------ the
# shape


def test_what_the_yardstick_reads_is_there(tmp_path: Path) -> None:
    store = exported(town(), tmp_path)
    mentions = """SELECT DISTINCT ?kind ?label ?surface {
      ?document a schema:NewsArticle ; kg:sourceName "2024/third.txt" .
      ?mention a kg:Mention ; kg:inDocument ?document ; kg:refersTo ?entity ; kg:surface ?surface .
      ?entity a ?kind ; skos:prefLabel ?label } ORDER BY ?label"""
    assert {(kind, label) for kind, label, _ in rows(store, mentions)} >= {
        ("http://www.w3.org/ns/org#Organization", "远山公司"),
        ("https://schema.org/Person", "周强"),
    }
    said = """SELECT ?subject ?predicate ?object {
      ?document kg:sourceName "2024/first.txt" . ?evidence prov:hadPrimarySource ?document .
      ?statement a kg:Statement ; kg:evidence ?evidence ; kg:subject/skos:prefLabel ?subject ;
        kg:predicate ?predicate ; kg:object/skos:prefLabel ?object }"""
    assert ("王芳", f"{PREFIXES['kg']}spouseOf", "李明") in rows(store, said)


def test_evidence_quotes_its_sentence_at_its_offsets(tmp_path: Path) -> None:
    texts = {item.source_name: item.text for item in town().documents}
    query = """SELECT ?source ?start ?end ?quote {
      ?evidence a oa:Annotation, prov:Entity ; oa:hasBody ?statement ; prov:hadPrimarySource ?document ;
        prov:wasGeneratedBy/prov:wasAssociatedWith ?tool ; oa:hasTarget ?target .
      ?document kg:sourceName ?source .
      ?target oa:hasSource ?document ; oa:hasSelector ?position, ?words .
      ?position a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
      ?words a oa:TextQuoteSelector ; oa:exact ?quote }"""
    found = rows(exported(town(), tmp_path), query)
    assert len(found) == len(town().evidence)
    for source, start, end, quote in found:
        assert texts[str(source)][int(str(start)) : int(str(end))] == quote


def test_a_post_in_an_organization_is_a_membership_and_one_over_a_place_is_not(tmp_path: Path) -> None:
    store = exported(town(), tmp_path)
    assert ask(
        store,
        """?st a kg:Statement, org:Membership ; org:member/skos:prefLabel "王芳"@zh ; kg:title "医生"@zh ;
           org:organization/skos:prefLabel "县医院"@zh ; kg:post ?post .
           ?post a org:Post ; skos:prefLabel "医生"@zh ; org:postIn/skos:prefLabel "县医院"@zh ;
             org:heldBy/skos:prefLabel "王芳"@zh""",
    )
    assert ask(store, '?st kg:post ?post . ?post kg:jurisdiction/skos:prefLabel "示例县"@zh')
    assert not ask(store, "?st a org:Membership ; kg:object/a schema:Place")


def test_predecessor_and_successor_share_a_post(tmp_path: Path) -> None:
    assert ask(
        exported(town(), tmp_path),
        """?old kg:post ?post ; kg:status kg:Former ; kg:subject/skos:prefLabel "李明"@zh .
           ?new kg:post ?post ; kg:status kg:Current ; kg:subject/skos:prefLabel "周强"@zh""",
    )


@pytest.mark.parametrize(
    ("status", "expected"),
    [(status, status is Status.CURRENT) for status in Status],
)
def test_only_current_statements_have_a_plain_edge(tmp_path: Path, status: Status, expected: bool) -> None:
    one, other, source = person("甲"), organization("乙"), document("甲乙")
    store = exported(
        graph([source], [one, other], [fact(one, "holdsPost", other, source, status=status)]), tmp_path
    )
    assert ask(store, "?a kg:holdsPost ?b") is expected
    assert ask(store, f"?st kg:status kg:{status.value.capitalize()}")


def test_a_denial_takes_the_plain_edge_away_and_is_joined_to_what_it_denies(tmp_path: Path) -> None:
    one, other = person("甲"), person("乙")
    yes, no = document("甲乙是夫妻", "yes.txt"), document("甲乙不是夫妻", "no.txt")
    drawn = graph(
        [yes, no],
        [one, other],
        [fact(one, "spouseOf", other, yes), fact(one, "spouseOf", other, no, status=Status.DENIED)],
    )
    store = exported(drawn, tmp_path)
    assert not ask(store, "?a kg:spouseOf ?b")
    assert ask(store, "?a kg:contradicts ?b . ?b kg:contradicts ?a ; kg:status kg:Denied")


def test_a_denial_of_one_post_leaves_another(tmp_path: Path) -> None:
    one, other, source = person("甲"), organization("乙"), document("甲乙")
    posts = [
        fact(one, "holdsPost", other, source, title="院长"),
        fact(one, "holdsPost", other, source, title="书记", status=Status.DENIED),
    ]
    assert plain_edges(item.statement for item in posts) == {(one.id, "holdsPost", other.id)}


def test_co_occurrence_is_kept_apart_from_what_is_stated(tmp_path: Path) -> None:
    one, other = person("甲"), person("乙")
    sources = [document("甲乙", "a.txt"), document("乙甲", "b.txt")]
    store = exported(graph(sources, [one, other], [fact(one, "coOccursWith", other, *sources)]), tmp_path)
    assert ask(store, "?pair a kg:CoOccurrence ; kg:weight 2 ; kg:subject ?one ; kg:object ?other")
    assert not ask(store, "?st a kg:Statement")
    assert not ask(store, "?one kg:coOccursWith ?other")
    assert not ask(store, "GRAPH <https://kg.example/graph/facts> { ?pair kg:predicate ?any }")


def test_names_carry_the_language_of_their_script_and_people_their_pinyin(tmp_path: Path) -> None:
    drawn = graph([], [person("孙大军", "Sun Dajun"), organization("UNESCO", "联合国教科文组织")])
    store = exported(drawn, tmp_path)
    assert ask(
        store, '?p skos:prefLabel "孙大军"@zh ; skos:altLabel "Sun Dajun"@zh-Latn-pinyin, "Sun Dajun"@en'
    )
    assert ask(store, '?o skos:prefLabel "UNESCO"@en ; skos:altLabel "联合国教科文组织"@zh')
    assert not ask(store, '?o skos:altLabel ?x FILTER(LANG(?x) = "zh-latn-pinyin") ?o a org:Organization')


def test_a_name_that_was_merged_says_why(tmp_path: Path) -> None:
    store = exported(graph([], [organization("长治市委", "市委")]), tmp_path)
    assert ask(
        store,
        """?o skosxl:altLabel ?name . ?name a skosxl:Label ; skosxl:literalForm "市委"@zh ;
           kg:mergedBecause "short-form\"""",
    )


def test_qualifiers_keep_their_precision(tmp_path: Path) -> None:
    one, other, source = person("甲"), organization("乙"), document("甲乙", published="2024-02-29")
    said = fact(one, "holdsPost", other, source, start_date="2024", end_date="2024-03", confidence=0.93)
    store = exported(graph([source], [one, other], [said]), tmp_path)
    assert ask(
        store,
        '?st kg:startDate "2024"^^xsd:gYear ; kg:endDate "2024-03"^^xsd:gYearMonth ; kg:confidence 0.93',
    )
    assert ask(store, '?d dct:issued "2024-02-29"^^xsd:date')


def test_amounts_are_also_numbers(tmp_path: Path) -> None:
    store = exported(town(), tmp_path)
    assert ask(store, '?st kg:amount "200万元" ; kg:amountValue 2000000.0 ; kg:currency "CNY"')


def test_speaker_is_an_entity_when_it_is_one_and_words_otherwise(tmp_path: Path) -> None:
    one, other, source = person("甲"), organization("乙"), document("甲乙")
    known = fact(one, "holdsPost", other, source, speaker=one.id)
    unknown = fact(one, "visited", other, source, speaker="知情人士")
    store = exported(graph([source], [one, other], [known, unknown]), tmp_path)
    assert ask(store, '?e kg:speaker/skos:prefLabel "甲"@zh')
    assert ask(store, '?e kg:speakerName "知情人士"')


def test_the_trigger_is_quoted(tmp_path: Path) -> None:
    one, other, source = person("甲"), organization("乙"), document("甲任乙书记")
    said = fact(one, "holdsPost", other, source, title="书记")
    drawn = graph([source], [one, other], [said])
    drawn = replace(drawn, evidence=(replace(drawn.evidence[0], trigger_start=1, trigger_end=2),))
    assert ask(exported(drawn, tmp_path), '?e kg:trigger "任"')


def test_the_dataset_describes_itself(tmp_path: Path) -> None:
    store = exported(town(), tmp_path)
    described = len(store)
    assert ask(store, f"?d a void:Dataset ; void:triples {described} ; void:entities 10 ; void:documents 3")
    assert ask(store, "?d void:classPartition [ void:class schema:Person ; void:entities 4 ]")


def test_statements_reify_triple_terms_when_asked(tmp_path: Path) -> None:
    write_rdf(town(), tmp_path / "plain.trig")
    write_rdf(town(), tmp_path / "terms.trig", rdf12=True)
    pattern = "?st rdf:reifies <<( ?s kg:spouseOf ?o )>> ; kg:subject ?s ; kg:object ?o"
    assert ask(store_of(tmp_path / "terms.trig", "trig"), pattern)
    assert not ask(store_of(tmp_path / "plain.trig", "trig"), "?st rdf:reifies ?term")


# -------------------------------------------------------------------------------------------------------
# IRIs, JSON


@pytest.mark.parametrize("base", ["https://news.example/kg/", "https://news.example/kg#", "urn:kg:"])
@pytest.mark.parametrize("format", ["trig", "jsonld"])
def test_every_iri_is_below_the_base(tmp_path: Path, base: str, format: str) -> None:
    path = tmp_path / f"graph.{format}"
    write_rdf(town(), path, base_iri=base)
    store = store_of(path, format)
    subjects = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
    assert all(subject.startswith(base) for subject in subjects)
    assert all(str(name.value).startswith(base) for name in store.named_graphs())


@pytest.mark.parametrize(
    "base", ["news", "https://news example/", "https://news.example/kg", "", "https://x/<>/"]
)
def test_a_base_that_ids_cannot_follow_is_refused(tmp_path: Path, base: str) -> None:
    with pytest.raises(InvalidBaseIri):
        write_rdf(town(), tmp_path / "graph.ttl", base_iri=base)


def test_an_id_from_outside_cannot_leave_its_iri(tmp_path: Path) -> None:
    odd = replace(person("甲"), id="../x> <y")
    store = exported(graph([], [odd]), tmp_path)
    found = rows(store, "SELECT ?p { ?p a schema:Person }")
    assert found == [("https://kg.example/id/..%2Fx%3E%20%3Cy",)]


def test_namesakes_are_told_apart_in_the_words_of_owl(tmp_path: Path) -> None:
    one, other = person("李伟", key="1"), person("李伟", key="2")
    apart = Decision(
        "dec-1", Judgement.SPLIT, Kind.PER, "李伟", one.id, other.id, "doc-1", "doc-2", 0.1, (), "rule"
    )
    drawn = replace(graph([], [one, other]), decisions=(apart,))
    write_rdf(drawn, tmp_path / "graph.trig")
    assert f"id:{one.id} owl:differentFrom id:{other.id} ." in (tmp_path / "graph.trig").read_text("utf-8")
    write_rdf(drawn, tmp_path / "graph.jsonld")
    assert f'"differentFrom": "{other.id}"' in (tmp_path / "graph.jsonld").read_text("utf-8")


def test_a_statement_leads_straight_to_its_documents(tmp_path: Path) -> None:
    wang, li, zhou = person("王芳"), person("李明"), person("周强")
    texts = [document(f"{n}。王芳会见李明。王芳会见周强。", f"{n}.txt") for n in (1, 2)]
    found = [fact(wang, "met", li, *texts), fact(wang, "met", zhou, texts[0])]
    store = exported(graph(texts, [wang, li, zhou], found), tmp_path)
    who = "?st kg:object/skos:prefLabel ?name"
    said = rows(store, f"SELECT ?name ?file {{ {who} ; kg:saidIn/kg:sourceName ?file }}")
    assert {("李明", "1.txt"), ("李明", "2.txt"), ("周强", "1.txt")} == set(said)
    only = rows(store, f"SELECT ?name ?file {{ {who} ; kg:saidOnlyIn/kg:sourceName ?file }}")
    assert [("周强", "1.txt")] == only


def test_json_ld_reads_like_plain_json(tmp_path: Path) -> None:
    write_rdf(town(), tmp_path / "graph.jsonld")
    content = json.loads((tmp_path / "graph.jsonld").read_text(encoding="utf-8"))
    facts, evidence, _, _ = content["@graph"]
    wife = next(node for node in facts["graph"] if node.get("name") == {"zh": "王芳"})
    assert wife["type"] == "Person"
    assert wife["otherName"] == {"zh-latn-pinyin": "Wang Fang"}
    assert wife["spouseOf"].startswith("per-")
    said = next(node for node in facts["graph"] if node.get("subject") == wife["id"] and "title" in node)
    assert (said["predicate"], said["status"], said["documentCount"]) == ("holdsPost", "current", 1)
    quote = next(node for node in evidence["graph"] if node["id"] == said["evidence"])
    assert {"quote": "李明的妻子王芳是县医院医生。", "type": "TextQuoteSelector"} in quote["target"][
        "selector"
    ]


# -------------------------------------------------------------------------------------------------------- the
# parts


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("200万元", ("2000000", "CNY")),
        ("1.5亿元", ("150000000", "CNY")),
        ("人民币三百二十万元", ("3200000", "CNY")),
        ("500万美元", ("5000000", "USD")),
        ("十万余元", ("100000", "CNY")),
        ("1,234.5元", ("1234.5", "CNY")),
        ("3千万元", ("30000000", "CNY")),
        ("一亿二千万元", ("120000000", "CNY")),
        ("$3 million", ("3000000", "USD")),
        ("2 million yuan", ("2000000", "CNY")),
        ("口罩3000只", None),
        ("100万元和口罩2万只", None),
        ("一批物资", None),
        ("", None),
        ("万元", None),
    ],
)
def test_sums_of_money_are_read(words: str, expected: tuple[str, str] | None) -> None:
    found = money(words)
    assert (None if found is None else (format(found[0], "f"), found[1])) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("孙大军", "Sun Dajun"),
        ("欧阳修", "Ouyang Xiu"),
        ("单田芳", "Shan Tianfang"),
        ("曾国藩", "Zeng Guofan"),
        ("方长安", "Fang Chang'an"),
        ("吕布", "Lü Bu"),
        ("买买提·阿不力孜", "Maimaiti Abulizi"),
        ("王", "Wang"),
        ("Tom", None),
        ("王A", None),
        ("·", None),
    ],
)
def test_names_are_spelled(name: str, expected: str | None) -> None:
    assert pinyin(name) == expected


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("长治", "zh"),
        ("Changzhi", "en"),
        ("TCL集团", "zh"),
        ("トヨタ", "ja"),
        ("삼성", "ko"),
        ("Москва", "und"),
        ("12", "und"),
    ],
)
def test_script_tells_the_language(text: str, tag: str) -> None:
    assert script_language(text) == tag


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024", "gYear"),
        ("2024-03", "gYearMonth"),
        ("2024-03-18", "date"),
        ("2023-02-29", "string"),
        ("0000", "string"),
    ],
)
def test_dates_are_typed_by_their_precision(text: str, kind: str) -> None:
    assert date(text).datatype.value == PREFIXES["xsd"] + kind


@pytest.mark.parametrize(
    ("number", "text"), [(0.93, "0.93"), (1.0, "1.0"), (0.0, "0.0"), (1e-9, "0.0"), (0.123456, "0.1235")]
)
def test_decimals_are_canonical(number: float, text: str) -> None:
    assert decimal(number).value == text


def test_a_kind_is_a_class(tmp_path: Path) -> None:
    store = exported(graph([], [entity(kind, kind.value) for kind in Kind]), tmp_path)
    found = rows(store, "SELECT ?class { GRAPH ?g { ?e a ?class ; skos:prefLabel ?l } } ORDER BY ?class")
    assert [value for (value,) in found] == [
        PREFIXES["org"] + "Organization",
        PREFIXES["schema"] + "Person",
        PREFIXES["schema"] + "Place",
    ]


def test_a_place_has_its_code(tmp_path: Path) -> None:
    assert ask(
        exported(graph([], [place("长治市", admin_code="140400")]), tmp_path), '?p kg:adminCode "140400"'
    )
