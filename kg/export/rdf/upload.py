"""An export into a store that speaks the SPARQL 1.1 Graph Store HTTP Protocol, in batches.

Each batch is put as a graph of its own, `…/graph/loading/1` and so on, so that a batch that is sent twice is
there once, blank nodes included. When all are there, one SPARQL update puts them in the place of the graphs
of the build before: readers see the old build or the new one, and never half of one. A load that was
interrupted goes on after the last batch that the store has; `…/graph/loading` says which build that is of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby
from pathlib import Path
from typing import IO, cast
from urllib.parse import quote, urlsplit, urlunsplit

import pyoxigraph as ox
import urllib3

from kg.errors import KgError, NotExported
from kg.export.rdf.terms import DCT
from kg.messages import say

# About a megabyte: what a proxy with its settings as they came lets through.
BATCH = 5_000
# N-Triples are Turtle, and Turtle is what each store must take.
_TURTLE = "text/turtle"
_UPDATE = "application/sparql-update"
_TRIES = urllib3.Retry(
    connect=2,
    read=2,
    status=3,
    redirect=0,
    backoff_factor=0.5,
    status_forcelist=(429, 502, 503, 504),
    allowed_methods=None,
    raise_on_status=False,
)
# Seconds: to connect, and until a store that copies a whole build has answered.
_PATIENCE = urllib3.Timeout(connect=10, read=3600)
# Where updates go, by what the address of the graph store ends with: Oxigraph, Fuseki, GraphDB.
_UPDATES = (("/store", "/update"), ("/data", "/update"), ("/rdf-graphs/service", "/statements"))
_DATASETS = ("graph.nq", "graph.trig")

# Called with the triples that are in the store, and the share of the export that was read.
Progress = Callable[[int, float], None]


class LoadFailed(KgError):
    """A store that did not take what it was sent. `status` is its answer, 0 where there was none."""

    def __init__(self, url: str, status: int, reason: str) -> None:
        self.url = url
        self.status = status
        self.reason = reason
        super().__init__(say("{url}: {reason}", url=url, reason=reason))


@dataclass(frozen=True)
class Credentials:
    """How to be let in: a name and a password, or a token."""

    user: str | None = None
    password: str | None = None
    token: str | None = None

    def headers(self) -> dict[str, str]:
        """The header that says so, none where nothing is known.

        >>> Credentials(token="t").headers()
        {'authorization': 'Bearer t'}
        """
        if self.token:
            return {"authorization": f"Bearer {self.token}"}
        if self.user:
            basic = f"{self.user}:{self.password or ''}"
            return dict(urllib3.make_headers(basic_auth=basic))
        return {}


@dataclass(frozen=True)
class Loaded:
    """What a load did: triples by the graph that they are in, and batches that were there from before."""

    triples: Mapping[str, int]
    batches: int
    resumed: int


def dataset_of(out: Path) -> Path:
    """The export in `out` that can be loaded; raises `NotExported`."""
    for name in _DATASETS:
        if (out / name).is_file():
            return out / name
    raise NotExported(out, _DATASETS[0], "nq")


def update_address(endpoint: str) -> str:
    """Where the store of this address takes updates, as far as can be guessed.

    >>> update_address("http://localhost:7878/store"), update_address("http://localhost:3030/news/data")
    ('http://localhost:7878/update', 'http://localhost:3030/news/update')
    """
    parts = urlsplit(endpoint)
    path = parts.path.rstrip("/")
    for ending, update in _UPDATES:
        if path.endswith(ending):
            return urlunsplit(parts._replace(path=path.removesuffix(ending) + update))
    return urlunsplit(parts._replace(path=path.rpartition("/")[0] + "/update"))


def load(
    path: Path,
    endpoint: str,
    *,
    update: str | None = None,
    credentials: Credentials | None = None,
    batch: int = BATCH,
    progress: Progress | None = None,
) -> Loaded:
    """Puts the TriG or N-Quads file `path` into a store, in the place of the same graphs of an earlier build.

    Args:
        path: graph.nq or graph.trig of a build.
        endpoint: the address of the graph store: `http://localhost:7878/store`.
        update: where it takes SPARQL updates; guessed from `endpoint` where left out.
        credentials: how to be let in.
        batch: triples in a request, about; more where a blank node would be torn from its own.
        progress: called after each batch.

    Raises LoadFailed; what was in the store stays as it was until all is there, and the same call goes on
    from the last batch.
    """
    store = _Store(endpoint, update or update_address(endpoint), credentials or Credentials())
    store.change("INSERT DATA {}")
    staging = _Staging(store, f"{_digest(path)}-{batch}")
    sources: list[tuple[str, str]] = []
    triples: dict[str, int] = {}
    with path.open("rb") as file:
        size = max(path.stat().st_size, 1)
        for graph, quads in _batches(_quads(file, path), batch):
            sources.append((staging.put(graph, _turtle(quads)), graph))
            triples[graph] = triples.get(graph, 0) + len(quads)
            if progress is not None:
                progress(sum(triples.values()), file.tell() / size)
    staging.finish()
    if sources:
        store.change(_swap(sources, staging.place))
    return Loaded(triples, len(sources), staging.resumed)


class _Staging:
    """The batches of one load, each a graph below `place`; those of one that was interrupted are not sent
    again.
    """

    def __init__(self, store: _Store, build: str) -> None:
        self.place = ""
        self.resumed = 0
        self._store = store
        self._build = build
        self._count = 0
        self._goes_on = False
        self._last_found: tuple[str, bytes] | None = None

    def put(self, graph: str, body: bytes) -> str:
        """Sees to it that the store has the next batch, of `graph`, and says where."""
        if not self.place:
            self.place = graph.rpartition("/")[0] + "/loading"
            self._goes_on = self._store.is_loading(self.place, self._build)
            if not self._goes_on:
                self._store.begin(self.place, self._build)
        self._count += 1
        staged = f"{self.place}/{self._count}"
        if self._goes_on and self._store.has(staged):
            self.resumed += 1
            self._last_found = staged, body
        else:
            self.finish()
            self._goes_on = False
            self._store.put(staged, body)
        return staged

    def finish(self) -> None:
        """Sends the last batch that was found: whether it came in whole nobody has said."""
        if self._last_found is not None:
            self._store.put(*self._last_found)
            self._last_found = None


def put_whole(path: Path, endpoint: str, *, credentials: Credentials | None = None) -> Loaded:
    """The same for a store without updates: each graph in one request, replaced by itself, from the start.

    Raises LoadFailed.
    """
    store = _Store(endpoint, "", credentials or Credentials())
    triples: dict[str, int] = {}
    with path.open("rb") as file:
        for graph, quads in groupby(_quads(file, path), key=_graph_of):
            triples[graph] = 0

            def pieces(graph: str = graph, quads: Iterable[ox.Quad] = quads) -> Iterator[bytes]:
                for _, part in _batches(quads, BATCH):
                    triples[graph] += len(part)
                    yield _turtle(part)

            store.put(graph, pieces())
    return Loaded(triples, len(triples), 0)


def _quads(file: IO[bytes], path: Path) -> Iterator[ox.Quad]:
    syntax = ox.RdfFormat.N_QUADS if path.suffix == ".nq" else ox.RdfFormat.TRIG
    return cast(Iterator[ox.Quad], ox.parse(file, syntax))


def _graph_of(quad: ox.Quad) -> str:
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value


def _batches(quads: Iterable[ox.Quad], size: int) -> Iterator[tuple[str, list[ox.Quad]]]:
    """Quads of one graph, about `size` at a time.

    An export lists what is said of a thing and then of its blank nodes, so that before the next thing with
    a name there is no blank node that is spoken of on both sides.
    """
    for graph, of_graph in groupby(quads, key=_graph_of):
        part: list[ox.Quad] = []
        for quad in of_graph:
            begins = isinstance(quad.subject, ox.NamedNode) and part and part[-1].subject != quad.subject
            if begins and len(part) >= size:
                yield graph, part
                part = []
            part.append(quad)
        if part:
            yield graph, part


def _turtle(quads: Sequence[ox.Quad]) -> bytes:
    return cast(bytes, ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES))


def _swap(sources: Sequence[tuple[str, str]], loading: str) -> str:
    """One update: the batches instead of what was in their graphs before."""
    steps = [f"DROP SILENT GRAPH <{graph}>" for graph in dict.fromkeys(graph for _, graph in sources)]
    steps += [f"ADD <{staged}> TO <{graph}>" for staged, graph in sources]
    steps += [f"DROP GRAPH <{staged}>" for staged, _ in sources]
    return " ;\n".join([*steps, f"DROP SILENT GRAPH <{loading}>"])


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]


@dataclass
class _Store:
    endpoint: str
    update: str
    credentials: Credentials
    http: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=_TRIES))

    def put(self, graph: str, body: bytes | Iterator[bytes]) -> None:
        self._ask("PUT", self._address(graph), body, {"content-type": _TURTLE})

    def has(self, graph: str) -> bool:
        answer = self._send("HEAD", self._address(graph))
        # A store that cannot be asked is sent everything again.
        return answer.status < 300

    def is_loading(self, loading: str, build: str) -> bool:
        """Whether a load of this very build, in batches of this size, was begun and not ended."""
        answer = self._send("GET", self._address(loading), headers={"accept": "application/n-triples"})
        return answer.status < 300 and f'"{build}"'.encode() in answer.data

    def begin(self, loading: str, build: str) -> None:
        """Clears away what a load of another build left, and says which one begins."""
        for number in count(1):
            staged = f"{loading}/{number}"
            if not self.has(staged):
                break
            self._ask("DELETE", self._address(staged))
        node = ox.NamedNode(loading)
        self.put(loading, _turtle([ox.Quad(node, DCT.identifier, ox.Literal(build))]))

    def change(self, update: str) -> None:
        self._ask("POST", self.update, update.encode(), {"content-type": _UPDATE}, updates=True)

    def _address(self, graph: str) -> str:
        mark = "&" if "?" in self.endpoint else "?"
        # Quads of no graph go to the store's own default.
        return f"{self.endpoint}{mark}{'graph=' + quote(graph, safe='') if graph else 'default'}"

    def _ask(
        self,
        method: str,
        url: str,
        body: bytes | Iterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        updates: bool = False,
    ) -> None:
        answer = self._send(method, url, body, headers)
        if answer.status >= 300:
            shown = self.update if updates else self.endpoint
            raise LoadFailed(shown, answer.status, _reason(answer, updates=updates))

    def _send(
        self,
        method: str,
        url: str,
        body: bytes | Iterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> urllib3.BaseHTTPResponse:
        all_headers = {**self.credentials.headers(), **(headers or {})}
        if body is not None and not isinstance(body, bytes):
            # What is read as it is sent cannot be sent again.
            retries: urllib3.Retry | bool = False
        else:
            # An update may have been done although nobody heard of it; the rest may be done twice.
            retries = _TRIES.new(read=0) if method == "POST" else _TRIES
        try:
            return self.http.request(
                method,
                url,
                body=body,
                headers=all_headers,
                timeout=_PATIENCE,
                retries=retries,
                redirect=False,
            )
        except urllib3.exceptions.LocationValueError as error:
            raise LoadFailed(self.endpoint, 0, say("not the address of a server.")) from error
        except urllib3.exceptions.HTTPError as error:
            reason = say(
                "no answer ({error}). Is the server running, and is this its address?", error=_cause(error)
            )
            raise LoadFailed(url if url == self.update else self.endpoint, 0, reason) from error


def _cause(error: Exception) -> str:
    cause: BaseException = error
    while isinstance(cause, urllib3.exceptions.MaxRetryError) and cause.reason is not None:
        cause = cause.reason
    inner = cause.__context__ if isinstance(cause.__context__, OSError) else cause
    return str(getattr(inner, "strerror", None) or type(cause).__name__)


def _reason(answer: urllib3.BaseHTTPResponse, *, updates: bool) -> str:
    """What an answer means to the one who waits for it, with the first line of what the server says."""
    first = answer.data.decode("utf-8", "replace").strip().partition("\n")[0][:200]
    status = f"{answer.status} {answer.reason or ''}".strip()
    said = f"{status}: {first}" if first and not first.startswith("<") else status
    if answer.status in (401, 407):
        return say(
            "wants to know who asks ({said}). Give --user and KG_PASSWORD in the environment, or KG_TOKEN.",
            said=said,
        )
    if answer.status == 413:
        return say("a batch is too large for it ({said}). Give fewer triples with --batch.", said=said)
    if answer.status in (301, 302, 303, 307, 308):
        return say("it has moved to {place}. Give that address.", place=answer.headers.get("location", "?"))
    if updates and answer.status in (400, 403, 404, 405, 415, 501):
        return say(
            "takes no SPARQL updates ({said}). Name where it does with --update, or give --direct: "
            "each graph in one request.",
            said=said,
        )
    if answer.status == 404:
        return say("no graph store ({said}). Oxigraph has it at /store, Fuseki at /DATASET/data.", said=said)
    if answer.status in (403, 405, 501):
        return say("lets nobody write ({said}).", said=said)
    return say("did not take it ({said}).", said=said)
