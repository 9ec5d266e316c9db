"""The application: which address leads where, and what every answer carries."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve import protocol, site
from kg.serve.pool import Pool, Unavailable
from kg.serve.protocol import Wrong
from kg.serve.settings import Settings

_PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Typing over a selection, Chromium itself puts a style attribute on what is typed; style elements stay
# forbidden.
_EDITOR = f"{_PAGE}; style-src-attr 'unsafe-inline'"
# The explorer states its own policy, down to the hashes of its scripts; only this cannot be said in a page.
_EXPLORER = "frame-ancestors 'none'"
_ELSEWHERE = "default-src 'none'; frame-ancestors 'none'; sandbox"


def create_app(settings: Settings, *, hosts: Sequence[str] = ("*",)) -> Starlette:
    """The application that serves `settings.out`; it answers only to the names in `hosts`.

    >>> from pathlib import Path
    >>> [route.path for route in create_app(Settings(Path("out"))).routes][:3]
    ['/', '/query', '/query/setup.json']
    """
    pool = Pool(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            await pool.close()

    app = Starlette(
        routes=[
            Route("/", site.explorer),
            Route("/query", site.query_page),
            Route("/query/setup.json", site.setup),
            Route("/query/names", site.names),
            Route("/query/questions/{name}", site.question),
            Route("/sparql", protocol.sparql, methods=["GET", "POST"]),
            Route("/store", protocol.graph_store),
            Route("/graph/{name}", protocol.graph_itself),
            Route("/id/{identity:path}", site.resource),
            Mount("/static/vis", StaticFiles(packages=[("kg.export", "assets/vendor")])),
            Mount("/static", StaticFiles(packages=[("kg.serve", "static")])),
        ],
        middleware=_middleware(settings, hosts),
        exception_handlers={
            Wrong: _wrong,
            HTTPException: _failed,
            Unavailable: _unavailable,
            ClientDisconnect: _gone,
        },
        lifespan=lifespan,
    )
    app.state.pool = pool
    app.state.settings = settings
    return app


def _middleware(settings: Settings, hosts: Sequence[str]) -> list[Middleware]:
    middleware = [
        Middleware(_Headers, cross_origin=bool(settings.cors)),
        # A page elsewhere could have its own name point to this machine, and then read what is here.
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
    ]
    if settings.cors:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(settings.cors),
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["Accept", "Content-Type"],
                expose_headers=["Kg-Truncated", "Kg-Note"],
            )
        )
    return middleware


class _Headers:
    """Adds to every answer the headers that keep a browser careful."""

    def __init__(self, app: ASGIApp, *, cross_origin: bool) -> None:
        self._app = app
        self._cross_origin = cross_origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {
            "content-security-policy": _policy(scope["path"]),
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "cross-origin" if self._cross_origin else "same-origin",
        }

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _policy(path: str) -> str:
    if path == "/":
        return _EXPLORER
    if path == "/query":
        return _EDITOR
    return _PAGE if path.startswith("/id/") and path.endswith(".html") else _ELSEWHERE


async def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, Wrong), "it is registered for this"
    return PlainTextResponse(f"{error}\n", error.status)


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException), "it is registered for this"
    words = {
        404: "there is nothing here. See / (the explorer), /query, /sparql, /store and /id/….",
        405: f"{request.method} is not taken here: the graph is read-only",
    }
    text = words.get(error.status_code, error.detail)
    return PlainTextResponse(f"{text}\n", error.status_code, headers=error.headers)


async def _unavailable(request: Request, error: Exception) -> Response:
    return PlainTextResponse(f"{error}\n", 503)


async def _gone(request: Request, error: Exception) -> Response:
    # Nobody reads this; it keeps a client that leaves from being logged as a fault of ours.
    return Response(status_code=400)
