"""The endpoint: SPARQL 1.1 Protocol (query only) and the reading half of the Graph Store HTTP Protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse

from kg.errors import KgError
from kg.messages import in_language
from kg.serve.pool import Pool, Reply, Unavailable
from kg.serve.settings import Settings

_FORM, _DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
_UPDATE = "application/sparql-update"
_BODY_SECONDS = 15.0
_FIELDS = 200


class Wrong(KgError):
    """A request that is answered with `status` and the reason in words."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


async def sparql(request: Request) -> Response:
    """GET with `query`, POST of a form, POST of the query itself; without a query, what the endpoint is."""
    fields = _fields(request.scope["query_string"])
    if request.method != "POST":
        if not fields:
            return await _describe(request)
        return await _query(request, _one(fields, "query"), fields)
    kind, parameters = _content_type(request)
    if kind == _UPDATE:
        raise Wrong(403, "updates are refused: the graph is read-only")
    if kind not in (_FORM, _DIRECT):
        shown = kind or "a body without a Content-Type"
        raise Wrong(415, f"{shown} is not taken. Send {_DIRECT}, or a form as {_FORM}.")
    if parameters.get("charset", "utf-8").strip('"').lower() not in ("utf-8", "utf8"):
        raise Wrong(415, f"charset {parameters['charset']}: a query is UTF-8")
    body = await _body(request, settings(request).body)
    if kind == _DIRECT:
        if any(name in ("query", "update") for name, _ in fields):
            raise Wrong(400, "the query is in the body; there may be none in the address")
        return await _query(request, _text(body), fields)
    sent = _fields(body)
    if any(name == "update" for name, _ in sent):
        raise Wrong(403, "updates are refused: the graph is read-only")
    return await _query(request, _one(sent, "query"), sent)


async def graph_store(request: Request) -> Response:
    """`?graph=IRI`, `?default`, or everything when neither is given."""
    fields = _fields(request.scope["query_string"])
    named = [value for name, value in fields if name == "graph"]
    default = [value for name, value in fields if name == "default"]
    if len(named) + len(default) > 1 or any(name not in ("graph", "default") for name, _ in fields):
        raise Wrong(400, "give ?graph= with one IRI, or ?default, or nothing for all graphs")
    return await _graph(request, named[0] if named else "default" if default else "all")


async def graph_itself(request: Request) -> Response:
    """A graph by its own address: /graph/facts."""
    return await _graph(request, "+g:" + request.path_params["name"])


async def answer(request: Request, task: Mapping[str, Any]) -> Response:
    """The pool's reply to `task`, passed on; the work stops when the client goes."""
    pool: Pool = request.app.state.pool
    told_in = language(request, otherwise="en")
    try:
        reply = await _unless_gone(request, pool, {**task, "told_in": told_in})
    except Unavailable as error:
        headers = {"Retry-After": str(error.retry)} if error.retry else {}
        return PlainTextResponse(f"{in_language(error, told_in)}\n", 503, headers=headers)
    return StreamingResponse(
        reply.body, reply.head.status, headers=reply.head.headers, media_type=reply.head.media_type
    )


async def _unless_gone(request: Request, pool: Pool, task: Mapping[str, Any]) -> Reply:
    asked = asyncio.ensure_future(pool.ask(task))
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait([asked, gone], return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            raise ClientDisconnect
        return await asked
    finally:
        for future in (asked, gone):
            future.cancel()


async def _gone(request: Request) -> None:
    """Returns when the client has left; whatever else it sends was read before or is of no interest."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _query(request: Request, query: str, fields: Sequence[tuple[str, str]]) -> Response:
    return await answer(
        request,
        {
            "task": "query",
            "query": query,
            "default": _absolute(fields, "default-graph-uri"),
            "named": _absolute(fields, "named-graph-uri"),
            "accept": accept(request),
            "limit": settings(request).rows,
        },
    )


async def _graph(request: Request, graph: str) -> Response:
    task = {"task": "graph", "graph": graph, "accept": accept(request), "head": request.method == "HEAD"}
    return await answer(request, task)


async def _describe(request: Request) -> Response:
    if "text/html" in accept(request):
        # Somebody has typed the address into a browser: the page for people is next door.
        return RedirectResponse("/query", 303, headers={"Vary": "Accept"})
    endpoint = str(request.url.replace(query="", fragment=""))
    return await answer(request, {"task": "description", "endpoint": endpoint, "accept": accept(request)})


def language(request: Request, *, otherwise: str = "zh") -> str:
    """zh or en, as the reader's browser asks; `?lang=` is stronger. A program that asks for neither is told
    what went wrong in English.
    """
    wanted = request.query_params.get("lang") or request.headers.get("accept-language", "")
    for part in wanted.lower().split(","):
        if part.strip().startswith(("zh", "en")):
            return part.strip()[:2]
    return otherwise


def accept(request: Request) -> str:
    """What the client would rather have; a header that is sent twice is one list."""
    return ",".join(request.headers.getlist("accept"))


def settings(request: Request) -> Settings:
    """How the application of this request was set up."""
    found: Settings = request.app.state.settings
    return found


def _content_type(request: Request) -> tuple[str, dict[str, str]]:
    kind, *parameters = request.headers.get("content-type", "").split(";")
    pairs = (parameter.partition("=") for parameter in parameters)
    return kind.strip().lower(), {name.strip().lower(): value.strip() for name, _, value in pairs}


async def _body(request: Request, most: int) -> bytes:
    too_much = Wrong(413, f"the body is too large: {most} bytes are the most")
    try:
        if int(request.headers.get("content-length", "0")) > most:
            raise too_much
    except ValueError:
        raise Wrong(400, "Content-Length is no number") from None
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > most:
                    raise too_much
    except TimeoutError:
        raise Wrong(408, f"the body did not arrive within {_BODY_SECONDS:g} seconds") from None
    return bytes(body)


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS
        )
    except UnicodeDecodeError:
        raise Wrong(400, "the fields are not UTF-8, or not percent-encoded") from None
    except ValueError:
        raise Wrong(400, f"there are more than {_FIELDS} fields") from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Wrong(400, "the query is not UTF-8") from None


def _one(fields: Sequence[tuple[str, str]], name: str) -> str:
    values = [value for key, value in fields if key == name]
    if len(values) != 1:
        if any(key == "update" for key, _ in fields):
            raise Wrong(403, "updates are refused: the graph is read-only")
        raise Wrong(400, f"there must be one field {name}, not {len(values)}")
    return values[0]


def _absolute(fields: Sequence[tuple[str, str]], name: str) -> list[str]:
    found = [value for key, value in fields if key == name]
    for iri in found:
        if ":" not in iri or any(mark in iri for mark in ' <>"{}|\\^`\x00\n'):
            raise Wrong(400, f"{name}: {iri!r} is not an absolute IRI")
    return found
