"""The Python API, on the small town of the builders."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import kg
from kg.api import BuildChoices, GraphView
from kg.build import BuildOptions
from kg.errors import NotAGraph
from kg.explain import AmbiguousName, Fact, UnknownName, explain, find
from kg.export import export
from kg.records import Entity, Graph, Kind
from kg.tables import write_tables
from tests.builders import town


@pytest.fixture
def view(tmp_path: Path) -> GraphView:
    write_tables(town(), tmp_path / "tables")
    export(town(), tmp_path, ["trig"])
    opened: GraphView = kg.open(tmp_path)
    return opened


def test_importing_the_package_loads_nothing_of_weight() -> None:
    program = "import sys, kg; print(*sorted(name for name in sys.modules if name.startswith('kg')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert ["kg"] == done.stdout.split()


@pytest.mark.model
def test_one_format_need_not_be_in_a_list(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("岚水县县长周敏到柳堰镇调研。", "utf-8")
    kg.build(article, tmp_path / "out", formats="nt", jobs=1)
    assert (tmp_path / "out" / "graph.nt").is_file()


def test_every_option_of_a_build_can_be_told() -> None:
    assert BuildOptions.__annotations__.keys() == BuildChoices.__annotations__.keys()


def test_an_option_that_there_is_not_is_refused(tmp_path: Path) -> None:
    # The checker of types sees it too, or it would call the exception needless.
    with pytest.raises(TypeError, match="jbos"):
        kg.build(tmp_path, tmp_path / "out", jbos=1)  # type: ignore[call-arg]  # on purpose


def test_a_folder_without_a_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotAGraph, match="tables is missing"):
        kg.open(tmp_path)


def test_an_entity_tells_its_facts_and_sentences(view: GraphView) -> None:
    hospital = view["县医院"]
    assert "县医院" == hospital.names[0]
    assert "县医院 (ORG" in repr(hospital)
    assert "rule" in hospital.explain()
    assert "县医院" in view
    assert "县医院院" not in view


def test_an_entity_is_found_by_the_id_that_a_query_writes(view: GraphView) -> None:
    hospital = view["县医院"]
    assert hospital.id == view[f"id:{hospital.id}"].id


def test_names_that_nobody_has_get_suggestions(view: GraphView) -> None:
    with pytest.raises(UnknownName, match="Did you mean 县医院"):
        view["县医"]


def test_one_name_of_two_people_is_refused_and_found_as_two() -> None:
    people = tuple(Entity(f"per-{n}", Kind.PER, "李伟") for n in (1, 2))
    graph = Graph((), people, (), (), ())
    assert people == find(graph, "李伟")
    with pytest.raises(AmbiguousName, match=r"(?s)per-1.*per-2"):
        explain(graph, "李伟")


@pytest.mark.parametrize(
    ("predicate", "start", "end", "shown"),
    [
        ("visited", "2023-06", None, "(2023-06)"),
        ("holdsPost", "2023-06", None, "(2023-06 to …)"),
        ("holdsPost", None, "2024", "(… to 2024)"),
        ("visited", "2023-06-01", "2023-06-03", "(2023-06-01 to 2023-06-03)"),
        ("holdsPost", "2023", "2023", "(2023)"),
        ("visited", None, None, "visited →"),
    ],
)
def test_what_happened_on_a_day_has_not_lasted_since(
    predicate: str, start: str | None, end: str | None, shown: str
) -> None:
    said = replace(town().statements[0], predicate=predicate, title=None, start_date=start, end_date=end)
    assert shown in Fact(said, "周敏", "青山村", ()).sentence()


def test_a_sentence_that_an_article_says_twice_is_told_once() -> None:
    whole = town()
    said = next(item for item in whole.statements if item.predicate == "visited")
    (proof,) = (item for item in whole.evidence if item.statement == said.id)
    again = replace(proof, id="ev-again")
    twice = replace(whole, evidence=tuple(sorted((*whole.evidence, again), key=lambda item: item.id)))
    told = "\n".join(explain(twice, said.subject, said.object).lines())
    assert 1 == told.partition("named together")[0].count(proof.quote)


def test_two_entities_are_explained_by_what_links_them() -> None:
    statement = town().statements[0]
    found = explain(town(), statement.subject, statement.object)
    ends = {statement.subject, statement.object}
    assert all(ends == {fact.statement.subject, fact.statement.object} for fact in found.facts)
    assert statement.id in {fact.statement.id for fact in found.facts}


def test_html_is_escaped() -> None:
    from kg.api import EntityView

    graph = Graph((), (Entity("per-1", Kind.PER, "<script>"),), (), (), ())
    assert "<script>" not in EntityView(explain(graph, "<script>"))._repr_html_()


def test_tables_are_data_frames(view: GraphView) -> None:
    pytest.importorskip("pandas", reason="the tables need pandas")
    assert len(town().statements) == len(view.statements) + len(view.co_occurrences)
    assert "coOccursWith" not in set(view.statements["predicate"])
    assert len(town().entities) == len(view.entities)
    assert len(town().evidence) == len(view.evidence)
    counted = view.query("SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?p a schema:Person }")
    people = sum(entity.kind is Kind.PER for entity in town().entities)
    assert people == counted.loc[0, "n"]
    assert len(view["县医院"].facts) == len(view["县医院"].explanation.facts)


def test_the_graph_goes_to_networkx_and_rdflib(view: GraphView) -> None:
    assert len(town().entities) == view.to_networkx().number_of_nodes()
    entity = view["县医院"]
    assert any(str(subject).endswith(entity.id) for subject in view.to_rdflib().subjects())


def test_the_explorer_is_shown_in_a_closed_frame(view: GraphView) -> None:
    assert 'sandbox="allow-scripts' in kg.show(view, ["县医院"])._repr_html_()


_OWN_RELATION = """
PREFIX kg: <https://kg.example/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>

kg:apprenticeOf a owl:ObjectProperty, kg:Relation ;
  rdfs:label "师从"@zh, "apprentice of"@en ;
  rdfs:domain schema:Person ; rdfs:range schema:Person .
"""
_OWN_PATTERN = """
[[pattern]]
name = "apprentice-then-master"
predicate = "apprenticeOf"
match = "<subject=PER><near:6><trigger=(?:拜师|师从)><object=PER>"
confidence = 0.9
examples = ["[赵晓岚:PER]拜师[陈玉梅:PER]"]
"""


@pytest.mark.model
def test_a_relation_of_ones_own_is_told_shown_and_ruled_on_in_its_words(tmp_path: Path) -> None:
    for name, text in (("mine.ttl", _OWN_RELATION), ("mine.toml", _OWN_PATTERN)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "opera.txt").write_text("收徒仪式\n\n青年演员赵晓岚拜师陈玉梅，学习老生唱腔。\n", "utf-8")
    own = str(tmp_path / "mine.ttl")
    # Paths as text, and one where a list could be, as people type them.
    built = kg.build(
        str(tmp_path / "opera.txt"),
        tmp_path / "out",
        ontology_files=own,
        pattern_files=[str(tmp_path / "mine.toml")],
    )
    for graph in (built, kg.open(tmp_path / "out", ontology_files=[own])):
        assert "赵晓岚 — apprentice of → 陈玉梅" in repr(graph["赵晓岚"])
        assert "师从" in graph.show().page
        assert "apprenticeOf" in {said for _, _, said in graph.to_networkx().edges(data="predicate")}
        assert any(str(p).endswith("#apprenticeOf") for p in graph.to_rdflib().predicates())
    # Without its words a relation goes by its name.
    assert "赵晓岚 — apprenticeOf → 陈玉梅" in repr(kg.open(tmp_path / "out")["赵晓岚"])

    built.merge("赵晓岚", "陈玉梅")
    assert "陈玉梅" in built["赵晓岚"].names
