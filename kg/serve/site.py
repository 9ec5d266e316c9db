"""The pages: the explorer, the query page and what it asks for, and the entities."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response

from kg import resources
from kg.ontology import PREFIXES, terms, vocabulary
from kg.query import named_queries
from kg.query.words import cells, columns, statuses
from kg.serve.negotiation import preferred
from kg.serve.pool import Pool
from kg.serve.protocol import Wrong, accept, answer, language, settings

_FORMS = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


async def explorer(request: Request) -> Response:
    """OUT/graph.html."""
    out = settings(request).out.resolve()
    page = Path(out, "graph.html").resolve()
    # A link that leads out of the folder is not followed.
    if page.parent != out or not page.is_file():
        raise Wrong(404, "graph.html is missing: this graph was built without the explorer. See /query.")
    return FileResponse(page, media_type="text/html; charset=utf-8", headers={"Cache-Control": "no-cache"})


async def query_page(request: Request) -> Response:
    """The editor and the results."""
    page = resources.packaged("serve", "templates", "query.html").read_text(encoding="utf-8")
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})


async def setup(request: Request) -> Response:
    """What the query page has to know: prefixes, words of the vocabulary, questions."""
    pool: Pool = request.app.state.pool
    reply = await pool.ask({"task": "base"})
    base, graphs = b"".join([piece async for piece in reply.body]).decode("utf-8").split("\n")
    known = vocabulary()
    return JSONResponse(
        {
            "prefixes": {**PREFIXES, "id": base, "g": graphs},
            "base": base,
            "rows": settings(request).rows,
            "terms": sorted(terms()),
            "labels": {name: dict(known.labels[name]) for name in known},
            "columns": {name: dict(words) for name, words in columns().items()},
            "words": {name: dict(words) for name, words in cells().items()},
            "statuses": {name: dict(words) for name, words in statuses().items()},
            "questions": [
                {
                    "name": question.name,
                    "titles": dict(question.titles),
                    "parameters": [
                        {"name": p.name, "type": p.type, "required": p.required} for p in question.parameters
                    ],
                }
                for question in named_queries().values()
            ],
        }
    )


async def question(request: Request) -> Response:
    """The SPARQL of a named question, with the parameters of the address filled in."""
    task: dict[str, Any] = {
        "task": "bind",
        "name": request.path_params["name"],
        "parameters": {name: value for name, value in request.query_params.items() if name != "lang"},
        "language": language(request),
    }
    return await answer(request, task)


async def names(request: Request) -> Response:
    """Names that hold what has been typed."""
    return await answer(request, {"task": "names", "words": request.query_params.get("like", "")[:100]})


async def resource(request: Request) -> Response:
    """An id leads to a document about what it names, in the form that the client likes (303).

    A person is not a document, so that the two have different addresses: /id/X, and /id/X.html, .ttl and so
    on.
    """
    identity, dot, suffix = request.path_params["identity"].rpartition(".")
    if dot and suffix in _FORMS and identity:
        task = {
            "task": "resource",
            "identity": quote(identity, safe=""),
            "form": "html" if suffix == "html" else _FORMS[suffix],
            "language": language(request),
        }
        response = await answer(request, task)
        if suffix == "html":
            response.headers["Vary"] = "Accept-Language"
        return response
    media_type = preferred(accept(request), list(_FORMS.values()))
    if media_type is None:
        raise Wrong(406, f"there is: {', '.join(_FORMS.values())}")
    suffix = next(suffix for suffix, known in _FORMS.items() if known == media_type)
    identity = quote(request.path_params["identity"], safe="")
    found = await answer(
        request, {"task": "resource", "identity": identity, "form": "text/turtle", "language": "zh"}
    )
    if found.status_code != 200:
        return found
    return RedirectResponse(f"/id/{identity}.{suffix}", 303, headers={"Vary": "Accept"})
