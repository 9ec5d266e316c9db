"""What a build tells its explorer: the words of the user's own relations, and the IRIs that the RDF has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.build import BuildOptions, build

pytestmark = pytest.mark.usefixtures("toy")

OWN = """
PREFIX kg: <https://kg.example/ontology#>     PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>  PREFIX schema: <https://schema.org/>

kg:apprenticeOf a owl:ObjectProperty, kg:Relation ;
  rdfs:label "师从"@zh, "apprentice of"@en ;
  rdfs:domain schema:Person ; rdfs:range schema:Person .
kg:masterOf a owl:ObjectProperty ; owl:inverseOf kg:apprenticeOf ;
  rdfs:label "徒弟"@zh, "master of"@en .
"""
PATTERN = """
[[pattern]]
name = "apprentice-then-master"
predicate = "apprenticeOf"
match = "<subject=PER><trigger=(?:拜师|师从)><object=PER>"
confidence = 0.9
examples = ["[李明:PER]师从[王芳:PER]"]
"""


def content(page: Path) -> dict[str, Any]:
    text = page.read_text(encoding="utf-8").partition('id="content">')[2].partition("</script>")[0]
    found: dict[str, Any] = json.loads(text)
    return found


def test_the_explorer_has_the_vocabulary_and_the_base_of_the_build(tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(OWN, encoding="utf-8")
    (tmp_path / "own.toml").write_text(PATTERN, encoding="utf-8")
    (tmp_path / "a.txt").write_text("李明师从王芳已有十年。", encoding="utf-8")
    options = BuildOptions(
        base_iri="https://news.example/id/",
        ontology_files=(tmp_path / "own.ttl",),
        pattern_files=(tmp_path / "own.toml",),
    )
    build([tmp_path / "a.txt"], tmp_path / "out", options)
    told = content(tmp_path / "out" / "graph.html")
    assert "https://news.example/id/" == told["base"]
    own = next(item for item in told["predicates"] if item["name"] == "apprenticeOf")
    assert {"zh": "师从", "en": "apprentice of"} == own["labels"]
    assert {"zh": "徒弟", "en": "master of"} == own["inverse"]
    turtle = (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")
    assert f"@prefix id: <{told['base']}> ." in turtle
    assert {f"id:{entity}" for entity in told["entities"]["id"]} <= set(turtle.split())
