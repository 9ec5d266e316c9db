"""The graph as a network: for networkx, for Gephi and Cytoscape, and the measures that the explorer needs."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

from kg.ontology import vocabulary
from kg.records import Graph, Statement, Status
from kg.tables import values_of

# A spreadsheet runs a cell that begins with one of these as a formula.
# Full-width signs count too in some.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

# Neither makes two entities belong together: one is no fact, the other is denied.
_UNCONNECTED = frozenset({Status.DENIED})
_CO_OCCURRENCE = "coOccursWith"

# Each round starts from the communities of the one before. More than ten gain nothing that is seen.
_LEIDEN_ROUNDS = 10

_DAY = re.compile(r'(<meta\b[^>]*?) lastmodifieddate="[^"]*"')

NODE_COLUMNS = (
    "id",
    "name",
    "kind",
    "aliases",
    "description",
    "documents",
    "mentions",
    "degree",
    "importance",
    "community",
    "component",
)
EDGE_COLUMNS = (
    *["id", "source", "target", "predicate", "label_zh", "label_en"],
    *["title", "status", "start_date", "end_date", "amount", "confidence", "weight"],
)


@dataclass(frozen=True)
class Measures:
    """How the entities of a graph hang together, by entity id.

    `importance` is the weighted degree: for each statement that is not denied, the number of independent
    documents that say it. Communities and components are numbered from 0, the largest first.
    """

    degree: Mapping[str, int]
    importance: Mapping[str, int]
    community: Mapping[str, int]
    component: Mapping[str, int]


def to_networkx(graph: Graph) -> nx.MultiDiGraph:
    """Entities as nodes and statements as edges, keyed by their ids; `weight` is the number of independent
    documents.

    Of a co-occurrence, too: a pair that one article names together in ten sentences is no better attested
    than one that it names together once.

    >>> to_networkx(Graph((), (), (), (), ())).number_of_nodes()
    0
    """
    network = nx.MultiDiGraph()
    documents: dict[str, set[str]] = defaultdict(set)
    mentions: dict[str, int] = defaultdict(int)
    for entity, document in values_of(graph.mentions, "entity", "document"):
        documents[entity].add(document)
        mentions[entity] += 1
    for item in sorted(graph.entities, key=lambda item: item.id):
        network.add_node(
            item.id,
            label=item.name,
            kind=item.kind.value,
            aliases=list(item.aliases),
            description=item.description,
            documents=len(documents[item.id]),
            mentions=mentions[item.id],
        )
    labels = vocabulary().labels
    for statement in sorted(graph.statements, key=lambda item: item.id):
        words = labels.get(statement.predicate, {})
        network.add_edge(
            statement.subject,
            statement.object,
            key=statement.id,
            predicate=statement.predicate,
            label_zh=words.get("zh", statement.predicate),
            label_en=words.get("en", statement.predicate),
            title=statement.title or "",
            status=statement.status.value,
            start_date=statement.start_date or "",
            end_date=statement.end_date or "",
            amount=statement.amount or "",
            confidence=statement.confidence,
            weight=statement.document_count,
        )
    return network


def measures(graph: Graph, *, seed: int = 0) -> Measures:
    """Degrees, communities (Leiden) and components of the entities, the same on any machine.

    >>> measures(Graph((), (), (), (), ())).community
    {}
    """
    network = _undirected(graph)
    degree: dict[str, int] = dict.fromkeys(network, 0)
    importance: dict[str, int] = dict.fromkeys(network, 0)
    for statement in graph.statements:
        if _connects(statement):
            for end in {statement.subject, statement.object} & network.nodes:
                degree[end] += 1
                importance[end] += statement.document_count
    return Measures(
        degree,
        importance,
        _numbered(_communities(network, seed)),
        _numbered(nx.connected_components(network)),
    )


def layout(graph: Graph, *, seed: int = 0, found: Measures | None = None) -> dict[str, tuple[float, float]]:
    """A place for each entity, in units of about one neighbour's distance: communities apart, no two on one
    spot.

    `found` saves measuring again. Coordinates are rounded to three places, below what a screen shows.

    >>> layout(Graph((), (), (), (), ()))
    {}
    """
    from kg.export.layout import place_communities

    found = found or measures(graph, seed=seed)
    return place_communities(_undirected(graph), found.community, seed=seed)


def write_graphml(graph: Graph, path: Path) -> None:
    """GraphML, as Gephi, Cytoscape and yEd read it.

    >>> write_graphml(kg.open("out").records, Path("town.graphml"))
    >>> len(nx.read_graphml("town.graphml")) == len(kg.open("out"))
    True
    """
    nx.write_graphml(_flat(graph), path, encoding="utf-8", prettyprint=True)


def write_gexf(graph: Graph, path: Path) -> None:
    """GEXF 1.2, as Gephi reads it.

    >>> write_gexf(kg.open("out").records, Path("town.gexf"))
    >>> len(nx.read_gexf("town.gexf")) == len(kg.open("out"))
    True
    """
    # networkx writes the day into the file; the same graph must give the same bytes on any day.
    text = _DAY.sub(r"\1", "\n".join(nx.generate_gexf(_flat(graph))), count=1)
    path.write_text(text + "\n", encoding="utf-8")


def write_csv(graph: Graph, folder: Path) -> None:
    """`nodes.csv` and `edges.csv` in `folder`, safe to open in a spreadsheet.

    >>> write_csv(kg.open("out").records, Path("town"))
    >>> Path("town", "nodes.csv").read_text(encoding="utf-8-sig").count("程远")
    1
    """
    folder.mkdir(parents=True, exist_ok=True)
    network = _flat(graph)
    nodes = ({"id": node, **values, "name": values["label"]} for node, values in network.nodes(data=True))
    _write(folder / "nodes.csv", NODE_COLUMNS, nodes)
    edges = (
        {"id": key, "source": source, "target": target, **values}
        for source, target, key, values in network.edges(keys=True, data=True)
    )
    _write(folder / "edges.csv", EDGE_COLUMNS, edges)


def safe_cell(value: object) -> str:
    """`value` as a cell that no spreadsheet takes for a formula.

    >>> safe_cell("=HYPERLINK()"), safe_cell(-1), safe_cell("李明")
    ("'=HYPERLINK()", '-1', '李明')
    """
    text = str(value)
    starts = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if isinstance(value, str) and starts else text


def _write(path: Path, columns: tuple[str, ...], rows: Iterator[dict[str, object]]) -> None:
    # The mark tells Excel that it is UTF-8; without it Chinese names are garbled there.
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([safe_cell(row.get(name, "")) for name in columns])


def _connects(statement: Statement) -> bool:
    return statement.status not in _UNCONNECTED and statement.predicate != _CO_OCCURRENCE


def _undirected(graph: Graph) -> nx.Graph:
    """One edge for each pair that a statement joins; its weight is the sum of their documents."""
    network = nx.Graph()
    network.add_nodes_from(sorted(item.id for item in graph.entities))
    for statement in sorted(graph.statements, key=lambda item: item.id):
        ends = (statement.subject, statement.object)
        if _connects(statement) and all(end in network for end in ends):
            before = network.get_edge_data(*ends, {"weight": 0})["weight"]
            network.add_edge(*ends, weight=before + statement.document_count)
    return network


def _communities(network: nx.Graph, seed: int) -> Iterator[set[str]]:
    """Communities by Leiden's algorithm (Traag, Waltman and van Eck 2019), which, unlike Louvain's, are
    connected; those without a link are each alone.
    """
    from graspologic_native import leiden

    nodes = list(network)
    number = {node: str(rank) for rank, node in enumerate(nodes)}
    edges = [(number[one], number[other], float(n)) for one, other, n in network.edges(data="weight")]
    _, found = leiden(edges, seed=seed, iterations=_LEIDEN_ROUNDS) if edges else (0.0, {})
    groups: dict[int, set[str]] = defaultdict(set)
    for node in nodes:
        if number[node] in found:
            groups[found[number[node]]].add(node)
        else:
            yield {node}
    yield from groups.values()


def _numbered(groups: Iterable[set[str]]) -> dict[str, int]:
    """Group numbers by node, the largest group first and, of equals, the one with the smallest id."""
    ordered = sorted(groups, key=lambda group: (-len(group), min(group)))
    return dict(sorted((node, number) for number, group in enumerate(ordered) for node in group))


def _flat(graph: Graph) -> nx.MultiDiGraph:
    """`to_networkx` with the measures and with plain values only, which is all that file formats hold."""
    network, found = to_networkx(graph), measures(graph)
    for node in network:
        values = network.nodes[node]
        # A statement may name an entity that is missing; it gets a node, so that the file says what the graph
        # says.
        values.setdefault("label", node)
        values["label"] = _xml_text(values["label"])
        values["description"] = _xml_text(values.get("description", ""))
        values["aliases"] = _xml_text("；".join(values.get("aliases", ())))
        values["kind"] = values.get("kind", "")
        for name in ("documents", "mentions"):
            values[name] = values.get(name, 0)
        values["degree"] = found.degree.get(node, 0)
        values["importance"] = found.importance.get(node, 0)
        values["community"] = found.community.get(node, -1)
        values["component"] = found.component.get(node, -1)
    for _, _, values in network.edges(data=True):
        for name in ("title", "amount"):
            values[name] = _xml_text(values[name])
    return network


def _xml_text(text: str) -> str:
    """`text` with what XML 1.0 cannot hold as U+FFFD."""
    return "".join(
        character
        if character in "\t\n\r" or (character >= " " and not "\ud800" <= character <= "\udfff"
                                     and character not in "\ufffe\uffff")
        else "\ufffd"
        for character in text
    )  # fmt: skip
