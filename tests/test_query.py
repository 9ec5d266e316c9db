"""kg.query: every named question, one's own queries, what is refused, and every format."""
# ruff: noqa: E501  # a query and its answer are read in one piece

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
import xml.etree.ElementTree as ET
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg.query.store
from kg.errors import MissingPath, NotAGraph, QueryError
from kg.export.rdf import write_rdf
from kg.ontology import PREFIXES
from kg.query import FORMATS, Answer, GraphStore, ask, named_queries, open_store, render, run
from kg.query.named import bind
from kg.query.table import width
from kg.query.words import columns
from kg.records import Graph, Status
from tests.builders import document, fact, graph, organization, person, place, town

# What each question must be given, for a graph like town().
GIVEN = {
    "about": {"entity": "王芳"},
    "held-on": {"date": "2024-04"},
    "organizations-in": {"place": "示例市"},
    "places-in": {"place": "示例市"},
    "connection": {"person": "周强", "other": "王芳"},
    "documents": {"entity": "王芳"},
    "in-common": {"entity": "李明", "other": "周强"},
    "residents": {"place": "示例县"},
    "names": {"entity": "示例县"},
    "timeline": {"entity": "王芳"},
}
WORDS = [
    *"{}()<>?:;.,'\"\\@#^ \n\x00",
    "SELECT ",
    "WHERE ",
    "kg:",
    "holdsPost",
    "王",
    "?x ",
    "FILTER",
    "UNION",
    " a ",
]


def built(drawn: Graph, out: Path) -> Path:
    write_rdf(drawn, out / "graph.trig")
    return out


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(town(), tmp_path_factory.mktemp("out"))


@pytest.fixture(scope="module")
def store(out: Path) -> GraphStore:
    return open_store(out)


def found(store: GraphStore, question: str, *columns: str, **parameters: str) -> list[tuple[str | None, ...]]:
    answer = run(store, question, parameters={name.rstrip("_"): value for name, value in parameters.items()})
    return [tuple(record.get(column) for column in columns) for record in answer.records()]


# ------------------------------------------------------------------------------------------------- named
# questions


def test_there_are_at_least_twenty_questions_with_titles_in_two_languages() -> None:
    questions = named_queries()
    assert len(questions) >= 20
    assert all(question.titles.keys() == {"zh", "en"} for question in questions.values())


@pytest.mark.parametrize("name", named_queries())
def test_every_question_answers_with_and_without_its_parameters(store: GraphStore, name: str) -> None:
    answer = run(store, name, parameters=GIVEN.get(name, {}))
    assert answer.variables
    optional = [p for p in named_queries()[name].parameters if not p.required]
    for parameter in optional:
        value = {"entity": "李明", "text": "县长", "date": "2024", "number": "1"}[parameter.type]
        run(store, name, parameters={**GIVEN.get(name, {}), parameter.name: value})


@pytest.mark.parametrize("name", [name for name, one in named_queries().items() if "# scan" in one.text])
def test_a_question_that_is_read_through_gives_the_rows_of_its_plain_form(
    store: GraphStore, name: str
) -> None:
    question = named_queries()[name]
    assert all(line.endswith(" . # scan") for line in question.text.splitlines() if "# scan" in line)
    plain = bind(replace(question, text=question.text.replace(" # scan", "")), store, GIVEN.get(name, {}))
    rows = store.graph.query(plain, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    assert [tuple(row) for row in rows] == list(run(store, name, parameters=GIVEN.get(name, {})).rows)


@pytest.mark.parametrize("name", named_queries())
def test_every_question_is_sparql_as_it_stands(name: str) -> None:
    # Other tools read these files too; rdflib stands for them.
    from rdflib.plugins.sparql import prepareQuery

    prepareQuery(named_queries()[name].text, initNs=dict(PREFIXES))


def test_posts(store: GraphStore) -> None:
    assert found(store, "posts", "personName", "title", "bodyName", "status", "sentence", person="王芳") == [
        ("王芳", "医生", "县医院", "current", "李明的妻子王芳是县医院医生。")
    ]
    assert found(store, "posts", "personName", "status", body="示例县") == [
        ("周强", "current"), ("李明", "current"), ("李明", "former"),
    ]  # fmt: skip


def test_about_gives_both_directions(store: GraphStore) -> None:
    rows = found(store, "about", "relation", "otherName", "amount", entity="县医院")
    assert rows == [
        ("holdsPost ←", "王芳", None),
        ("locatedIn →", "示例县", None),
        ("supports ←", "远山公司", "200万元"),
    ]


def test_about_a_name_that_several_bear_gives_all_of_them(store: GraphStore) -> None:
    answer = run(store, "about", parameters={"entity": "李明"})
    assert len({record["entity"] for record in answer.records()}) == 2


@pytest.mark.parametrize(
    ("date", "holders"),
    [
        ("2024-03-01", []),
        ("2024-03-18", ["李明"]),
        ("2024-04", ["李明"]),
        ("2024", ["李明", "周强"]),
        ("2024-09-01", ["周强"]),
        ("2030", ["周强"]),
    ],
)
def test_who_held_a_post_on_a_date(store: GraphStore, date: str, holders: list[str]) -> None:
    rows = found(store, "held-on", "personName", date=date, post="县长")
    assert sorted(name for (name,) in rows if name) == sorted(holders)


def test_organizations_in_a_place_at_any_depth(tmp_path: Path) -> None:
    city, county, village = place("市"), place("县"), place("村")
    body, office, elsewhere, source = (
        organization("局"),
        organization("科"),
        organization("外"),
        document("市县村局科外"),
    )
    drawn = graph(
        [source],
        [city, county, village, body, office, elsewhere],
        [
            fact(village, "locatedIn", county, source),
            fact(county, "locatedIn", city, source),
            fact(body, "locatedIn", village, source),
            fact(office, "partOf", body, source),
        ],
    )
    opened = open_store(built(drawn, tmp_path))
    rows = found(opened, "organizations-in", "organizationName", "directlyName", place="市")
    # What lies in no place by itself is part of something that does.
    assert rows == [("局", "村"), ("科", "局")]
    assert found(opened, "places-in", "innerName", place="市") == [("县",), ("村",)]


def test_support_and_its_sums(tmp_path: Path) -> None:
    giver, other, taker = organization("甲"), organization("乙"), organization("丙")
    sources = [document("甲乙丙", f"{n}.txt") for n in range(3)]
    drawn = graph(
        sources,
        [giver, other, taker],
        [
            fact(giver, "supports", taker, sources[0], amount="200万元"),
            fact(other, "supports", taker, sources[1], amount="50万元"),
            fact(other, "supports", taker, sources[2], amount="口罩一批", title="物资"),
        ],
    )
    opened = open_store(built(drawn, tmp_path))
    assert found(opened, "supports", "giverName", "amount", giver="甲") == [("甲", "200万元")]
    rows = found(opened, "support-totals", "receiverName", "currency", "total", "sums", "statements")
    assert rows == [("丙", "CNY", "2500000", "2", "2"), ("丙", None, None, "0", "1")]


def test_one_sum_of_several_givers_to_several_is_one_sum_and_shared(tmp_path: Path) -> None:
    givers, takers = (organization("甲"), organization("乙")), (place("丙"), place("丁"))
    source, later = document("甲乙向丙丁拨付三亿元", "1.txt"), document("甲又向丙拨付一百万元", "2.txt")
    said = [
        fact(giver, "supports", taker, source, amount="3亿元", quote="甲乙向丙丁拨付三亿元")
        for giver in givers
        for taker in takers
    ]
    said.append(fact(givers[0], "supports", takers[0], later, title="追加", amount="100万元"))
    opened = open_store(built(graph([source, later], [*givers, *takers], said), tmp_path))
    rows = found(opened, "support-totals", "receiverName", "total", "sums", "shared", "statements")
    assert rows == [("丙", "301000000", "2", "1", "3"), ("丁", "300000000", "1", "1", "2")]


def test_people_of_one_name(store: GraphStore) -> None:
    rows = found(store, "same-name", "name", "person")
    assert {name for name, _ in rows} == {"李明"}
    assert len({identity for _, identity in rows}) == 2
    # Who holds no post is told by the articles that name them.
    assert ("3", "2024/first.txt") in found(store, "same-name", "documents", "source")


def test_kinship_reads_from_both_sides(tmp_path: Path) -> None:
    father, son, source = person("父"), person("子"), document("父子")
    opened = open_store(
        built(graph([source], [father, son], [fact(father, "parentOf", son, source)]), tmp_path)
    )
    assert found(opened, "kinship", "personName", "relation", "relativeName", person="子") == [
        ("子", "child of", "父")
    ]
    assert found(opened, "kinship", "relation", person="父") == [("parent of",)]
    # When nobody is asked about, a tie is told once.
    assert found(opened, "kinship", "personName", "relation") == [("父", "parent of")]


def test_contradictions(tmp_path: Path) -> None:
    one, other, county, city = person("甲"), person("乙"), place("县"), place("市")
    yes, no = document("甲乙县市", "yes.txt"), document("乙甲县市", "no.txt")
    drawn = graph(
        [yes, no],
        [one, other, county, city],
        [
            fact(one, "spouseOf", other, yes),
            fact(one, "spouseOf", other, no, status=Status.DENIED),
            fact(one, "bornIn", county, yes),
            fact(one, "bornIn", city, no),
            fact(one, "parentOf", other, yes),
            fact(other, "parentOf", one, no),
        ],
    )
    reasons = {why for (why,) in found(open_store(built(drawn, tmp_path)), "contradictions", "why")}
    assert reasons == {
        "one affirms what the other denies",
        "two birthplaces, neither within the other",
        "each is said to be the other's parent",
    }


def test_a_birthplace_within_another_is_no_contradiction(tmp_path: Path) -> None:
    one, county, city, source = person("甲"), place("县"), place("市"), document("甲县市")
    drawn = graph(
        [source],
        [one, county, city],
        [
            fact(one, "bornIn", county, source),
            fact(one, "bornIn", city, source),
            fact(county, "locatedIn", city, source),
        ],
    )
    assert found(open_store(built(drawn, tmp_path)), "contradictions", "why") == []


def test_the_shortest_connection_has_a_sentence_for_each_step(store: GraphStore) -> None:
    rows = found(
        store, "connection", "step", "fromName", "relation", "toName", "sentence", **GIVEN["connection"]
    )
    assert [row[:4] for row in rows] == [
        ("1", "周强", "holdsPost →", "示例县"),
        ("2", "示例县", "locatedIn ←", "县医院"),
        ("3", "县医院", "holdsPost ←", "王芳"),
    ]
    assert all(row[4] for row in rows)


def test_a_denial_and_a_co_occurrence_connect_nobody(tmp_path: Path) -> None:
    one, other, source = person("甲"), person("乙"), document("甲乙")
    said = [
        fact(one, "siblingOf", other, source, status=Status.DENIED),
        fact(one, "coOccursWith", other, source),
    ]
    opened = open_store(built(graph([source], [one, other], said), tmp_path))
    answer = run(opened, "connection", parameters={"person": "甲", "other": "乙"})
    assert answer.is_empty
    assert answer.notes == (
        "no statement of this graph connects the two; in-common gives the articles that name both",
    )


def test_what_only_one_source_says(tmp_path: Path) -> None:
    one, other = person("甲"), organization("乙")
    first, second = document("甲乙", "1.txt"), document("乙甲", "2.txt")
    said = [fact(one, "holdsPost", other, first, second), fact(one, "visited", other, second)]
    opened = open_store(built(graph([first, second], [one, other], said), tmp_path))
    assert found(opened, "single-source", "source", "relation") == [("2.txt", "visited")]
    assert found(opened, "single-source", "relation", source="1.txt") == []
    assert found(opened, "sources", "source", "statements", "onlyHere") == [
        ("2.txt", "2", "1"),
        ("1.txt", "1", "0"),
    ]


def test_documents_of_one_and_of_two(store: GraphStore) -> None:
    assert found(store, "documents", "source", "times", entity="王芳") == [("2024/first.txt", "1")]
    assert [source for (source,) in found(store, "in-common", "source", entity="周强", other="远山公司")] == [
        "2024/third.txt"
    ]


def test_posts_that_changed_hands(store: GraphStore) -> None:
    assert found(store, "succession", "title", "bodyName", "predecessorName", "successorName") == [
        ("县长", "示例县", "李明", "周强")
    ]


@pytest.mark.parametrize(
    ("question", "predicate", "column"),
    [
        ("visits", "visited", "toName"),
        ("members", "memberOf", "organizationName"),
        ("members", "worksAt", "organizationName"),
        ("schools", "studiedAt", "schoolName"),
        ("founders", "founded", "organizationName"),
    ],
)
def test_people_and_organizations(tmp_path: Path, question: str, predicate: str, column: str) -> None:
    one, other, source = person("甲"), organization("乙"), document("甲乙")
    opened = open_store(built(graph([source], [one, other], [fact(one, predicate, other, source)]), tmp_path))
    assert found(opened, question, column, "sentence") == [("乙", "甲乙")]


def test_organizations_with_each_other(tmp_path: Path) -> None:
    one, other, source = organization("甲"), organization("乙"), document("甲乙")
    said = [fact(one, "cooperatesWith", other, source), fact(one, "invests", other, source, amount="3亿元")]
    opened = open_store(built(graph([source], [one, other], said), tmp_path))
    assert found(opened, "cooperation", "partnerName", party="乙") == [("甲",)]
    assert found(opened, "cooperation", "partyName", "partnerName") == [("甲", "乙")]
    assert found(opened, "investments", "targetName", "amount") == [("乙", "3亿元")]


def test_residents_at_any_depth(tmp_path: Path) -> None:
    one, village, county, source = person("甲"), place("村"), place("县"), document("甲村县")
    said = [fact(one, "residesIn", village, source), fact(village, "locatedIn", county, source)]
    opened = open_store(built(graph([source], [one, village, county], said), tmp_path))
    assert found(opened, "residents", "personName", "homeName", place="县") == [("甲", "村")]
    assert found(opened, "residents", "personName", place="村") == [("甲",)]


def test_a_timeline_is_in_order(store: GraphStore) -> None:
    rows = found(store, "timeline", "when", "reported", entity="示例县")
    days = [when or reported or "" for when, reported in rows if when or reported]
    assert len(days) > 3
    assert days == sorted(days)
    # The day of a report is not given out for the day of what it tells.
    assert any(when is None and reported for when, reported in rows)


def test_names_and_speakers_and_counts(tmp_path: Path, store: GraphStore) -> None:
    assert found(store, "names", "written", "times", entity="示例县") == [("示例县", "5")]
    counts = {row[0]: row[1] for row in found(store, "summary", "what", "count")}
    assert (counts["schema:Person"], counts["kg:holdsPost"]) == ("4", "6")
    one, other, source = person("甲"), organization("乙"), document("甲乙")
    said = [
        fact(one, "holdsPost", other, source, speaker=one.id),
        fact(one, "visited", other, source, speaker="知情人士"),
    ]
    opened = open_store(built(graph([source], [one, other], said), tmp_path))
    assert found(opened, "speakers", "speakerName", "relation") == [
        ("甲", "holdsPost"),
        ("知情人士", "visited"),
    ]
    assert found(opened, "speakers", "speakerName", speaker="甲") == [("甲",)]


# ----------------------------------------------------------------------------------------------- ones own
# queries


def test_select_ask_construct_and_describe(store: GraphStore) -> None:
    assert run(store, "SELECT ?x { ?x a schema:Person }").rows
    assert run(store, "ASK { ?x skos:prefLabel '王芳'@zh }").boolean is True
    constructed = run(store, "CONSTRUCT { ?b kg:spouseOf ?a } WHERE { ?a kg:spouseOf ?b }").triples
    assert len(constructed or ()) == 1
    described = run(store, "DESCRIBE ?x { ?x kg:sourceName '2024/first.txt' }").triples
    assert len(described or ()) > 3


def test_the_default_graph_is_the_union_and_each_graph_can_be_named(store: GraphStore) -> None:
    assert run(store, "ASK { ?st kg:evidence ?e . ?e prov:hadPrimarySource ?d . ?d dct:issued ?day }").boolean
    assert run(store, "ASK { GRAPH g:documents { ?d kg:sourceName ?name } }").boolean
    assert not run(store, "ASK { GRAPH g:facts { ?d kg:sourceName ?name } }").boolean


def test_a_prefix_of_ones_own_is_kept(store: GraphStore) -> None:
    assert run(store, "PREFIX x: <https://schema.org/> ASK { ?p a x:Person }").boolean


def test_a_query_from_a_file(tmp_path: Path, out: Path) -> None:
    file = tmp_path / "own.rq"
    file.write_text(
        "# title@en: Who\n# param: who\nSELECT ?who ?label { VALUES ?who { UNDEF } ?who skos:prefLabel ?label }",
        encoding="utf-8",
    )
    answer = ask(out, file, parameters={"who": "王芳"})
    assert [record["label"] for record in answer.records()] == ["王芳"]
    with pytest.raises(MissingPath):
        ask(out, tmp_path / "none.rq")


def test_a_limit_says_that_there_is_more(store: GraphStore) -> None:
    answer = run(store, "posts", limit=2)
    assert (len(answer.rows), answer.more) == (2, True)
    assert "2+ rows" in render(answer)
    assert not run(store, "posts", limit=6).more
    with pytest.raises(QueryError, match="limit of -1"):
        run(store, "posts", limit=-1)


def test_other_bases_are_found_out(tmp_path: Path) -> None:
    write_rdf(town(), tmp_path / "graph.trig", base_iri="https://news.example/kg#")
    opened = open_store(tmp_path)
    assert opened.base == "https://news.example/kg#"
    assert run(opened, "ASK { GRAPH g:facts { ?p a schema:Person } }").boolean


# --------------------------------------------------------------------------------------------------- what is
# wrong


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * {", "line 1, column 10: this { is not closed"),
        ("SELECT ?x WHER { ?x a schema:Person }", "WHER: did you mean WHERE?"),
        ("SELCT ?x { ?x a schema:Person }", "SELCT: did you mean SELECT?"),
        ("SELEC ?x WHERE { ?x a schema:Person }", "line 1, column 1: SELEC: did you mean SELECT?"),
        ("SELECT * { ?x a schema:Person } ORDER", "ORDER: did you mean ORDER BY?"),
        ("SELECT * { ?x a schema:Person FILTER(?x > ) }", "this cannot stand here"),
        ("SELECT * {" + "{" * 5000 + "}" * 5000 + "}", "the query is nested too deeply"),
        (
            "SELECT ?x\n{ ?x kg:holdPost ?o }",
            "line 2, column 6: the vocabulary has no kg:holdPost. Did you mean kg:holdsPost?",
        ),
        ("SELECT ?x { ?x scheme:name ?o }", "no prefix scheme: is declared. Did you mean schema:name?"),
        ("SELECT ?x { ?x foaf:name ?o }", "no prefix foaf: is declared. Known without declaring: dct,"),
        ("SELECT ?x (COUNT(*) AS ?n) { ?x ?p ?o }", "contains a variable that is unbound"),
        ("", "the query is empty"),
        ("# only a comment", "the query is empty"),
        ("post", "no question is named 'post'. Did you mean posts?"),
        ("ASK { ?x ?y \ud800 }", ""),
    ],
)
def test_mistakes_are_explained(store: GraphStore, query: str, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        run(store, query)
    assert words in str(caught.value)


def test_the_caret_stands_under_the_place_whatever_the_script(store: GraphStore) -> None:
    with pytest.raises(QueryError) as caught:
        run(store, "SELECT ?x { ?x skos:prefLabel '王芳'@zh ; kg:holdPost ?y }")
    _, line, caret = str(caught.value).split("\n")
    wide = sum(2 if c >= "\u3000" else 1 for c in line[: line.index("kg:holdPost")])
    assert caret.index("^") == wide


def test_nothing_found_says_which_term_is_not_there(store: GraphStore) -> None:
    answer = run(store, "SELECT ?x { ?x a schema:person }")
    assert answer.notes == ("schema:person occurs nowhere in this graph; did you mean schema:Person?",)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        (
            'SELECT * { ?x skos:prefLabel "王芳" }',
            '"王芳" is no name here: names have a language, as in "王芳"@zh',
        ),
        ('SELECT * { ?x skos:prefLabel "王方"@zh }', "nobody and nothing is called 王方; did you mean 王芳?"),
        (
            "SELECT * { GRAPH g:fact { ?s ?p ?o } }",
            "g:fact occurs nowhere in this graph; did you mean g:facts?",
        ),
        ("SELECT * FROM <a:b> { ?s ?p ?o }", "<a:b> occurs nowhere in this graph"),
        ("SELECT * { id:per-none ?p ?o }", "id:per-none occurs nowhere in this graph"),
        ("PREFIX my: <a:> SELECT * { ?s my:word ?o }", "my:word occurs nowhere in this graph"),
    ],
)
def test_an_empty_answer_says_what_the_graph_does_not_have(store: GraphStore, query: str, note: str) -> None:
    assert run(store, query).notes == (note,)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?x skos:prefLabel "王芳"@zh FILTER(false) }',
        'SELECT * { ?x skos:prefLabel ?n FILTER(STR(?n) = "王芳" && false) }',
        'SELECT * { ?x kg:startDate "1066"^^xsd:gYear }',
        "SELECT * { ?x kg:confidence ?n FILTER(xsd:integer(?n) > 5) }",
    ],
)
def test_what_is_rightly_written_is_not_found_fault_with(store: GraphStore, query: str) -> None:
    assert run(store, query).notes == ()


def test_a_question_without_an_answer_says_what_to_try(store: GraphStore) -> None:
    (note,) = run(store, "founders").notes
    assert note == "no article of this graph says anything of the kind (kg:founded)"
    (note,) = run(store, "posts", parameters={"person": "县医院"}).notes
    assert note == "nothing fits; without --person there may be something"
    (note,) = run(store, "organizations-in", parameters={"place": "青山村"}).notes
    assert note == "nothing of the kind is known; about --entity 青山村 gives all that is"


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX x: <a:> DROP ALL",
        "LOAD <http://example.org/>",
        "CLEAR ALL",
        "WITH g:facts DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE?x { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { { SELECT * { ?a ?b '#' . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } } }",
    ],
)
def test_updates_and_services_are_refused(store: GraphStore, query: str) -> None:
    before = len(store.graph)
    with pytest.raises(QueryError, match="refused"):
        run(store, query)
    assert len(store.graph) == before


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?x skos:prefLabel 'SERVICE <x> { }' }",
        "ASK { ?service a schema:Person }",
        "# SERVICE\nASK { ?x a schema:Person }",
        "PREFIX service: <https://schema.org/> ASK { ?x a service:Person }",
        "ASK { ?x a <https://example.org/SERVICE> }",
        'ASK { ?x skos:prefLabel \'INSERT\'@en , """DELETE "a" WHERE""" }',
        "ASK { _:insert a schema:Person }",
    ],
)
def test_words_in_strings_names_and_comments_are_harmless(store: GraphStore, query: str) -> None:
    assert run(store, query).boolean is not None


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS), max_size=20))
def test_no_query_raises_anything_but_a_query_error(store: GraphStore, words: list[str]) -> None:
    text = "".join(words)
    for query in (text, f"SELECT * {{ {text} }}"):
        with suppress(QueryError):
            run(store, query, limit=5)


# -----------------------------------------------------------------------------------------------------
# parameters


def test_a_name_can_be_any_name_pinyin_id_or_iri(store: GraphStore) -> None:
    (node,) = store.named("王芳")
    identity = node.value.rsplit("/", 1)[1]
    for name in ("王芳", "Wang Fang", "wangfang", "wang fang", identity, node.value):
        assert store.named(name) == (node,)


@pytest.mark.parametrize(
    ("question", "parameters", "words"),
    [
        ("about", {}, "about needs --entity"),
        ("connection", {}, "connection needs --person, --other"),
        ("about", {"entity": "王方"}, "nobody and nothing is called '王方' in this graph. Did you mean 王芳"),
        ("about", {"entiti": "王芳"}, "about has no parameter entiti. Did you mean --entity?"),
        ("summary", {"x": "1"}, "summary has no parameter x. It takes: none."),
        ("held-on", {"date": "2024-13-45"}, "date: no calendar has 2024-13-45"),
        ("about", {"entity": "李明明明"}, "kg open OUT lists all names"),
        ("held-on", {"date": "yesterday"}, "date must be YYYY, YYYY-MM or YYYY-MM-DD, not 'yesterday'"),
        ("connection", {"person": "王芳"}, "connection needs --other"),
    ],
)
def test_wrong_parameters_are_explained(
    store: GraphStore, question: str, parameters: dict[str, str], words: str
) -> None:
    with pytest.raises(QueryError) as caught:
        run(store, question, parameters=parameters)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        '" } SERVICE <http://x> {',
        "'; DROP ALL",
        "\\",
        "\\1",
        "}",
        "> <",
        '"""',
        "\n",
        "\ud800",
        "?x",
        "UNDEF }",
    ],
    ids=ascii,
)
def test_a_parameter_is_a_term_and_never_text(store: GraphStore, value: str) -> None:
    assert found(store, "single-source", "source", source=value) == []
    with pytest.raises(QueryError, match="is called"):
        run(store, "about", parameters={"entity": value})


# --------------------------------------------------------------------------------------------------------
# formats


def test_a_table_shows_names_and_no_iris(store: GraphStore) -> None:
    table = render(run(store, "posts", parameters={"person": "王芳"}))
    assert table.splitlines()[0].split() == [
        "person", "title", "body", "status", "from", "until", "documents", "sentence", "source",
    ]  # fmt: skip
    assert "per-" not in table
    assert table.endswith("1 row\n")


def test_a_table_cannot_steer_the_terminal(tmp_path: Path) -> None:
    opened = open_store(built(graph([], [person("\x1b[31m\r\n\u202e甲")]), tmp_path))
    table = render(run(opened, "SELECT ?name { ?x skos:prefLabel ?name }"))
    assert not set(table) & set("\x1b\r\u202e")
    assert len(table.splitlines()) == 4


def test_a_table_speaks_the_readers_language(store: GraphStore) -> None:
    answer = run(store, "about", parameters={"entity": "县医院"})
    english, chinese = render(answer), render(answer, language="zh")
    assert "holds post ←" in english
    assert english.startswith("entity ")
    assert chinese.startswith("名称 ")
    assert "任职 ←" in chinese
    assert "现任" in chinese
    # Where somebody has been is nobody's present post.
    visits = render(run(store, "visits"), language="zh")
    assert "青山村" in visits
    assert "现任" not in visits
    counted = render(run(store, "summary"), language="zh")
    assert "人物      4" in counted
    # The words of a query of one's own are the engineer's, and so are those for machines.
    assert "schema:Person" in render(run(store, "SELECT ?t { ?x a ?t }"), language="zh")
    assert "holdsPost" in render(answer, "csv", language="zh")


def test_every_column_of_a_question_has_a_word(store: GraphStore) -> None:
    for question in named_queries().values():
        given = GIVEN.get(question.name, {})
        for name in run(store, question.name, parameters=given).variables:
            assert name.removesuffix("Name") in columns(), f"{question.name}: {name}"


def test_a_table_fits_the_terminal(store: GraphStore) -> None:
    lines = render(run(store, "posts"), columns=100).splitlines()
    assert max(map(width, lines)) <= 100
    assert max(map(width, render(run(store, "posts")).splitlines())) > 100


def test_a_long_cell_is_cut_by_its_width(store: GraphStore) -> None:
    table = render(run(store, f"SELECT ?x {{ BIND('{'长' * 100}' AS ?x) }}"))
    assert table.splitlines()[2] == "长" * 29 + "…"


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "xml"])
def test_results_are_in_the_standard_forms(store: GraphStore, format: str) -> None:
    query = "SELECT ?name ?count ?none { ?st kg:subject/skos:prefLabel ?name ; kg:documentCount ?count } ORDER BY ?name"
    text = render(run(store, query, limit=2), format)
    if format == "csv":
        assert list(csv.reader(io.StringIO(text))) == [
            ["name", "count", "none"],
            ["县医院", "1", ""],
            ["周强", "1", ""],
        ]
    elif format == "tsv":
        assert text.splitlines()[:2] == ["?name\t?count\t?none", '"县医院"@zh\t1\t']
    elif format == "json":
        assert json.loads(text)["results"]["bindings"][0] == {
            "name": {"type": "literal", "value": "县医院", "xml:lang": "zh"},
            "count": {
                "type": "literal",
                "value": "1",
                "datatype": "http://www.w3.org/2001/XMLSchema#integer",
            },
        }
    else:
        assert len(ET.fromstring(text).findall(".//{*}result")) == 2  # our own text


@pytest.mark.parametrize(
    ("format", "parser"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("xml", "xml")]
)
def test_triples_are_in_the_standard_forms(store: GraphStore, format: str, parser: str) -> None:
    answer = run(store, "CONSTRUCT WHERE { ?a kg:locatedIn ?b }")
    assert len(rdflib.Graph().parse(data=render(answer, format), format=parser)) == 3


@pytest.mark.parametrize(("format", "text"), [("table", "yes\n"), ("csv", "true\n"), ("tsv", "true\n")])
def test_yes_and_no(store: GraphStore, format: str, text: str) -> None:
    assert render(run(store, "ASK { ?x a schema:Person }"), format) == text
    assert json.loads(render(run(store, "ASK { ?x a schema:Person }"), "json")) == {
        "head": {},
        "boolean": True,
    }
    assert "<boolean>true</boolean>" in render(run(store, "ASK { ?x a schema:Person }"), "xml")


def test_a_format_that_cannot_hold_the_answer_says_so(store: GraphStore) -> None:
    with pytest.raises(QueryError, match="only CONSTRUCT and DESCRIBE"):
        render(run(store, "posts"), "ttl")
    with pytest.raises(QueryError, match="use ttl"):
        render(run(store, "CONSTRUCT WHERE { ?a kg:locatedIn ?b }"), "csv")
    with pytest.raises(QueryError, match="Known: table"):
        render(Answer(boolean=True), "docx")


@pytest.mark.parametrize("format", FORMATS)
def test_no_text_breaks_a_format(tmp_path: Path, format: str) -> None:
    opened = open_store(built(graph([], [person('<script>"]}\x01\r\n\t,;')]), tmp_path))
    query = "SELECT ?n { ?x skos:prefLabel ?n }"
    if format in ("ttl", "nt", "jsonld"):
        query = "CONSTRUCT WHERE { ?x skos:prefLabel ?n }"
    text = render(run(opened, query), format)
    if format == "json":
        assert json.loads(text)["results"]["bindings"][0]["n"]["value"] == '<script>"]}\x01\r\n\t,;'
    if format == "csv":
        assert list(csv.reader(io.StringIO(text, newline="")))[1] == ['<script>"]}\x01\r\n\t,;']


# ----------------------------------------------------------------------------------------------------------
# store


def test_a_folder_without_a_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotAGraph, match=r"graph\.trig is missing"):
        open_store(tmp_path)
    (tmp_path / "graph.trig").write_text("nonsense", encoding="utf-8")
    with pytest.raises(NotAGraph, match=r"graph\.trig cannot be read"):
        open_store(tmp_path)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A graph that is large enough to be kept, the limit being lowered."""
    monkeypatch.setattr(kg.query.store, "KEPT_FROM", 0)
    return built(town(), tmp_path)


def test_a_large_graph_is_loaded_once(kept: Path) -> None:
    assert run(open_store(kept), "posts").rows
    (folder,) = (kept / "store").iterdir()
    written = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert run(open_store(kept), "posts").rows == run(open_store(kept, keep=False), "posts").rows
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == written


def test_a_graph_that_is_built_anew_is_loaded_anew(kept: Path) -> None:
    open_store(kept)
    built(graph([], [person("新人")]), kept)
    assert found(open_store(kept), "SELECT ?n { ?x skos:prefLabel ?n FILTER(LANG(?n) = 'zh') }", "n") == [
        ("新人",)
    ]
    assert len(list((kept / "store").iterdir())) == 1, "the old one is gone"


def test_a_broken_store_is_not_trusted(kept: Path) -> None:
    open_store(kept)
    (folder,) = (kept / "store").iterdir()
    for path in folder.iterdir():
        path.write_bytes(b"broken")
    assert run(open_store(kept), "posts").rows


def test_many_may_ask_at_once(kept: Path) -> None:
    script = (
        "import sys, kg.query.store as s; s.KEPT_FROM = 0; from pathlib import Path; from kg.query import ask; "
        "assert len(ask(Path(sys.argv[1]), 'posts').rows) == 6"
    )
    root = Path(__file__).parents[1]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(kept)], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
        )
        for _ in range(4)
    ]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    assert len([path for path in (kept / "store").iterdir() if not path.name.startswith(".new-")]) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where nobody else can")
def test_a_folder_that_cannot_be_written_is_read_all_the_same(kept: Path) -> None:
    kept.chmod(stat.S_IREAD | stat.S_IEXEC)
    try:
        assert run(open_store(kept), "posts").rows
        assert not (kept / "store").exists()
    finally:
        kept.chmod(stat.S_IRWXU)


def test_a_file_where_the_store_should_be_does_no_harm(kept: Path) -> None:
    (kept / "store").write_text("not a folder", encoding="utf-8")
    assert run(open_store(kept), "posts").rows


def test_asking_loads_neither_the_recognizer_nor_the_tables(out: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from kg.query import ask, render; render(ask(Path(sys.argv[1]), 'posts'));"
        "heavy = {'spacy', 'pyarrow', 'rdflib', 'networkx', 'numpy', 'onnxruntime', 'pypinyin'} & set(sys.modules);"
        "sys.exit(', '.join(heavy) or 0)"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", script, str(out)], cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["posts", "supports", "visits", "single-source", "sources", "kinship"])
@pytest.mark.parametrize("limit", [1, 2])
def test_a_limit_gives_the_first_rows_and_says_that_there_are_more(
    store: GraphStore, name: str, limit: int
) -> None:
    everything = run(store, name)
    cut = run(store, name, limit=limit)
    assert everything.rows[:limit] == cut.rows
    assert cut.more == (len(everything.rows) > limit)
    assert not everything.more
