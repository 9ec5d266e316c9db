"""What a server must bear: queries that never end, clients that are broken or worse, paths that lead out."""

from __future__ import annotations

import json
import random
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.export.rdf import write_rdf
from tests.builders import town
from tests.serve.conftest import SLOW, running

ASK = "ASK { ?s ?p ?o }"


def ask(address: str, query: str) -> tuple[int, float]:
    """Status and seconds."""
    started = time.perf_counter()
    reply = httpx.get(address + "/sparql", params={"query": query}, timeout=30)
    return reply.status_code, time.perf_counter() - started


def busy(out: Path) -> list[int]:
    """The worker processes of the server of `out` that use a processor right now."""

    def used() -> dict[int, int]:
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if f"kg.serve.worker\0{out}\0" in (folder / "cmdline").read_text(encoding="utf-8"):
                    fields = (folder / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
                    found[int(folder.name)] = int(fields[11])
            except OSError:
                continue
        return found

    before = used()
    time.sleep(0.4)
    return [pid for pid, ticks in used().items() if ticks > before.get(pid, ticks) + 5]


def comes_to_rest(out: Path) -> bool:
    """Whether no worker goes on for ten seconds; one that takes another's place is busy while it starts."""
    until = time.monotonic() + 10
    while working := busy(out):
        if time.monotonic() > until:
            break
    return not working


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc here")


def test_a_slow_query_is_stopped(address: str, served: Path) -> None:
    status, seconds = ask(address, SLOW)
    assert 503 == status
    assert 1.5 < seconds < 5
    if Path("/proc/self/stat").exists():
        assert comes_to_rest(served)


@needs_proc
def test_the_work_of_a_client_that_leaves_is_stopped(address: str, served: Path) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(address + "/sparql", params={"query": SLOW}, timeout=0.5)
    time.sleep(0.3)
    assert comes_to_rest(served)


def test_quick_queries_do_not_wait_for_slow_ones(address: str) -> None:
    with ThreadPoolExecutor(8) as threads:
        slow = [threads.submit(ask, address, SLOW) for _ in range(6)]
        quick = []
        for _ in range(8):
            time.sleep(0.3)
            quick.append(ask(address, ASK))
        assert {503} == {future.result()[0] for future in slow}
    assert {200} == {status for status, _ in quick}
    # The first finds all quick places taken by queries that nobody knows yet to be slow.
    waited = [round(seconds, 2) for _, seconds in quick]
    assert max(waited) < 1.0, waited


@needs_proc
def test_a_query_that_wants_all_memory_is_ended(tmp_path: Path) -> None:
    query = "SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f } ORDER BY ?b ?d ?f"
    write_rdf(town(), tmp_path / "graph.trig")
    with running(tmp_path, "--memory", "150") as address:
        reply = httpx.get(address + "/sparql", params={"query": query}, timeout=40)
        assert (503, True) == (reply.status_code, "memory" in reply.text)
        assert 200 == ask(address, ASK)[0]


def test_a_graph_that_is_built_anew_is_served_anew(tmp_path: Path) -> None:
    write_rdf(town(), tmp_path / "graph.trig")
    query = "ASK { ?s a schema:Person }"
    with running(tmp_path) as address:
        assert httpx.get(address + "/sparql", params={"query": query}).json()["boolean"] is True
        empty = tmp_path / "next.trig"
        empty.write_text("", encoding="utf-8")
        empty.replace(tmp_path / "graph.trig")
        assert httpx.get(address + "/sparql", params={"query": query}).json()["boolean"] is False


# ------------------------------------------------------------------------------- malformed requests


def malformed(chance: random.Random) -> Iterator[bytes]:
    words = [
        "SELECT",
        "ASK",
        "{",
        "}",
        "?x",
        "<",
        ">",
        '"',
        "'",
        "\\u0000",
        "kg:",
        "FILTER",
        "王",
        "(",
        ")",
        "_:",
        "^",
        "*",
    ]
    paths = [
        "/",
        "/sparql",
        "/store",
        "/id/",
        "/query",
        "/static/",
        "/graph/",
        "/query/names",
        "/query/questions/posts",
    ]
    while True:
        kind = chance.randrange(8)
        noise = chance.randbytes(chance.randrange(1, 300))
        query = " ".join(chance.choices(words, k=chance.randrange(40))).encode("utf-8", "surrogatepass")
        path = chance.choice(paths).encode("ascii")
        length = str(len(query)).encode("ascii")
        head = b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        if kind == 0:
            yield noise
        elif kind == 1:
            yield b"GET " + path + b"?" + noise.replace(b"\n", b"") + head + b"\r\n"
        elif kind == 2:
            sent = (
                b"Content-Type: application/sparql-query\r\nContent-Length: " + length + b"\r\n\r\n" + query
            )
            yield b"POST /sparql" + head + sent
        elif kind == 3:
            form = b"query=" + b"".join(b"%%%02X" % byte for byte in noise)
            sent = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(
                form
            )
            yield b"POST /sparql" + head + sent + form
        elif kind == 4:
            yield b"POST /sparql" + head + b"Content-Length: -" + length + b"\r\n\r\n" + query
        elif kind == 5:
            sent = b"Transfer-Encoding: chunked\r\nContent-Type: application/sparql-query\r\n\r\nzz\r\n"
            yield b"POST /sparql" + head + sent + noise
        elif kind == 6:
            yield b"GET " + path + b"/../" * chance.randrange(9) + b"%2e%2e%2f%00%ff" + head + b"\r\n"
        else:
            accept = b"Accept: " + noise.replace(b"\r", b"").replace(b"\n", b"").replace(b"\0", b"") + b"\r\n"
            yield b"GET /sparql?query=" + query.hex("%").encode("ascii") + head + accept + b"\r\n"


def send(address: str, content: bytes, *, half: bool = False) -> bytes:
    """The first part of the answer; with `half`, the client says that nothing more will come."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        try:
            connection.sendall(content)
            if half:
                connection.shutdown(socket.SHUT_WR)
            return connection.recv(4096)
        except ConnectionError:
            return b""


def test_a_thousand_malformed_requests(address: str) -> None:
    requests = malformed(random.Random(7))
    with ThreadPoolExecutor(4) as threads:
        replies = list(
            threads.map(
                lambda content: send(address, content, half=True), (next(requests) for _ in range(1000))
            )
        )
    assert [] == [reply[:60] for reply in replies if reply.startswith(b"HTTP/1.1 500")]
    assert sum(reply.startswith(b"HTTP/1.1 ") for reply in replies) > 500
    # Processes that were left in the middle of an answer are being replaced, and 503 asks for patience.
    statuses = (ask(address, ASK)[0] for _ in range(10))
    assert 200 == next((status for status in statuses if status != 503), 503)


@pytest.mark.parametrize(
    "query",
    [
        "{" * 5000,
        "SELECT * {" + "{" * 3000 + "}" * 3000 + "}",
        "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "ASK { ?s " + "/".join(["kg:partOf"] * 5000) + " ?o }",
        "ASK { VALUES ?x { " + "1 " * 100_000 + "} }",
        "ASK { ?s ?p '" + "\\" * 999 + "' }",
        "\x00",
        "ASK { ?s ?p '\x00' }",
    ],
)
def test_a_monstrous_query_harms_nobody(client: httpx.Client, query: str) -> None:
    reply = client.post("/sparql", content=query, headers={"Content-Type": "application/sparql-query"})
    assert reply.status_code in (200, 400, 503)
    assert 200 == client.get("/sparql", params={"query": ASK}).status_code


# ------------------------------------------------------------------------------- paths and headers


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/static/../../../secret.txt",
        "/static/%2e%2e/%2e%2e/__init__.py",
        "/static/..%2f..%2fapp.py",
        "/static//etc/passwd",
        "/static/vis/../../html/__init__.py",
        "/id/../../secret.txt",
        "/graph.trig",
        "/tables/entities.parquet",
        "/store/CURRENT",
    ],
)
def test_no_path_leads_out(address: str, path: str) -> None:
    reply = send(
        address, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode("ascii")
    )
    assert reply.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))
    assert b"not for everybody" not in reply


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    write_rdf(town(), out / "graph.trig")
    (tmp_path / "secret.html").write_text("not for everybody", encoding="utf-8")
    (out / "graph.html").symlink_to(tmp_path / "secret.html")
    with running(out) as address:
        assert 404 == httpx.get(address + "/").status_code


@pytest.mark.parametrize(
    "path", ["/", "/query", "/sparql", "/store?default", "/static/query.js", "/id/none", "/nothing"]
)
def test_every_answer_keeps_the_browser_careful(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert "nosniff" == headers["x-content-type-options"]
    assert "no-referrer" == headers["referrer-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "server" not in headers


def test_only_origins_that_were_named_may_read(client: httpx.Client) -> None:
    ours, other = {"Origin": "https://notebook.example"}, {"Origin": "https://other.example"}
    assert (
        "https://notebook.example"
        == client.get("/sparql", headers=ours).headers["access-control-allow-origin"]
    )
    assert "access-control-allow-origin" not in client.get("/sparql", headers=other).headers
    asking = {
        **ours,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    assert 200 == client.options("/sparql", headers=asking).status_code


def test_another_name_for_this_machine_is_refused(client: httpx.Client) -> None:
    assert 400 == client.get("/sparql", headers={"Host": "evil.example"}).status_code


# ------------------------------------------------------------------------------- the command and the page


def test_the_command_says_what_is_wrong(tmp_path: Path, address: str, served: Path) -> None:
    done = CliRunner().invoke(main, ["serve", str(tmp_path)])
    assert (2, True) == (done.exit_code, "not a built graph" in done.output)
    done = CliRunner().invoke(main, ["serve", str(served), "--port", address.rsplit(":", 1)[1]])
    assert (2, True) == (done.exit_code, "--port" in done.output)


def test_questions_are_filled_in(client: httpx.Client) -> None:
    setup: Any = json.loads(client.get("/query/setup.json").text)
    assert len(setup["questions"]) >= 20
    for question in setup["questions"]:
        given = {"date": "2024-04", "text": "县长", "number": "1"}
        parameters = {
            p["name"]: given.get(p["type"], "示例县") for p in question["parameters"] if p["required"]
        }
        if question["name"] == "connection":
            parameters = {"person": "周强", "other": "王芳"}
        filled = client.get(f"/query/questions/{question['name']}", params=parameters)
        assert 200 == filled.status_code, filled.text
        assert 200 == client.get("/sparql", params={"query": filled.text}).status_code
    assert 404 == client.get("/query/questions/none").status_code
    wrong = client.get("/query/questions/posts", params={"person": "李"})
    assert (400, True) == (wrong.status_code, "nobody and nothing" in wrong.text)
    assert ["示例县", "示例市"] == sorted(client.get("/query/names", params={"like": "示例"}).text.split())


def test_what_is_wrong_is_told_in_the_readers_language(client: httpx.Client) -> None:
    query = {"query": "SELECT ?x { ?x kg:holdPost ?o }"}
    for given, words in (
        ({}, "line 1, column 16: the vocabulary has no kg:holdPost"),
        ({"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}, "第 1 行第 16 列：词汇里没有 kg:holdPost"),
        ({"Accept-Language": "en-GB,zh;q=0.5"}, "line 1, column 16"),
    ):
        reply = client.get("/sparql", params=query, headers=given)
        assert (400, True) == (reply.status_code, reply.text.startswith(words)), reply.text
    empty = {"query": "SELECT ?x { ?x a schema:Persn }"}
    note = client.get("/sparql", params=empty, headers={"Accept-Language": "zh"}).headers["kg-note"]
    assert "图谱里没有出现 schema:Persn；是不是 schema:Person？" == unquote(note)
    assert "图谱里没有" in client.get("/id/per-none", headers={"Accept-Language": "zh"}).text
