"""What resolution decides is exported: contradictions between holders of one post, and who is another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.export.rdf.quads import quads
from kg.export.rdf.terms import Names
from kg.records import Graph
from kg.resolve import resolve
from tests.builders import document, fact, graph, organization, person
from tests.resolve.articles import article


def predicates(built: Graph) -> Iterable[str]:
    return [quad.predicate.value.rsplit("#")[-1] for quad in quads(built, Names())]


def test_two_heads_of_one_bureau_contradict_and_both_hold() -> None:
    bureau, one, other = organization("襄垣县教育局"), person("李伟"), person("王芳")
    text = document("教育局局长李伟、教育局局长王芳。", published="2023-09-12")
    built = graph(
        [text],
        [bureau, one, other],
        [fact(who, "holdsPost", bureau, text, title="局长") for who in (one, other)],
    )
    said = list(predicates(built))
    assert said.count("contradicts") == 2
    assert said.count("heldBy") == 2


def test_namesakes_that_were_told_apart_are_different() -> None:
    police = article("police.txt", "[襄垣县公安局:ORG]副局长[李伟:PER]介绍了案情。")
    doctor = article("doctor.txt", "[襄垣县人民医院:ORG]医生[李伟:PER]正在查房。")
    built = resolve([police, doctor])
    assert "differentFrom" in predicates(built)
    assert "differentFrom" not in predicates(replace(built, decisions=()))
