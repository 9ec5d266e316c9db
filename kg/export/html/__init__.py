"""The explorer: one HTML file that shows the graph with every sentence that says it, and needs no network.

    from kg.export.html import write_html
    write_html(graph, Path("graph.html"), title="示例县新闻")

pyvis's `Network` holds the opening view, on a template of our own: pyvis's fetches Bootstrap from elsewhere.
What is beyond the opening view is in the same file as columns (`payload`), because pyvis looks up each new
node in a list, which takes minutes for a corpus of tens of thousands.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Required, TypedDict, Unpack

from kg import resources
from kg.errors import InvalidRecord
from kg.export.html.marks import Marks
from kg.export.html.modules import join
from kg.export.html.payload import Payload, dump, payload
from kg.export.html.scene import CO_OCCURRENCE, Scene, scene, stated_links
from kg.export.rdf.terms import DEFAULT_BASE
from kg.ontology import Vocabulary, vocabulary
from kg.records import Graph
from kg.tables import values_of

if TYPE_CHECKING:
    from pyvis.network import Network

__all__ = ["PageOptions", "render_html", "write_html"]

_VIS = "vis-network-9.1.2.min.js"


class PageOptions(TypedDict, total=False):
    """How a page is made; `write_html` says what each does, and `render_html` what it is if not given."""

    title: Required[str]
    include_text: bool
    terms: Vocabulary | None
    base_iri: str | None


def write_html(graph: Graph, path: Path, **options: Unpack[PageOptions]) -> None:
    """Write the explorer of `graph` to `path`.

    `title` has to be given. `include_text=False` leaves the articles out and keeps only the sentences that
    are evidence; `terms` is a vocabulary that a user has extended; `base_iri` stands before the ids in what a
    reader copies for other tools, as it does in the RDF.

    Raises InvalidRecord when a part of the graph names what the graph does not hold.

    >>> write_html(kg.open("out").records, Path("town.html"), title="Two articles")
    >>> "<title>Two articles" in Path("town.html").read_text(encoding="utf-8")
    True
    """
    path.write_text(render_html(graph, **options), encoding="utf-8", newline="\n")


def render_html(
    graph: Graph,
    *,
    title: str,
    include_text: bool = True,
    terms: Vocabulary | None = None,
    base_iri: str | None = None,
    marks: Marks | None = None,
) -> str:
    """The explorer of `graph` as one page; the same graph gives the same text.

    `marks` say what differs from another graph (`kg.export.html.difference`).

    >>> page = render_html(Graph((), (), (), (), ()), title="Nothing yet")
    >>> "<title>Nothing yet</title>" in page
    True
    """
    _require_whole(graph)
    chosen = scene(graph, telling=None if marks is None else marks.statements.keys())
    content = payload(
        graph, chosen, title=title, include_text=include_text, terms=terms or vocabulary(), marks=marks
    )
    network = _network(graph, chosen)
    content["base"] = base_iri or DEFAULT_BASE
    content["opening"] = _opening(network, chosen)
    return _page(network, title, content)


def _require_whole(graph: Graph) -> None:
    """A page cannot lead to what the graph does not hold: the first part that names such is raised."""
    entities = {item.id for item in graph.entities}
    documents = {item.id for item in graph.documents}
    statements = {item.id for item in graph.statements}
    links = (
        ("entity", entities, ((s.id, end) for s in graph.statements for end in (s.subject, s.object))),
        ("entity", entities, values_of(graph.mentions, "id", "entity")),
        ("document", documents, values_of(graph.mentions, "id", "document")),
        ("document", documents, values_of(graph.evidence, "id", "document")),
        ("statement", statements, values_of(graph.evidence, "id", "statement")),
    )
    for kind, known, named in links:
        for part, name in named:
            if name not in known:
                raise InvalidRecord(f"{part} names the {kind} {name}, which the graph does not hold")


def _network(graph: Graph, chosen: Scene) -> Network:
    """The opening view as pyvis holds it."""
    # Importing pyvis brings IPython with it, about a second that only this function needs.
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line", heading="")
    network.toggle_physics(False)
    kinds = {entity.id: (str(entity.kind), entity.name) for entity in graph.entities}
    for node in chosen.opening:
        kind, name = kinds[node]
        x, y = chosen.openings[node]
        network.add_node(node, label=name, group=kind, value=chosen.weights[node], x=round(x), y=round(y))
    shown = set(chosen.opening)
    for (one, other), sources in stated_links(graph).items():
        if one in shown and other in shown:
            network.add_edge(one, other, value=sources)
    return network


def _opening(network: Network, chosen: Scene) -> Payload:
    number = {entity: n for n, entity in enumerate(chosen.ranked)}
    return {
        "entity": [number[node["id"]] for node in network.nodes],
        "x": [node["x"] for node in network.nodes],
        "y": [node["y"] for node in network.nodes],
    }


def _page(network: Network, title: str, content: Payload) -> str:
    from jinja2 import DictLoader, Environment

    assets = resources.packaged("export", "assets")
    style = _text(assets / "style.css")
    library = _without_source_map(_text(assets / "vendor" / _VIS))
    script = join(_modules(assets / "js"), "main.js")
    # pyvis calls `render` with names of its own; ours come as globals of the environment that it renders in.
    network.templateEnv = Environment(
        loader=DictLoader({"template.html": _text(assets / "template.html")}),
        autoescape=True,
        keep_trailing_newline=True,
    )
    network.path = "template.html"
    network.templateEnv.globals.update(
        # A lone surrogate, which bad input can bring, cannot be written as UTF-8.
        title=title.encode("utf-8", "replace").decode("utf-8"),
        policy=_policy(scripts=(library, script), style=style),
        style=style,
        library=library,
        script=script,
        content=dump(content),
        co_occurrence=CO_OCCURRENCE,
    )
    page: str = network.generate_html()
    return page


def _policy(*, scripts: tuple[str, ...], style: str) -> str:
    """What the page may do: run these very scripts, wear this very style. Nothing is fetched or sent."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(_hash(script) for script in scripts),
            f"style-src {_hash(style)}",
            "img-src data: blob:",
            "connect-src 'none'",
            "form-action 'none'",
            "base-uri 'none'",
        ]
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _modules(folder: Traversable) -> Mapping[str, str]:
    return {file.name: _text(file) for file in folder.iterdir() if file.name.endswith(".js")}


def _text(file: Traversable) -> str:
    return file.read_text(encoding="utf-8").replace("\r\n", "\n")


def _without_source_map(script: str) -> str:
    """A source map is looked for beside the page, where there is none."""
    kept = [line for line in script.splitlines(keepends=True) if not line.startswith("//# sourceMappingURL=")]
    return "".join(kept)
