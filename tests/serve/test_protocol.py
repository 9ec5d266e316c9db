"""The endpoint by the SPARQL 1.1 Protocol and the Graph Store HTTP Protocol, case by case."""

from __future__ import annotations

import json
import subprocess
from typing import Any, cast
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import to_isomorphic
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg.ontology import KG
from kg.serve.resource import day_of
from tests.builders import town
from tests.conftest import require_program

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
ASK, SELECT = "ASK { ?s ?p ?o }", "SELECT ?x { ?x a schema:Person } ORDER BY ?x"
CONSTRUCT = "CONSTRUCT { ?x a schema:Person } WHERE { ?x a schema:Person }"
G = "https://kg.example/graph/"
UPDATE = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"


def post(client: httpx.Client, body: str | bytes, kind: str | None, **options: Any) -> httpx.Response:
    headers = {**options.pop("headers", {}), **({"Content-Type": kind} if kind else {})}
    return client.post("/sparql", content=body, headers=headers, **options)


def count(client: httpx.Client, query: str, *graphs: tuple[str, str]) -> int:
    """How many rows, by GET and by both POSTs alike."""
    fields = [("query", query), *graphs]
    replies = [
        client.get("/sparql?" + urlencode(fields)),
        post(client, urlencode(fields), FORM),
        post(client, query, DIRECT, params=list(graphs)),
    ]
    assert [200] * 3 == [reply.status_code for reply in replies]
    counts = {len(reply.json()["results"]["bindings"]) for reply in replies}
    assert 1 == len(counts)
    return counts.pop()


# ------------------------------------------------------------------------------- ways to ask


def test_get_and_both_posts_answer(client: httpx.Client) -> None:
    assert 4 == count(client, SELECT)


def test_get_ask(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is True


def test_head_has_no_body(client: httpx.Client) -> None:
    reply = client.head("/sparql", params={"query": ASK})
    assert (200, b"") == (reply.status_code, reply.content)


@pytest.mark.parametrize("kind", [f"{FORM}; charset=utf-8", "APPLICATION/X-WWW-Form-UrlEncoded"])
def test_a_form_whose_type_is_written_otherwise(client: httpx.Client, kind: str) -> None:
    assert 200 == post(client, urlencode({"query": ASK}), kind).status_code


def test_chinese_in_a_query(client: httpx.Client) -> None:
    query = "SELECT ?x { ?x skos:prefLabel '王芳'@zh }"
    assert 1 == count(client, query)


def test_every_form_of_query(client: httpx.Client) -> None:
    for query, kind in ((SELECT, "sparql-results+json"), (ASK, "sparql-results+json"), (CONSTRUCT, "turtle")):
        assert kind in client.get("/sparql", params={"query": query}).headers["content-type"]
    described = client.get("/sparql", params={"query": "DESCRIBE ?x { ?x a schema:Person }"})
    assert "skos:prefLabel" in described.text


@pytest.mark.parametrize(
    ("method", "fields", "body", "kind", "status"),
    [
        ("PUT", {"query": ASK}, None, None, 405),
        ("DELETE", {"query": ASK}, None, None, 405),
        ("PATCH", {"query": ASK}, None, None, 405),
        ("GET", [("query", ASK), ("query", ASK)], None, None, 400),
        ("GET", {"query": ""}, None, None, 400),
        ("GET", {"default-graph-uri": G + "facts"}, None, None, 400),
        ("GET", {"query": ASK, "default-graph-uri": "no iri"}, None, None, 400),
        ("GET", {"query": ASK, "named-graph-uri": "relative"}, None, None, 400),
        ("GET", {"query": "ASK { ?s ?p }"}, None, None, 400),
        ("GET", {"query": "posts"}, None, None, 400),
        ("GET", {"query": UPDATE}, None, None, 400),
        ("GET", {"update": UPDATE}, None, None, 403),
        ("GET", {"query": "ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}, None, None, 400),
        ("GET", {"query": "ASK { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}, None, None, 400),
        ("GET", {"query": "ASK { ?s nobody:knows ?o }"}, None, None, 400),
        ("POST", {}, urlencode([("query", ASK), ("query", ASK)]), FORM, 400),
        ("POST", {}, "", FORM, 400),
        ("POST", {}, "query=%FF", FORM, 400),
        ("POST", {}, urlencode({"update": UPDATE}), FORM, 403),
        ("POST", {}, urlencode({"query": ASK}), None, 415),
        ("POST", {}, urlencode({"query": ASK}), "multipart/form-data", 415),
        ("POST", {}, ASK, "text/plain", 415),
        ("POST", {}, ASK, "application/json", 415),
        ("POST", {}, ASK, f"{DIRECT}; charset=utf-16", 415),
        ("POST", {}, ASK.encode("utf-16"), DIRECT, 400),
        ("POST", {}, "", DIRECT, 400),
        ("POST", {"query": ASK}, ASK, DIRECT, 400),
        ("POST", {}, UPDATE, DIRECT, 400),
        ("POST", {}, UPDATE, "application/sparql-update", 403),
        ("POST", {}, "LOAD <file:///etc/passwd>", DIRECT, 400),
        ("POST", {}, "x" * 1_000_001, DIRECT, 413),
    ],
)
def test_what_is_refused(
    client: httpx.Client, method: str, fields: Any, body: str | bytes | None, kind: str | None, status: int
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    reply = client.request(method, "/sparql", params=fields, content=body, headers=headers)
    assert status == reply.status_code
    assert reply.headers["content-type"].startswith("text/plain")
    assert len(reply.text) > 10, "the reason is given in words"


def test_a_wrong_query_is_explained(client: httpx.Client) -> None:
    reply = client.get("/sparql", params={"query": "ASK {\n ?s kg:holdsPsot ?o }"})
    assert "line 2, column 5" in reply.text
    assert "kg:holdsPost" in reply.text


def test_a_body_without_a_length_is_measured_as_it_comes(client: httpx.Client) -> None:
    pieces = (b"x" * 100_000 for _ in range(20))
    reply = client.post("/sparql", content=pieces, headers={"Content-Type": DIRECT})
    assert 413 == reply.status_code


# ------------------------------------------------------------------------------- which graphs


def test_the_default_graph_is_all_four(client: httpx.Client) -> None:
    assert 1 <= count(client, "SELECT ?d { ?st kg:evidence/prov:hadPrimarySource ?d . ?d dct:issued ?day }")


def test_a_default_graph_by_the_protocol(client: httpx.Client) -> None:
    query = "SELECT ?d { ?d kg:sourceName ?name }"
    assert 3 == count(client, query, ("default-graph-uri", G + "documents"))
    assert 0 == count(client, query, ("default-graph-uri", G + "facts"))


def test_several_default_graphs_are_merged(client: httpx.Client) -> None:
    query = "SELECT ?d { ?ev prov:hadPrimarySource ?d . ?d kg:sourceName ?name }"
    both = [("default-graph-uri", G + "documents"), ("default-graph-uri", G + "evidence")]
    assert 0 == count(client, query, both[0])
    assert 0 < count(client, query, *both)


def test_named_graphs_by_the_protocol(client: httpx.Client) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert 4 == count(client, query)
    named = [("named-graph-uri", G + "documents"), ("named-graph-uri", G + "facts")]
    assert 2 == count(client, query, *named)
    assert 0 == count(client, "SELECT ?s { ?s ?p ?o }", *named)
    assert 0 == count(client, query, ("default-graph-uri", G + "facts"))


def test_from_in_the_query_and_the_protocol_over_it(client: httpx.Client) -> None:
    query = "SELECT ?d FROM g:documents { ?d kg:sourceName ?name }"
    assert 3 == count(client, query)
    assert 0 == count(client, query.replace("documents", "facts"))
    assert 0 == count(client, query, ("default-graph-uri", G + "facts"))
    assert 1 == count(client, "SELECT DISTINCT ?g FROM NAMED g:facts { GRAPH ?g { ?s ?p ?o } }")


# ------------------------------------------------------------------------------- formats


@pytest.mark.parametrize(
    ("query", "accept", "given"),
    [
        (SELECT, "application/sparql-results+json", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv; charset=utf-8"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (SELECT, "application/json", "application/json"),
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "text/*", "text/csv; charset=utf-8"),
        (SELECT, "text/csv;q=0.1, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        (SELECT, "*/*, application/sparql-results+json;q=0", "application/sparql-results+xml"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        (CONSTRUCT, "text/turtle", "text/turtle; charset=utf-8"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/trig", "application/trig"),
    ],
)
def test_content_is_negotiated(client: httpx.Client, query: str, accept: str, given: str) -> None:
    reply = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert (200, given) == (reply.status_code, reply.headers["content-type"])
    assert "Accept" in reply.headers["vary"]
    media_type = given.split(";")[0]
    if query == CONSTRUCT:
        syntax = ox.RdfFormat.from_media_type(media_type)
        assert 4 == len(list(ox.parse(reply.content, format=syntax)))
    elif media_type == "text/csv":
        assert 5 == len(reply.text.splitlines())
    else:
        form = ox.QueryResultsFormat.from_media_type(media_type)
        results = ox.parse_query_results(reply.content, format=form)
        assert query == ASK or 4 == len(list(cast(ox.QuerySolutions, results)))


@pytest.mark.parametrize(
    ("query", "accept"), [(SELECT, "image/png"), (CONSTRUCT, "text/csv"), (SELECT, "text/turtle")]
)
def test_what_cannot_be_had(client: httpx.Client, query: str, accept: str) -> None:
    reply = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert 406 == reply.status_code
    assert "There is: " in reply.text


def test_a_result_that_is_cut_says_so(client: httpx.Client) -> None:
    reply = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
    assert 50 == len(reply.json()["results"]["bindings"])
    assert "50 rows" == reply.headers["kg-truncated"]
    assert "kg-truncated" not in client.get("/sparql", params={"query": SELECT}).headers


def test_the_service_describes_itself(client: httpx.Client, address: str) -> None:
    reply = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=reply.text, format="turtle")
    service = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert [rdflib.URIRef(address + "/sparql")] == list(graph.objects(None, service.endpoint))
    names = {str(name) for name in graph.objects(None, service.name)}
    assert {G + name for name in ("facts", "evidence", "documents", "provenance")} == names
    shown = client.get("/sparql", headers={"Accept": "text/html"})
    assert (303, "/query") == (shown.status_code, shown.headers["location"])


# ------------------------------------------------------------------------------- graph store


def test_a_graph_is_read(client: httpx.Client) -> None:
    by_name = client.get(
        "/store", params={"graph": G + "documents"}, headers={"Accept": "application/n-triples"}
    )
    itself = client.get("/graph/documents", headers={"Accept": "application/n-triples"})
    assert sorted(by_name.text.splitlines()) == sorted(itself.text.splitlines())
    assert "sourceName" in by_name.text
    assert "prefLabel" not in by_name.text


def test_the_default_graph_and_the_whole_are_read(client: httpx.Client) -> None:
    merged = client.get("/store?default", headers={"Accept": "text/turtle"})
    whole = client.get("/store", headers={"Accept": "application/n-quads"})
    quads = list(ox.parse(whole.content, format=ox.RdfFormat.N_QUADS))
    assert 4 == len({quad.graph_name for quad in quads})
    assert len({quad.triple for quad in quads}) == len(
        list(ox.parse(merged.content, format=ox.RdfFormat.TURTLE))
    )


def test_head_of_a_graph(client: httpx.Client) -> None:
    assert 200 == client.head("/store", params={"graph": G + "facts"}).status_code
    assert 404 == client.head("/store", params={"graph": G + "none"}).status_code


@pytest.mark.parametrize(
    ("address_", "accept", "status"),
    [
        ("/store?graph=" + G + "none", "*/*", 404),
        ("/store?graph=no iri", "*/*", 404),
        ("/store?graph=a&default", "*/*", 400),
        ("/store?graph=" + G + "facts", "image/png", 406),
        ("/store", "text/turtle", 406),
        ("/graph/none", "*/*", 404),
    ],
)
def test_a_graph_that_cannot_be_had(client: httpx.Client, address_: str, accept: str, status: int) -> None:
    assert status == client.get(address_, headers={"Accept": accept}).status_code


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_graph_cannot_be_written(client: httpx.Client, method: str) -> None:
    assert 405 == client.request(method, "/store?default", content=b"").status_code


# ------------------------------------------------------------------------------- entities


def test_an_entity_dereferences(client: httpx.Client) -> None:
    wang = next(item for item in town().entities if item.name == "王芳")
    for accept, suffix in (("text/html", "html"), ("text/turtle", "ttl"), ("application/ld+json", "jsonld")):
        led = client.get(f"/id/{wang.id}", headers={"Accept": accept})
        assert (303, f"/id/{wang.id}.{suffix}") == (led.status_code, led.headers["location"])
        shown = client.get(led.headers["location"])
        assert shown.headers["content-type"].startswith(accept)
        assert (
            "王芳" in json.dumps(shown.json(), ensure_ascii=False)
            if suffix == "jsonld"
            else "王芳" in shown.text
        )


def test_an_entity_reads_like_plain_json_and_says_the_same(client: httpx.Client) -> None:
    wang = next(item for item in town().entities if item.name == "王芳")
    written = client.get(f"/id/{wang.id}.jsonld")
    [described] = [node for node in written.json()["@graph"] if node["id"] == wang.id]
    assert described["type"] == "Person"
    assert described["name"]["zh"] == "王芳"
    graphs = [
        rdflib.Graph().parse(data=client.get(f"/id/{wang.id}.{suffix}").text, format=form)
        for suffix, form in (("jsonld", "json-ld"), ("ttl", "turtle"))
    ]
    assert to_isomorphic(graphs[0]) == to_isomorphic(graphs[1])


def test_what_is_said_of_an_entity_comes_with_it(client: httpx.Client) -> None:
    drawn = town()
    wang = next(item for item in drawn.entities if item.name == "王芳")
    text = client.get(f"/id/{wang.id}.ttl").text
    said = [item for item in drawn.statements if wang.id in (item.subject, item.object)]
    stated = [item for item in said if item.predicate != "coOccursWith"]
    assert stated
    assert all(f"\nid:{item.id} " in text for item in stated)
    assert all(f"kg:evidence id:{item.evidence[0]}" in text for item in stated)
    assert text.index(f"\nid:{wang.id} ") < text.index("kg:Statement")


def test_the_page_of_an_entity(client: httpx.Client) -> None:
    mayor = next(item for item in town().statements if item.title == "主任").subject
    text = client.get(f"/id/{mayor}.html", headers={"Accept-Language": "en"}).text
    for words in ("Facts", "市卫健委", "原县长李明任市卫健委主任。", "former", "2024-03-18", "Articles"):
        assert words in text
    assert "任职" in client.get(f"/id/{mayor}.html").text


@pytest.mark.parametrize(
    ("relation", "dates", "day"),
    [
        ("met", {"from": "2024-06"}, "2024-06"),
        ("visited", {"from": "2024-06", "until": "2024-07"}, ""),
        ("holdsPost", {"from": "2024-06"}, ""),
        ("holdsPost", {"from": "2024-06", "until": "2024-06"}, "2024-06"),
        ("met", {}, ""),
        ("ownRelation", {"from": "2024-06"}, ""),
    ],
)
def test_what_happens_has_a_day_and_what_lasts_a_span(relation: str, dates: dict[str, str], day: str) -> None:
    assert day == day_of({"predicate": KG + relation, **dates})


def test_the_page_of_an_article(client: httpx.Client) -> None:
    article = next(item for item in town().documents if item.source_name == "2024/first.txt")
    text = client.get(f"/id/{article.id}.html", headers={"Accept-Language": "en"}).text
    for words in (
        "县长到青山村",
        "示例日报 · 2024-03-18 · 某某 · 2024/first.txt",
        "What it says",
        "Whom and what",
    ):
        assert words in text
    # A sentence, and what was read in it.
    said = text[text.index("李明的妻子王芳是县医院医生。") :]
    assert said.index("holds post") < said.index("县医院</a>") < said.index("医生</b>")
    assert "说了什么" in client.get(f"/id/{article.id}.html?lang=zh").text


def test_everything_else_has_a_page_too(client: httpx.Client) -> None:
    for item in (town().documents[0], town().statements[0], town().evidence[0]):
        assert 200 == client.get(f"/id/{item.id}.html").status_code


@pytest.mark.parametrize("identity", ["per-none", "per-none.html", "per-none.ttl", "", "%00", "a%2Fb", "王"])
def test_an_unknown_id(client: httpx.Client, identity: str) -> None:
    reply = client.get(f"/id/{identity}")
    assert 404 == reply.status_code
    assert reply.headers["content-type"].startswith("text/plain")


# ------------------------------------------------------------------------------- clients


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_selects(address: str, method: str, form: str) -> None:
    client = SPARQLWrapper(address + "/sparql")
    client.setQuery("SELECT ?name { ?x skos:prefLabel ?name } LIMIT 3")
    client.setMethod(method)
    client.setReturnFormat(form)
    found = client.query().convert()
    if form == JSON:
        assert 3 == len(cast(Any, found)["results"]["bindings"])
    elif form == XML:
        assert 3 == len(cast(Any, found).getElementsByTagName("result"))
    else:
        assert 4 == len(cast(bytes, found).decode("utf-8").splitlines())


def test_sparqlwrapper_constructs_and_is_refused(address: str) -> None:
    client = SPARQLWrapper(address + "/sparql", defaultGraph=G + "facts")
    client.setMethod(POST)
    client.setRequestMethod(POSTDIRECTLY)
    client.setReturnFormat(TURTLE)
    client.setQuery(CONSTRUCT)
    found = cast(bytes, client.query().convert())
    assert 4 == len(rdflib.Graph().parse(data=found, format="turtle"))
    client.setQuery("SELECT ?x WHERE { ?x a }")
    with pytest.raises(QueryBadFormed):
        client.query()


def test_curl(address: str) -> None:
    curl = require_program("curl")
    command = [curl, "--silent", "--get", "--header", "Accept: text/csv", address + "/sparql"]
    done = subprocess.run(
        [*command, "--data-urlencode", "query=SELECT ?n { ?x skos:prefLabel ?n FILTER(?n = '王芳'@zh) }"],
        capture_output=True, check=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert ["n", "王芳"] == done.stdout.split()
