"""The Python API (floor 7): build or open a graph, ask it, look at it.

    import kg
    graph = kg.build(["corpus/"])           # or kg.open("out")
    graph["龚志刚"]                          # names, facts and evidence
    graph.query("posts", person="龚志刚")    # a pandas DataFrame
    graph.show()                            # the explorer, in Jupyter

Tables need pandas: `pip install 'kg[notebook]'`. Everything else works without it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from html import escape
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kg.errors import MissingExtra, NotAGraph
from kg.explain import CO_OCCURRENCE, Explanation, explain, find, find_one
from kg.records import Entity, Graph
from kg.tables import read_tables

if TYPE_CHECKING:
    from kg.export.html.notebook import Explorer
    from kg.query import Answer, GraphStore

PathLike = str | os.PathLike[str]

_NUMBERS = frozenset({"integer", "decimal", "double", "float"})


@dataclass(frozen=True)
class EntityView:
    """One entity with what the graph knows of it."""

    explanation: Explanation

    @property
    def entity(self) -> Entity:
        return self.explanation.entity

    @property
    def id(self) -> str:
        return self.entity.id

    @property
    def name(self) -> str:
        return self.entity.name

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the full one first."""
        return (self.entity.name, *self.entity.aliases)

    @property
    def facts(self) -> Any:
        """The statements about it as a DataFrame, most reported first."""
        columns = ["subject", "predicate", "object", "title", "status", "start_date", "end_date", "amount"]
        rows = [
            {
                **asdict(fact.statement),
                "subject": fact.subject,
                "object": fact.object,
                "status": fact.statement.status.value,
            }
            for fact in self.explanation.facts
        ]
        return _frame(rows, [*columns, "confidence", "document_count"])

    @property
    def evidence(self) -> Any:
        """The sentences behind the facts as a DataFrame."""
        rows = [
            {
                "fact": fact.sentence(),
                "quote": item.quote,
                "source": self.explanation.sources[item.document],
                "start": item.start,
                "end": item.end,
                "rule": item.rule,
                "confidence": item.confidence,
            }
            for fact in self.explanation.facts
            for item in fact.evidence
        ]
        return _frame(rows, ["fact", "quote", "source", "start", "end", "rule", "confidence"])

    def explain(self) -> str:
        """All of it as text, as `kg explain` prints it."""
        return "\n".join(self.explanation.lines())

    def __repr__(self) -> str:
        facts = "\n".join(f"  {fact.sentence()}" for fact in self.explanation.facts)
        also = f", also {'、'.join(self.entity.aliases)}" if self.entity.aliases else ""
        return f"{self.name} ({self.entity.kind.value}{also})" + (f"\n{facts}" if facts else "")

    def _repr_html_(self) -> str:
        also = f" · {escape('、'.join(self.entity.aliases))}" if self.entity.aliases else ""
        items = "".join(
            f"<li>{escape(fact.sentence())}"
            + "".join(
                f"<br><small>“{escape(' '.join(item.quote.split()))}” "
                f"{escape(self.explanation.sources[item.document])}</small>"
                for item in fact.evidence[:1]
            )
            + "</li>"
            for fact in self.explanation.facts
        )
        return f"<b>{escape(self.name)}</b> {self.entity.kind.value}{also}<ul>{items}</ul>"


class GraphView:
    """A built graph: what `kg.build` and `kg.open` give. `out` is its folder, `records` its content."""

    def __init__(self, out: Path, *, kept: TemporaryDirectory[str] | None = None) -> None:
        self.out = out
        self.records: Graph = read_tables(out / "tables")
        # A graph that was built without a folder lives as long as this object.
        self._kept = kept

    def __repr__(self) -> str:
        found = self.records
        stated = sum(item.predicate != CO_OCCURRENCE for item in found.statements)
        return (
            f"<kg graph: {len(found.documents)} documents, {len(found.entities)} entities, "
            f"{stated} statements in {self.out}>"
        )

    def _repr_html_(self) -> str:
        return f"<code>{escape(repr(self))}</code>"

    def __getitem__(self, name: str) -> EntityView:
        """The entity of this name or id. Raises `UnknownName` and `AmbiguousName`, both also KeyError."""
        return EntityView(explain(self.records, name))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(find(self.records, name))

    def __iter__(self) -> Iterator[Entity]:
        return iter(self.records.entities)

    def __len__(self) -> int:
        return len(self.records.entities)

    def find(self, name: str) -> tuple[EntityView, ...]:
        """All entities of this name: two people called 李伟 are two."""
        return tuple(EntityView(explain(self.records, entity.id)) for entity in find(self.records, name))

    @cached_property
    def _store(self) -> GraphStore:
        from kg.query import open_store

        return open_store(self.out)

    def query(self, question: PathLike, **parameters: str) -> Any:
        """The answer to SPARQL, a question's name or a .rq file (as a Path) as a DataFrame.

        Numbers are numbers, IRIs are prefixed names, what is not bound is missing. ASK gives one cell. Raises
        `QueryError`; without pandas `MissingExtra`.
        """
        from kg.query import run

        asked = question if isinstance(question, str) else Path(question)
        given = {name.replace("_", "-"): value for name, value in parameters.items()}
        return _answer_frame(run(self._store, asked, parameters=given))

    @property
    def entities(self) -> Any:
        """The entities as a DataFrame, by id."""
        return self._table("entities").set_index("id")

    @property
    def statements(self) -> Any:
        """The statements as a DataFrame, by id, with the names of their ends."""
        return self._statements(stated=True)

    @property
    def co_occurrences(self) -> Any:
        """Who is named in one sentence with whom: no facts, so they are not among the statements."""
        return self._statements(stated=False)

    def _statements(self, *, stated: bool) -> Any:
        frame = self._table("statements").set_index("id")
        frame = frame[(frame["predicate"] != CO_OCCURRENCE) == stated].copy()
        names = {entity.id: entity.name for entity in self.records.entities}
        frame.insert(0, "subject_name", frame["subject"].map(names))
        frame.insert(3, "object_name", frame["object"].map(names))
        return frame

    @property
    def evidence(self) -> Any:
        """The sentences behind the statements as a DataFrame, by id."""
        return self._table("evidence").set_index("id")

    @property
    def decisions(self) -> Any:
        """Who was taken for one, kept apart or left undecided, as a DataFrame, the likeliest to be one first.

        `document` and `other_document` are source names, `features` the reasons with their log-odds.
        """
        frame = self._table("decisions").set_index("id")
        sources = {document.id: document.source_name for document in self.records.documents}
        for column in ("document", "other_document"):
            frame[column] = frame[column].map(sources)
        return frame.sort_values(["score", "name"], ascending=[False, True], kind="stable")

    def merge(self, *entities: str, reason: str = "") -> None:
        """Rules that these entities, by id or name, are one; kept in the ledger, the graph is made anew.

        Raises `UnknownName`, `AmbiguousName`, and `NoCache` where the graph was built without a cache.
        """
        from kg.build import ruling

        found = [find_one(self.records, name) for name in entities]
        self.records = ruling.apply(self.out, ruling.merge(self.records, found, reason))
        self.__dict__.pop("_store", None)

    def split(self, entity: str, documents: Sequence[str], *, reason: str = "") -> None:
        """Rules that in `documents`, by their source names, another one of the name is meant.

        Raises as `merge` does, and `NothingToDivide` unless the documents are some of its own.
        """
        from kg.build import ruling

        found = find_one(self.records, entity)
        self.records = ruling.apply(self.out, ruling.split(self.records, found, documents, reason))
        self.__dict__.pop("_store", None)

    def _table(self, name: str) -> Any:
        records: Sequence[Any] = getattr(self.records, name)
        rows = [
            {column: getattr(value, "value", value) for column, value in asdict(item).items()}
            for item in records
        ]
        return _frame(rows, list(_columns(name)))

    def to_networkx(self) -> Any:
        """The graph as a networkx MultiDiGraph: a node for each entity, an edge for each statement."""
        from kg.export.network import to_networkx

        return to_networkx(self.records)

    def to_rdflib(self) -> Any:
        """The graph as an rdflib Dataset with the IRIs that it was built with."""
        from kg.export.rdf.dataset import to_rdflib

        return to_rdflib(self.records, base_iri=self._store.base)

    def show(self, entities: object = None, *, depth: int | None = None, height: int = 680) -> Explorer:
        """The explorer in a frame that reaches neither the notebook nor the network.

        `entities` narrows it to what lies `depth` steps around them: a name or several, ids, entities of this
        graph, or the answer to a query, around which nothing is added unless `depth` says so.
        """
        from kg.build.report import options_of
        from kg.export.html.notebook import show

        options = options_of(self.out)
        return show(
            self.records,
            entities=entities,
            depth=depth,
            title=options.get("title") or self.out.name,
            height=height,
            base_iri=options.get("base_iri"),
        )


def build(paths: PathLike | Iterable[PathLike], out: PathLike | None = None, **options: Any) -> GraphView:
    """Build a graph from files, folders or globs; `options` are those of `kg.build.BuildOptions`.

    Without `out` the graph is built in a temporary folder that goes when the result does. Raises
    `EmptyCorpus`, `MissingPath`, `UnwritableOutput`.
    """
    from kg.build import BuildOptions
    from kg.build import build as run

    listed = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    sources = [path if isinstance(path, str) else Path(path) for path in listed]
    if out is not None:
        run(sources, Path(out), BuildOptions(**options))
        return GraphView(Path(out))
    folder = TemporaryDirectory(prefix="kg-")
    run(sources, Path(folder.name, "graph"), BuildOptions(**options))
    return GraphView(Path(folder.name, "graph"), kept=folder)


def open(out: PathLike) -> GraphView:
    """The graph that was built in the folder `out`; raises `NotAGraph`.

    >>> open("nowhere")
    Traceback (most recent call last):
    kg.errors.NotAGraph: nowhere: not a built graph (tables is missing). Run kg build CORPUS -o nowhere.
    """
    if not Path(out, "tables").is_dir():
        raise NotAGraph(out if isinstance(out, str) else Path(out), "tables")
    return GraphView(Path(out))


def show(graph: GraphView | Graph, entities: object = None, **options: Any) -> Explorer:
    """The explorer of a graph, or of what lies around `entities`; see `GraphView.show`."""
    if isinstance(graph, Graph):
        from kg.export.html.notebook import show as show_records

        return show_records(graph, entities=entities, **options)
    return graph.show(entities, **options)


def _columns(name: str) -> tuple[str, ...]:
    from kg import records

    kinds: dict[str, type[Any]] = {
        "entities": records.Entity,
        "statements": records.Statement,
        "evidence": records.Evidence,
        "decisions": records.Decision,
    }
    return tuple(field.name for field in fields(kinds[name]))


def _frame(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> Any:
    try:
        pandas = import_module("pandas")
    except ImportError:
        raise MissingExtra("pandas", "notebook") from None
    return pandas.DataFrame(rows, columns=columns)


def _answer_frame(answer: Answer) -> Any:
    if answer.boolean is not None:
        return _frame([{"answer": answer.boolean}], ["answer"])
    if answer.triples is not None:
        triples = [(str(t.subject), str(t.predicate), str(t.object)) for t in answer.triples]
        columns = ["subject", "predicate", "object"]
        return _frame([dict(zip(columns, triple, strict=True)) for triple in triples], columns)
    rows = []
    for row, texts in zip(answer.rows, answer.records(), strict=True):
        values = dict(zip(answer.variables, row, strict=True))
        rows.append({name: _plain(values[name], text) for name, text in texts.items()})
    return _frame(rows, answer.variables)


def _plain(value: Any, text: str) -> Any:
    datatype = getattr(getattr(value, "datatype", None), "value", "").rsplit("#", 1)[-1]
    if datatype == "boolean":
        return value.value == "true"
    if datatype not in _NUMBERS:
        return text
    return int(value.value) if datatype == "integer" else float(value.value)
