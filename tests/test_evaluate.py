"""kg.evaluate: the figures by kind, family and predicate, B³ and CEAF-e."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import UnknownPredicate
from kg.evaluate import GoldUnreadable, evaluate
from kg.evaluate.identity import Element, b_cubed, ceaf_e, wrong_links
from kg.ontology import vocabulary_of
from tests.builders import document, fact, graph, organization, person

TEXT = "襄垣县公安局局长李伟讲话。"


def elements(*pairs: tuple[str, str]) -> list[Element]:
    """Elements from (gold id, system id), each in a document of its own."""
    return [Element(f"{n}.txt", "PER", gold, system, "李伟") for n, (gold, system) in enumerate(pairs)]


def test_a_perfect_clustering() -> None:
    found = elements(("a", "1"), ("a", "1"), ("b", "2"))
    assert (b_cubed(found).f1, ceaf_e(found).f1, wrong_links(found)) == (1.0, 1.0, [])


def test_b_cubed_of_the_textbook() -> None:
    # Two true clusters of two and three taken for one of five: precision (2·2/5 + 3·3/5) / 5.
    found = elements(*[("a", "1")] * 2, *[("b", "1")] * 3)
    assert b_cubed(found).precision == pytest.approx(13 / 25)
    assert b_cubed(found).recall == 1.0
    assert len(wrong_links(found)) == 1


def test_ceaf_matches_clusters_one_to_one() -> None:
    found = elements(("a", "1"), ("a", "1"), ("a", "2"))
    # The pair matches best: 2·2/(3+2) of one true cluster and two answers.
    assert ceaf_e(found).recall == pytest.approx(0.8)
    assert ceaf_e(found).precision == pytest.approx(0.4)


def test_a_missing_and_a_wrong_predicate_are_told_apart(tmp_path: Path) -> None:
    source = document(TEXT)
    bureau, li = organization("襄垣县公安局"), person("李伟")
    built = graph([source], [bureau, li], [fact(li, "worksAt", bureau, source)])
    gold = {
        "document": "a.txt",
        "entities": [
            {"name": "李伟", "type": "PER", "id": "per-li"},
            {"name": "襄垣县公安局", "type": "ORG", "id": "org-police"},
        ],
        "relations": [
            {"subject": "李伟", "predicate": "holdsPost", "object": "襄垣县公安局", "title": "局长"}
        ],
    }
    path = tmp_path / "a.gold.json"
    path.write_text(json.dumps(gold), "utf-8")
    score = evaluate(built, [path])
    # In the family one stands for the other; as predicates one is wrong and one is missing.
    assert score.relations["affiliation"].right == 1
    assert (score.predicates["worksAt"].wrong, score.predicates["holdsPost"].missing) == (1, 1)
    assert score.identity()["all"][0].f1 == 1.0


def test_what_goes_by_another_name_elsewhere_is_known_by_each_of_its_names(tmp_path: Path) -> None:
    source = document("襄垣县发改委党组开会。")
    office = organization("襄垣县发展和改革委员会", "襄垣县发改委", "襄垣县发改委党组")
    built = graph([source], [office], [])
    named = {"name": "襄垣县发改委", "type": "ORG"}
    group = {"name": "襄垣县发改委党组", "type": "ORG", "optional": True}
    path = tmp_path / "a.gold.json"
    path.write_text(json.dumps({"document": "a.txt", "entities": [group, named], "relations": []}), "utf-8")
    found = evaluate(built, [path]).entities["ORG"]
    # Of the two that it can be the one that is asked for.
    assert (1, 0, 0) == (found.right, found.wrong, found.missing)


def test_a_relation_of_ones_own_is_a_family_by_itself(tmp_path: Path) -> None:
    own = tmp_path / "mine.ttl"
    own.write_text(
        "PREFIX kg: <https://kg.example/ontology#> PREFIX owl: <http://www.w3.org/2002/07/owl#>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX schema: <https://schema.org/>\n"
        "kg:apprenticeOf a owl:ObjectProperty, kg:Relation ;\n"
        "  rdfs:domain schema:Person ; rdfs:range schema:Person .\n",
        "utf-8",
    )
    source = document("赵晓岚拜师陈玉梅。")
    zhao, chen = person("赵晓岚"), person("陈玉梅")
    built = graph([source], [zhao, chen], [fact(zhao, "apprenticeOf", chen, source)])
    people = [{"name": name, "type": "PER"} for name in ("赵晓岚", "陈玉梅")]
    said = {"subject": "赵晓岚", "predicate": "apprenticeOf", "object": "陈玉梅"}
    path = tmp_path / "a.gold.json"
    path.write_text(json.dumps({"document": "a.txt", "entities": people, "relations": [said]}), "utf-8")
    score = evaluate(built, [path], terms=vocabulary_of([own]))
    assert (1, 0, 0) == tuple(vars(score.relations["apprenticeOf"]).values())
    # Without its file it is taken for a slip of the pen.
    with pytest.raises(UnknownPredicate):
        evaluate(built, [path])


def test_gold_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.gold.json"
    path.write_text("[]", "utf-8")
    with pytest.raises(GoldUnreadable):
        evaluate(graph([], [], []), [path])
