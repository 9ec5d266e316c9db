"""The explorer in a notebook."""

from __future__ import annotations

from importlib import import_module

from kg.export.html.notebook import around, show
from tests.builders import document, person, town
from tests.builders import graph as drawn

# Through the importer: it ships no types.
pandas = import_module("pandas")


def names(*entities: str, depth: int) -> set[str]:
    return {entity.name for entity in around(town(), entities, depth=depth).entities}


def test_one_step_reaches_the_neighbours_and_no_further() -> None:
    assert {"远山公司", "县医院", "李明"} == names("远山公司", depth=1)
    assert "王芳" in names("远山公司", depth=2)


def test_entities_are_named_by_id_iri_or_name() -> None:
    hospital = next(entity for entity in town().entities if entity.name == "县医院")
    by_name = around(town(), ["县医院"])
    assert by_name == around(town(), [hospital.id])
    assert by_name == around(town(), [f"<https://kg.example/id/{hospital.id}>"])


def test_a_part_holds_what_its_statements_rest_on() -> None:
    part = around(town(), ["远山公司"])
    assert {item for statement in part.statements for item in statement.evidence} == {
        e.id for e in part.evidence
    }
    assert {e.document for e in part.evidence} <= {document.id for document in part.documents}


def test_the_page_stands_in_a_closed_frame() -> None:
    frame = show(town(), entities=["县医院"], height=500)._repr_html_()
    assert frame.startswith('<iframe srcdoc="&lt;!doctype html&gt;')
    assert 'sandbox="allow-scripts allow-downloads allow-popups allow-modals"' in frame
    assert "allow-same-origin" not in frame
    assert 1 == frame.count("<iframe")


def test_an_answer_shows_what_it_names_and_nothing_around() -> None:
    graph = town()
    statement = next(item for item in graph.statements if item.predicate == "spouseOf")
    answer = pandas.DataFrame(
        {"st": [f"id:{statement.id}"], "name": ["远山公司"], "n": [1.5], "none": [None]}
    )
    ends = {statement.subject, statement.object}
    assert ends == {entity.id for entity in around(graph, answer).entities}
    assert ends == {entity.id for entity in around(graph, answer["st"]).entities}
    assert ends < {entity.id for entity in around(graph, answer, depth=1).entities}


def test_an_id_in_an_answer_says_which_of_a_name_is_meant() -> None:
    one, other = person("李伟", key="1"), person("李伟", key="2")
    graph = drawn([document("李伟")], [one, other])
    assert {one.id} == {entity.id for entity in around(graph, [one.id, "李伟"]).entities}
    assert {one.id, other.id} == {entity.id for entity in around(graph, "李伟").entities}
    assert {one.id} == {entity.id for entity in around(graph, one).entities}


def test_what_nobody_is_called_shows_nothing() -> None:
    assert () == around(town(), "没有这个人").entities
