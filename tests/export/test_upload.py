"""kg load against a real server (Oxigraph's), and against one that refuses."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli.load import load as command
from kg.errors import NotExported
from kg.export.rdf import upload, write_rdf
from kg.export.rdf.upload import Credentials, Loaded, LoadFailed, dataset_of, load, put_whole
from kg.records import Graph
from tests.builders import document, fact, graph, person, place

TOWN, LI, WANG = place("示例县"), person("李明"), person("王芳")
ONE = document("示例县县长李明讲话。", "a.txt")
TWO = document("王芳到示例县。", "b.txt")
OLD = graph([ONE], [TOWN, LI], [fact(LI, "holdsPost", TOWN, ONE, title="县长")])
NEW = graph([ONE, TWO], [TOWN, LI, WANG], [fact(LI, "met", WANG, ONE, TWO), fact(WANG, "visited", TOWN, TWO)])
MINE = "https://elsewhere.example/mine"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a running Oxigraph."""
    program = Path(sys.executable).with_name("oxigraph")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place_ = f"127.0.0.1:{free.getsockname()[1]}"
    process = subprocess.Popen([program, "serve", "-b", place_], stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                urlopen(f"http://{place_}/").close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://{place_}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def store(server: str) -> str:
    """The address of its graph store, which is empty."""
    ask(server, "POST", "/update", b"DROP ALL", "application/sparql-update")
    return server + "/store"


def ask(server: str, method: str, path: str, body: bytes | None = None, kind: str = "") -> bytes:
    headers = {"accept": "application/n-quads", **({"content-type": kind} if kind else {})}
    with urlopen(Request(server + path, body, headers, method=method)) as answer:
        found: bytes = answer.read()
    return found


def canonical(quads: ox.Store) -> ox.Dataset:
    """The same for the same graph, whatever its blank nodes are called."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def held(store: str) -> ox.Dataset:
    kept = ox.Store()
    kept.load(ask(store.removesuffix("/store"), "GET", "/store"), ox.RdfFormat.N_QUADS)
    return canonical(kept)


def written(made: Graph, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    write_rdf(made, folder / "graph.trig")
    return folder / "graph.trig"


def expected(path: Path) -> ox.Dataset:
    kept = ox.Store()
    kept.load(path=path)
    return canonical(kept)


@pytest.mark.parametrize("batch", [1, 7, 5000])
def test_all_of_it_is_there_and_no_blank_node_is_torn(store: str, tmp_path: Path, batch: int) -> None:
    path = written(NEW, tmp_path)
    loaded = load(path, store, batch=batch)
    assert expected(path) == held(store)
    assert {"facts", "evidence", "documents", "provenance"} == {g.rpartition("/")[2] for g in loaded.triples}
    assert len(expected(path)) == sum(loaded.triples.values())


def test_the_build_before_is_replaced_and_other_graphs_stay(store: str, tmp_path: Path) -> None:
    server = store.removesuffix("/store")
    load(written(OLD, tmp_path / "old"), store)
    ask(server, "PUT", f"/store?graph={MINE}", b"<urn:a> <urn:b> <urn:c> .", "text/turtle")
    path = written(NEW, tmp_path / "new")
    load(path, store, batch=7)
    ask(server, "DELETE", f"/store?graph={MINE}")
    assert expected(path) == held(store)


class _Stopped(Exception):
    pass


def stopped_after(batches: int, path: Path, store: str) -> None:
    """A load that ends in its midst."""
    left = batches

    def stop(triples: int, share: float) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise _Stopped

    with pytest.raises(_Stopped):
        load(path, store, batch=7, progress=stop)


def facts(store: str) -> bytes:
    return ask(store.removesuffix("/store"), "GET", "/store?graph=https://kg.example/graph/facts")


def test_what_was_interrupted_goes_on_and_readers_see_the_old_until_the_end(
    store: str, tmp_path: Path
) -> None:
    load(written(OLD, tmp_path / "old"), store)
    before = facts(store)
    path = written(NEW, tmp_path / "new")
    stopped_after(3, path, store)
    assert before == facts(store)
    loaded = load(path, store, batch=7)
    assert 3 == loaded.resumed < loaded.batches
    assert expected(path) == held(store)


def test_an_interruption_before_the_last_step(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(written(OLD, tmp_path / "old"), store)
    before = facts(store)
    path = written(NEW, tmp_path / "new")
    with monkeypatch.context() as broken:
        # An update that fails in its last step must take back all the others.
        broken.setattr(upload, "_swap", lambda *given: f"{swap(*given)} ; DROP GRAPH <urn:no-such-graph>")
        with pytest.raises(LoadFailed):
            load(path, store, batch=7)
    assert before == facts(store)
    loaded = load(path, store, batch=7)
    assert loaded.batches == loaded.resumed
    assert expected(path) == held(store)


swap = upload._swap


def test_what_another_build_left_half_done_is_cleared_away(store: str, tmp_path: Path) -> None:
    stopped_after(5, written(NEW, tmp_path / "new"), store)
    path = written(OLD, tmp_path / "old")
    assert 0 == load(path, store, batch=5000).resumed
    assert expected(path) == held(store)


def test_each_graph_in_one_request(store: str, tmp_path: Path) -> None:
    load(written(OLD, tmp_path / "old"), store)
    path = written(NEW, tmp_path / "new")
    assert 4 == put_whole(path, store).batches
    assert expected(path) == held(store)


def test_the_command(store: str, tmp_path: Path) -> None:
    written(NEW, tmp_path)
    done = CliRunner().invoke(command, [str(tmp_path), "--endpoint", store, "--batch", "20"])
    assert 0 == done.exit_code, done.output
    assert "https://kg.example/graph/facts  " in done.output
    assert f"{len(expected(tmp_path / 'graph.trig'))} triples in " in done.output
    wrong = CliRunner().invoke(command, [str(tmp_path), "--endpoint", "localhost:7878"])
    assert 2 == wrong.exit_code
    assert "http://" in wrong.output


def test_quads_are_taken_before_trig_and_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(NotExported, match="--formats nq"):
        dataset_of(tmp_path)
    (tmp_path / "graph.ttl").touch()
    with pytest.raises(NotExported):
        dataset_of(tmp_path)
    written(OLD, tmp_path)
    assert tmp_path / "graph.trig" == dataset_of(tmp_path)
    (tmp_path / "graph.nq").touch()
    assert tmp_path / "graph.nq" == dataset_of(tmp_path)


@pytest.fixture
def refusing() -> Iterator[tuple[str, list[str | None], list[int]]]:
    """The address of a server, the `Authorization` of each request, and the answers that it is to give."""
    seen: list[str | None] = []
    answers: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            seen.append(self.headers["Authorization"])
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(answers.pop(0) if len(answers) > 1 else answers[0])
            self.send_header("Content-Length", "6")
            self.end_headers()
            self.wfile.write(b"as is\n")

        do_GET = do_PUT = do_POST = do_DELETE = answer  # noqa: N815 - the names that the library calls

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/store", seen, answers
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([401], "KG_PASSWORD"),
        ([405], "--update"),
        ([204, 404, 413], "--batch"),
        ([204, 404, 404], "/DATASET/data"),
        ([204, 404, 403], "lets nobody write"),
        ([204, 404, 500], "500 Internal Server Error: as is"),
        ([302], "moved"),
    ],
)
def test_a_refusal_says_what_to_do(
    refusing: tuple[str, list[str | None], list[int]], tmp_path: Path, answers: list[int], reason: str
) -> None:
    # HEAD is not answered at all by the library's server: 501, which is no graph.
    address, _, given = refusing
    given += answers
    with pytest.raises(LoadFailed, match=reason) as raised:
        load(written(OLD, tmp_path), address)
    assert answers[-1] == raised.value.status


@pytest.mark.parametrize(
    ("credentials", "header"),
    [
        (None, None),
        (Credentials(user="li", password="ming"), "Basic bGk6bWluZw=="),
        (Credentials(token="t"), "Bearer t"),
    ],
)
def test_credentials_go_with_each_request(
    refusing: tuple[str, list[str | None], list[int]],
    tmp_path: Path,
    credentials: Credentials | None,
    header: str | None,
) -> None:
    address, seen, answers = refusing
    answers.append(204)
    load(written(OLD, tmp_path), address, credentials=credentials)
    assert {header} == set(seen)


def test_a_server_that_is_down(tmp_path: Path) -> None:
    with pytest.raises(LoadFailed, match="refused") as raised:
        load(written(OLD, tmp_path), "http://127.0.0.1:1/store")
    assert 0 == raised.value.status


def test_an_empty_export(store: str, tmp_path: Path) -> None:
    (tmp_path / "graph.nq").touch()
    assert Loaded({}, 0, 0) == load(tmp_path / "graph.nq", store)
