"""The sample corpus and its gold annotations agree with each other: files only, nothing is built."""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
GOLD = sorted((CORPUS / "gold").glob("*.gold.json"))
ARTICLE_SUFFIXES = {".txt", ".md", ".html"}

PERSON, ORG, PLACE = frozenset({"PER"}), frozenset({"ORG"}), frozenset({"LOC"})
BODY = ORG | PLACE
# predicate: kinds of its subject, kinds of its object
PREDICATES = {
    "holdsPost": (PERSON, BODY),
    "memberOf": (PERSON, ORG),
    "worksAt": (PERSON, ORG),
    "locatedIn": (BODY, PLACE),
    "partOf": (ORG, ORG),
    "parentOf": (PERSON, PERSON),
    "spouseOf": (PERSON, PERSON),
    "siblingOf": (PERSON, PERSON),
    "relativeOf": (PERSON, PERSON),
    "bornIn": (PERSON, PLACE),
    "residesIn": (PERSON, PLACE),
    "studiedAt": (PERSON, ORG),
    "supports": (PERSON | BODY, BODY),
    "cooperatesWith": (BODY, BODY),
    "met": (PERSON, PERSON),
    "visited": (PERSON, BODY),
    "founded": (PERSON | ORG, ORG),
    "invests": (ORG, BODY),
}
SYMMETRIC = {"cooperatesWith", "met", "spouseOf", "siblingOf", "relativeOf"}
STATUSES = {"former", "acting", "proposed", "denied"}
ID_PREFIX = {"PER": "per-", "ORG": "org-", "LOC": "loc-"}
PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

Gold = dict[str, Any]


def read_gold(path: Path) -> Gold:
    gold: Gold = json.loads(path.read_text(encoding="utf-8"))
    return gold


def all_gold() -> list[Gold]:
    return [read_gold(path) for path in GOLD]


def articles() -> set[str]:
    return {
        path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*") if path.suffix in ARTICLE_SUFFIXES
    }


def forms(entity: dict[str, Any]) -> list[str]:
    return [entity["name"], *entity["aliases"]]


each_gold = pytest.mark.parametrize("path", GOLD, ids=lambda path: path.name.removesuffix(".gold.json"))


@each_gold
def test_gold_lies_beside_its_article(path: Path) -> None:
    document = CORPUS / read_gold(path)["document"]
    assert document.is_file()
    assert path.name == f"{document.stem}.gold.json"


@each_gold
def test_entities_are_in_the_text(path: Path) -> None:
    gold = read_gold(path)
    text = (CORPUS / gold["document"]).read_text(encoding="utf-8")
    absent = [e["name"] for e in gold["entities"] if not any(form in text for form in forms(e))]
    assert absent == []


@each_gold
def test_entities_are_distinct_and_identified(path: Path) -> None:
    entities = read_gold(path)["entities"]
    names, ids = [e["name"] for e in entities], [e["id"] for e in entities]
    assert sorted(set(names)) == sorted(names)
    assert sorted(set(ids)) == sorted(ids)
    assert [e["name"] for e in entities if not e["id"].startswith(ID_PREFIX[e["type"]])] == []


@each_gold
def test_a_form_names_one_entity_of_its_type(path: Path) -> None:
    # The scorer looks a name up by type and form, so a form that two entities share would blur them.
    owners = defaultdict(set)
    for entity in read_gold(path)["entities"]:
        for form in forms(entity):
            owners[entity["type"], form].add(entity["name"])
    assert {form: names for form, names in owners.items() if len(names) > 1} == {}


@each_gold
def test_relations_join_listed_entities(path: Path) -> None:
    gold = read_gold(path)
    kinds = {e["name"]: e["type"] for e in gold["entities"]}
    for relation in gold["relations"]:
        subject_kinds, object_kinds = PREDICATES[relation["predicate"]]
        assert kinds[relation["subject"]] in subject_kinds, relation
        assert kinds[relation["object"]] in object_kinds, relation
        assert relation["subject"] != relation["object"], relation
        assert ("title" in relation) == (relation["predicate"] == "holdsPost"), relation
        assert relation.get("status", "former") in STATUSES, relation
        for end in ("start_date", "end_date"):
            assert end not in relation or PARTIAL_DATE.fullmatch(relation[end]), relation


@each_gold
def test_a_relation_is_stated_once(path: Path) -> None:
    seen = set()
    for r in read_gold(path)["relations"]:
        ends = (r["subject"], r["object"])
        ends = tuple(sorted(ends)) if r["predicate"] in SYMMETRIC else ends
        key = (*ends, r["predicate"], r.get("title"), r.get("status"))
        assert key not in seen
        seen.add(key)


@each_gold
def test_document_facts_name_listed_people(path: Path) -> None:
    gold = read_gold(path)
    facts = gold["document_facts"]
    people = {e["name"] for e in gold["entities"] if e["type"] == "PER"}
    assert {*facts["authors"], *facts["editors"]} <= people
    assert facts["date"] is None or PARTIAL_DATE.fullmatch(facts["date"])
    bodies = {form for e in gold["entities"] if e["type"] == "ORG" for form in forms(e)}
    assert facts["publisher"] is None or facts["publisher"] in bodies


def test_every_article_has_gold_and_a_manifest_entry() -> None:
    manifest = tomllib.loads((CORPUS / "MANIFEST.toml").read_text(encoding="utf-8"))
    listed = [article["file"] for article in manifest["article"]]
    assert sorted(articles()) == sorted(listed)
    assert sorted(articles()) == sorted(gold["document"] for gold in all_gold())
    for article in manifest["article"]:
        assert article["licence"] == "CC0-1.0"
        assert article["language"] in {"zh", "en"}
        assert article["summary"]
        assert article["exercises"]


def test_the_corpus_is_large_enough() -> None:
    languages = [gold["language"] for gold in all_gold()]
    assert len(languages) >= 30
    assert languages.count("en") >= 3


def test_an_id_has_one_type() -> None:
    types = defaultdict(set)
    for gold in all_gold():
        for entity in gold["entities"]:
            types[entity["id"]].add(entity["type"])
    assert {identity: kinds for identity, kinds in types.items() if len(kinds) > 1} == {}


def test_same_named_people_who_must_stay_apart() -> None:
    people = defaultdict(set)
    for gold in all_gold():
        for entity in gold["entities"]:
            if entity["type"] == "PER" and not entity.get("optional"):
                people[entity["name"]].add(entity["id"])
    pairs = [pair for ids in people.values() for pair in itertools.combinations(sorted(ids), 2)]
    assert len(pairs) >= 10


def test_people_of_several_articles_who_must_join() -> None:
    documents = defaultdict(set)
    for gold in all_gold():
        for entity in gold["entities"]:
            if entity["type"] == "PER":
                documents[entity["id"]].add(gold["document"])
    assert sum(len(where) > 1 for where in documents.values()) >= 15


def test_every_predicate_is_exercised() -> None:
    firm = {r["predicate"] for gold in all_gold() for r in gold["relations"] if not r.get("optional")}
    assert set(PREDICATES) == firm
