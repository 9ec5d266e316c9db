"""A built graph, as `kg.open` and `kg.build` give it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cached_property
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kg.api.entity import EntityView
from kg.api.frames import answer_frame, columns_of, frame
from kg.explain import CO_OCCURRENCE, explain, find, find_one
from kg.ontology import Vocabulary, vocabulary_of
from kg.records import Entity, Graph
from kg.tables import read_tables

if TYPE_CHECKING:
    from kg.export.html.notebook import Explorer
    from kg.query import GraphStore
    from kg.resolve.ledger import Ruling

PathLike = str | os.PathLike[str]


class GraphView:
    """A built graph: what `kg.build` and `kg.open` give. `out` is its folder, `records` its content.

    It is a container of its entities: `len`, `in`, iteration, and `graph[name]`.

    >>> graph = kg.open("out")
    >>> graph
    <kg graph: 2 documents, ... entities, ... statements in out>
    >>> "程远" in graph, "程近" in graph
    (True, False)
    >>> sorted(entity.name for entity in graph if entity.kind.value == "PER")
    ['姚建国', '宋怀谷', '林晓岚', '白雪梅', '程德厚', '程远', '韩立新']
    """

    def __init__(
        self,
        out: Path,
        *,
        ontology_files: Sequence[Path] = (),
        kept: TemporaryDirectory[str] | None = None,
    ) -> None:
        self.out = out
        self.terms: Vocabulary = vocabulary_of(ontology_files)
        self.records: Graph = read_tables(out / "tables")
        self._ontology_files = tuple(ontology_files)
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
        """The entity of this name or id. Raises `UnknownName` and `AmbiguousName`, both also KeyError.

        >>> kg.open("out")["程远"].entity.kind.value
        'PER'
        >>> kg.open("out")["程进"]
        Traceback (most recent call last):
        kg.explain.names.UnknownName: nobody and nothing is called '程进' in this graph. Did you mean 程远?
        """
        return EntityView(explain(self.records, name), self.terms)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(find(self.records, name))

    def __iter__(self) -> Iterator[Entity]:
        return iter(self.records.entities)

    def __len__(self) -> int:
        return len(self.records.entities)

    def find(self, name: str) -> tuple[EntityView, ...]:
        """All entities of this name: two people called 李伟 are two.

        >>> [view.name for view in kg.open("out").find("县图书馆")], kg.open("out").find("李伟")
        (['青梧县图书馆'], ())
        """
        return tuple(
            EntityView(explain(self.records, entity.id), self.terms) for entity in find(self.records, name)
        )

    @cached_property
    def _store(self) -> GraphStore:
        from kg.query import open_store

        return open_store(self.out)

    def query(self, question: PathLike, **parameters: str) -> Any:
        """The answer to SPARQL, a question's name or a .rq file (as a Path) as a DataFrame.

        Args:
            question: SPARQL, in which the usual prefixes need not be declared, or one of the questions that
                `kg.query.named_queries()` lists.
            parameters: what the question takes, such as `person="程远"`; a `-` in a name is written `_`.

        Numbers are numbers, IRIs are prefixed names, what is not bound is missing. ASK gives one cell. Raises
        `QueryError`; without pandas `MissingExtra`; without the export `trig` `NotExported`.

        >>> graph = kg.open("out")
        >>> graph.query("posts", person="林晓岚")[["title", "bodyName"]].values.tolist()
        [['县长', '青梧县']]
        >>> graph.query("SELECT ?name { ?p kg:residesIn ?x ; skos:prefLabel ?name }")["name"].tolist()
        ['程德厚']
        """
        from kg.query import run

        asked = question if isinstance(question, str) else Path(question)
        given = {name.replace("_", "-"): value for name, value in parameters.items()}
        return answer_frame(run(self._store, asked, parameters=given))

    @property
    def entities(self) -> Any:
        """The entities as a DataFrame, by id.

        >>> entities = kg.open("out").entities
        >>> sorted(entities[entities["kind"] == "PER"]["name"])[:3]
        ['姚建国', '宋怀谷', '林晓岚']
        """
        return self._table("entities").set_index("id")

    @property
    def statements(self) -> Any:
        """The statements as a DataFrame, by id, with the names of their ends.

        >>> said = kg.open("out").statements
        >>> said[said["predicate"] == "visited"][["subject_name", "object_name"]].values.tolist()
        [['林晓岚', '石桥镇']]
        """
        return self._statements(stated=True)

    @property
    def co_occurrences(self) -> Any:
        """Who is named in one sentence with whom: no facts, so they are not among the statements.

        >>> together = kg.open("out").co_occurrences
        >>> {"林晓岚", "韩立新"} in [{*ends} for ends in together[["subject_name", "object_name"]].values]
        True
        """
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
        """The sentences behind the statements as a DataFrame, by id; `start` and `end` count characters.

        >>> proof = kg.open("out").evidence
        >>> proof[proof["rule"] == "native-after-name"]["quote"].tolist()
        ['程远是青梧县石桥镇人，毕业于沅州师范学院。']
        """
        return self._table("evidence").set_index("id")

    @property
    def decisions(self) -> Any:
        """Who was taken for one, kept apart or left undecided, as a DataFrame, the likeliest to be one first.

        `document` and `other_document` are source names, `features` the reasons with their log-odds.

        >>> kg.open("out").decisions[["name", "judgement"]].values.tolist()
        [['韩立新', 'merged']]
        """
        frame = self._table("decisions").set_index("id")
        sources = {document.id: document.source_name for document in self.records.documents}
        for column in ("document", "other_document"):
            frame[column] = frame[column].map(sources)
        return frame.sort_values(["score", "name"], ascending=[False, True], kind="stable")

    def merge(self, *entities: str, reason: str = "") -> None:
        """Rules that these entities, by id or name, are one; kept in the ledger, the graph is made anew.

        Raises `UnknownName`, `AmbiguousName`, and `NoCache` where the graph was built without a cache.

        >>> graph = kg.build("corpus")
        >>> graph.merge("县图书馆", "沅州师范学院", reason="only to show it")
        >>> graph["沅州师范学院"].name
        '青梧县图书馆'
        """
        from kg.build import ruling

        found = [find_one(self.records, name) for name in entities]
        self._ruled(ruling.merge(self.records, found, reason))

    def split(self, entity: str, documents: Sequence[str], *, reason: str = "") -> None:
        """Rules that in `documents`, by their source names, another one of the name is meant.

        Raises as `merge` does, and `NothingToDivide` unless the documents are some of its own.

        >>> graph = kg.build("corpus")
        >>> graph.split("韩立新", ["bridge.md"], reason="only to show it")
        >>> len(graph.find("韩立新"))
        2
        """
        from kg.build import ruling

        found = find_one(self.records, entity)
        self._ruled(ruling.split(self.records, found, documents, reason))

    def _ruled(self, made: Ruling) -> None:
        from kg.build import ruling

        ruling.apply(self.out, made, ontology_files=self._ontology_files)
        self.records = read_tables(self.out / "tables")
        self.__dict__.pop("_store", None)

    def _table(self, name: str) -> Any:
        records: Sequence[Any] = getattr(self.records, name)
        rows = [
            {column: getattr(value, "value", value) for column, value in asdict(item).items()}
            for item in records
        ]
        return frame(rows, list(columns_of(name)))

    def to_networkx(self) -> Any:
        """The graph as a networkx MultiDiGraph: a node for each entity, an edge for each statement.

        Nodes are ids with `label` and `kind`, edges have `predicate`, `status`, `weight` and more;
        co-occurrence is among them.

        >>> network = kg.open("out").to_networkx()
        >>> names = network.nodes(data="label")
        >>> [(names[a], names[b]) for a, b, said in network.edges(data="predicate") if said == "parentOf"]
        [('程德厚', '程远')]
        """
        from kg.export.network import to_networkx

        return to_networkx(self.records)

    def to_rdflib(self) -> Any:
        """The graph as an rdflib Dataset with the IRIs that it was built with.

        >>> from rdflib import RDF, SDO
        >>> len(set(kg.open("out").to_rdflib().subjects(RDF.type, SDO.Person)))
        7
        """
        from kg.export.rdf.dataset import to_rdflib

        return to_rdflib(self.records, base_iri=self._store.base)

    def show(self, entities: object = None, *, depth: int | None = None, height: int = 680) -> Explorer:
        """The explorer in a frame that reaches neither the notebook nor the network.

        `entities` narrows it to what lies `depth` steps around them: a name or several, ids, entities of this
        graph, or the answer to a query, around which nothing is added unless `depth` says so. `height` is in
        pixels.

        >>> kg.open("out").show("程远", depth=2)
        <explorer of ... MB; Jupyter draws it>
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
            terms=self.terms,
        )
