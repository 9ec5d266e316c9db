"""The explorer in a notebook."""

from __future__ import annotations

from kg.export.html.notebook import around, show
from tests.builders import town


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
    assert 'sandbox="allow-scripts allow-downloads allow-popups"' in frame
    assert "allow-same-origin" not in frame
    assert 1 == frame.count("<iframe")
