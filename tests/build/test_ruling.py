"""Rulings on a built graph, with the extractions beside it, elsewhere, or gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build import BuildOptions, build
from kg.build.ruling import NoCache, apply, split
from kg.errors import MissingPath
from kg.explain import find_one
from kg.records import Graph
from kg.resolve.ledger import Ruling
from kg.tables import read_tables
from tests.build.conftest import contents

pytestmark = pytest.mark.usefixtures("toy")

HOSPITAL = "示例县人民医院"

OWN = """
PREFIX kg: <https://kg.example/ontology#>     PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>  PREFIX schema: <https://schema.org/>
kg:apprenticeOf a owl:ObjectProperty, kg:Relation ; rdfs:domain schema:Person ; rdfs:range schema:Person .
"""
PATTERN = """
[[pattern]]
name = "apprentice-then-master"
predicate = "apprenticeOf"
match = "<subject=PER><trigger=(?:拜师|师从)><object=PER>"
confidence = 0.9
examples = ["[李明:PER]师从[王芳:PER]"]
"""


def ruled(out: Path) -> Ruling:
    """That the hospital of c.txt is another than that of b.txt."""
    graph = read_tables(out / "tables")
    return split(graph, find_one(graph, HOSPITAL), ["c.txt"], "asked")


def predicates(out: Path) -> set[str]:
    return {statement.predicate for statement in read_tables(out / "tables").statements}


def hospitals(graph: Graph) -> int:
    return sum(entity.name == HOSPITAL for entity in graph.entities)


def test_a_cache_elsewhere(corpus: Path, tmp_path: Path) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    build([corpus], out, BuildOptions(cache=cache))
    assert 1 == hospitals(read_tables(out / "tables"))
    apply(out, ruled(out), cache=cache)
    assert 2 == hospitals(read_tables(out / "tables"))
    after = contents(out)
    build([corpus], out, BuildOptions(cache=cache))
    assert after == contents(out)


def test_without_its_cache_a_ruling_waits_for_the_next_build(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([corpus], out, BuildOptions(cache=tmp_path / "cache"))
    with pytest.raises(NoCache, match="--cache"):
        apply(out, ruled(out))
    assert 1 == hospitals(read_tables(out / "tables"))
    build([corpus], out, BuildOptions(cache=tmp_path / "cache"))
    assert 2 == hospitals(read_tables(out / "tables"))


def test_what_other_stages_found_is_left_alone(corpus: Path, tmp_path: Path) -> None:
    out, cache = tmp_path / "out", tmp_path / "cache"
    (corpus / "d.txt").write_text("李明师从王芳已有十年。", encoding="utf-8")
    (tmp_path / "own.toml").write_text(PATTERN.replace("apprenticeOf", "relativeOf"), encoding="utf-8")
    other = BuildOptions(cache=cache, pattern_files=(tmp_path / "own.toml",))
    build([corpus], tmp_path / "other", other)
    build([corpus], out, BuildOptions(cache=cache))
    apply(out, ruled(out), cache=cache)
    assert "relativeOf" not in predicates(out)
    apply(tmp_path / "other", ruled(tmp_path / "other"), cache=cache)
    assert "relativeOf" in predicates(tmp_path / "other")


def test_relations_of_ones_own(corpus: Path, tmp_path: Path) -> None:
    out, own = tmp_path / "out", tmp_path / "own.ttl"
    (corpus / "d.txt").write_text("李明师从王芳已有十年。", encoding="utf-8")
    own.write_text(OWN, encoding="utf-8")
    (tmp_path / "own.toml").write_text(PATTERN, encoding="utf-8")
    build([corpus], out, BuildOptions(ontology_files=(own,), pattern_files=(tmp_path / "own.toml",)))
    with pytest.raises(NoCache, match="--ontology"):
        apply(out, ruled(out))
    with pytest.raises(MissingPath):
        apply(out, ruled(out), ontology_files=[tmp_path / "nowhere.ttl"])
    apply(out, ruled(out), ontology_files=[own])
    assert "apprenticeOf" in predicates(out)
