"""ontology/kg.ttl: closed, in two languages, consistent, and the table of DESIGN.md."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import owlrl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg import resources
from kg.errors import UnknownPredicate
from kg.export.rdf import write_rdf
from kg.ontology import KG, PREFIXES, read_vocabulary, terms, vocabulary
from kg.records import Kind
from tests.builders import town

PER, ORG, LOC = Kind.PER, Kind.ORG, Kind.LOC
ANY = {PER, ORG, LOC}
TABLE: dict[str, tuple[set[Kind], set[Kind]]] = {
    "holdsPost": ({PER}, {ORG, LOC}),
    "memberOf": ({PER}, {ORG}),
    "worksAt": ({PER}, {ORG}),
    "locatedIn": ({ORG, LOC}, {LOC}),
    "partOf": ({ORG}, {ORG}),
    "parentOf": ({PER}, {PER}),
    "spouseOf": ({PER}, {PER}),
    "siblingOf": ({PER}, {PER}),
    "relativeOf": ({PER}, {PER}),
    "bornIn": ({PER}, {LOC}),
    "residesIn": ({PER}, {LOC}),
    "studiedAt": ({PER}, {ORG}),
    "supports": (ANY, {ORG, LOC}),
    "cooperatesWith": ({ORG, LOC}, {ORG, LOC}),
    "met": ({PER}, {PER}),
    "visited": ({PER}, {ORG, LOC}),
    "founded": ({PER, ORG}, {ORG}),
    "invests": ({ORG}, {ORG, LOC}),
    "coOccursWith": (ANY, ANY),
}
SYMMETRIC = {"spouseOf", "siblingOf", "relativeOf", "cooperatesWith", "met", "coOccursWith"}


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(
        data=resources.ontology("kg.ttl").read_text(encoding="utf-8"), format="turtle"
    )


def test_the_relations_are_those_of_the_table() -> None:
    found = {name: (set(p.domain), set(p.range)) for name, p in vocabulary().items()}
    assert found == TABLE


def test_what_happens_and_is_over_is_told_from_what_lasts() -> None:
    events = {name for name, predicate in vocabulary().items() if predicate.event}
    assert {"met", "visited", "supports", "invests", "founded", "bornIn"} == events


def test_symmetric_relations_are_marked() -> None:
    assert {name for name, predicate in vocabulary().items() if predicate.symmetric} == SYMMETRIC


def test_a_name_outside_the_vocabulary_raises_and_names_the_nearest() -> None:
    with pytest.raises(UnknownPredicate, match="Did you mean holdsPost"):
        vocabulary()["holdsPsot"]


def test_a_vocabulary_says_whether_it_has_a_name() -> None:
    assert "holdsPost" in vocabulary()
    assert "holdsPsot" not in vocabulary()
    assert vocabulary().get("holdsPsot") is None


def test_every_term_has_a_label_and_a_comment_in_both_languages(ontology: rdflib.Graph) -> None:
    ours = {node for node in ontology.subjects() if str(node).startswith(KG)}
    for node in ours:
        for words in (RDFS.label, RDFS.comment):
            languages = {
                text.language for text in ontology.objects(node, words) if isinstance(text, rdflib.Literal)
            }
            assert languages == {"zh", "en"}, (node, words)


def test_every_property_of_ours_says_what_it_joins(ontology: rdflib.Graph) -> None:
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for node in set(ontology.subjects(RDF.type, kind)):
            assert (node, RDFS.domain, None) in ontology, node
            assert (node, RDFS.range, None) in ontology, node


def _classes(ontology: rdflib.Graph, node: Node, words: URIRef) -> set[Node]:
    (end,) = ontology.objects(node, words)
    union = ontology.value(end, OWL.unionOf)
    return {end} if union is None else set(Collection(ontology, union))


def test_an_inverse_joins_the_same_the_other_way_round(ontology: rdflib.Graph) -> None:
    pairs = list(ontology.subject_objects(OWL.inverseOf))
    assert pairs
    for inverse, relation in pairs:
        assert _classes(ontology, relation, RDFS.domain) == _classes(ontology, inverse, RDFS.range), inverse
        assert _classes(ontology, relation, RDFS.range) == _classes(ontology, inverse, RDFS.domain), inverse


def test_every_directed_relation_has_an_inverse_with_a_name(ontology: rdflib.Graph) -> None:
    inverted = {str(node).removeprefix(KG) for node in ontology.objects(None, OWL.inverseOf)}
    assert inverted == set(TABLE) - SYMMETRIC
    assert vocabulary().inverse_labels["parentOf"] == {"zh": "子女", "en": "child of"}


def test_labels_of_recognizers_map_to_kinds() -> None:
    expected = {
        "PERSON": PER,
        "PER": PER,
        "ORG": ORG,
        "ORGANIZATION": ORG,
        "GPE": LOC,
        "LOC": LOC,
        "FAC": LOC,
    }
    assert expected.items() <= vocabulary().kind_of_label.items()
    assert "NORP" in vocabulary().ignored_labels
    assert not vocabulary().ignored_labels & set(vocabulary().kind_of_label)


def test_a_user_adds_a_relation_as_data(tmp_path: Path) -> None:
    file = tmp_path / "more.ttl"
    file.write_text(
        f"""PREFIX kg: <{KG}> PREFIX owl: <{OWL}> PREFIX rdfs: <{RDFS}> PREFIX schema: <https://schema.org/>
        kg:teaches a owl:ObjectProperty, kg:Relation ; rdfs:label "教"@zh ;
          rdfs:domain schema:Person ; rdfs:range schema:Person .""",
        encoding="utf-8",
    )
    assert read_vocabulary(file)["teaches"].admits(PER, PER)
    assert not read_vocabulary(file)["teaches"].admits(PER, LOC)


def test_the_context_has_a_word_for_each_term_that_a_graph_uses(ontology: rdflib.Graph) -> None:
    context = json.loads(resources.ontology("context.jsonld").read_text(encoding="utf-8"))["@context"]
    definitions = {value["@id"] if isinstance(value, dict) else value for value in context.values()}
    inverses = {str(node).removeprefix(KG) for node in ontology.subjects(OWL.inverseOf)}
    # What differs between two graphs is written as Turtle and TriG, not as JSON-LD.
    of_differences = {"Difference", "Change", "Addition", "Removal", "Modification", "ValueChange"}
    of_differences |= {"change", "before", "after", "detail", "property", "oldValue", "newValue"}
    never_written = (
        inverses | of_differences | {"Relation", "EventRelation", "Status", "recognizerLabel", "ignoredLabel"}
    )
    missing = {name for name in terms() if f"kg:{name}" not in definitions} - never_written
    assert missing == set()


def test_prefixes_agree_with_the_file(ontology: rdflib.Graph) -> None:
    in_file = {prefix: str(iri) for prefix, iri in ontology.namespaces()}
    for prefix, iri in PREFIXES.items():
        assert in_file.get(prefix, iri) == iri


@pytest.fixture(scope="module")
def reasoned(tmp_path_factory: pytest.TempPathFactory, ontology: rdflib.Graph) -> rdflib.Graph:
    path = tmp_path_factory.mktemp("owl") / "graph.ttl"
    write_rdf(town(), path)
    graph = rdflib.Graph().parse(path, format="turtle")
    for triple in ontology:
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def test_the_ontology_and_a_graph_are_consistent_under_owl_2_rl(reasoned: rdflib.Graph) -> None:
    # owlrl writes what it finds as nodes of this class.
    error = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
    errors = [str(text) for node in reasoned.subjects(RDF.type, error) for text in reasoned.objects(node)]
    assert errors == []


def test_alignments_can_be_derived(reasoned: rdflib.Graph) -> None:
    ask = """ASK {
      ?village skos:prefLabel "青山村"@zh . ?city skos:prefLabel "示例市"@zh . ?village kg:locatedIn ?city ;
        schema:location ?city .
      ?wife skos:prefLabel "王芳"@zh ; schema:spouse ?husband .
      ?husband kg:spouseOf ?wife ; schema:relatedTo ?wife .
    }"""
    assert reasoned.query(ask, initNs=dict(PREFIXES)).askAnswer


def test_nobody_becomes_something_else_by_reasoning(reasoned: rdflib.Graph) -> None:
    ask = """ASK { ?x a ?one, ?two FILTER(?one IN (schema:Person, org:Organization, schema:Place)
      && ?two IN (schema:Person, org:Organization, schema:Place) && ?one != ?two) }"""
    assert not reasoned.query(ask, initNs=dict(PREFIXES)).askAnswer


@pytest.fixture(scope="module")
def page() -> str:
    root = Path(__file__).parents[1]
    written: str = runpy.run_path(str(root / "docs" / "ontology_page.py"))["page"](
        root / "ontology" / "kg.ttl"
    )
    return written


def test_the_page_answers_for_the_iri_of_every_term(page: str) -> None:
    anchors = re.findall(r'<section id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(terms()) <= set(anchors)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_the_page_says_what_a_term_is_in_both_languages(page: str) -> None:
    (section,) = re.findall(r'<section id="spouseOf">.*?</section>', page, re.DOTALL)
    assert '<span lang="zh">配偶</span> · spouse of' in section
    assert "symmetric" in section
    assert '<a href="#schema-Person"><code>schema:Person</code></a>' in section
    assert '<a href="https://schema.org/spouse"><code>schema:spouse</code></a>' in section
    assert "transitive" not in section


def test_the_page_is_the_same_every_time(page: str) -> None:
    again = runpy.run_path(str(Path(__file__).parents[1] / "docs" / "ontology_page.py"))
    assert page == again["page"](Path(__file__).parents[1] / "ontology" / "kg.ttl")
