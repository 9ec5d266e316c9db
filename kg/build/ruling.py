"""Rulings on who is who, put into a built graph: resolved anew from the cache, nothing is read again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from kg.build.cache import Cache
from kg.build.codec import ExtractionCodec
from kg.build.crew import Crew, crew_for
from kg.build.folder import CACHE, LEDGER, REPORT, replacing, writing
from kg.build.products import write_products
from kg.build.report import findings_of, read_contents, renew_report
from kg.build.resolving import write_resolved
from kg.build.shards import Shards
from kg.build.stages import Setup
from kg.errors import DamagedGraph, InvalidRecord, KgError, UnknownPredicate
from kg.export import FORMATS
from kg.messages import say
from kg.ontology import Vocabulary
from kg.records import Entity, Graph, Judgement
from kg.resolve import Ledger, read_ledger, write_ledger
from kg.resolve.ledger import Ruling, Side
from kg.tables import stored

# So many documents of each side are written down: enough to find the entity again, few enough to read.
_DOCUMENTS = 40


class NothingToDivide(KgError):
    """A split whose documents are none, or all, of the entity's."""

    def __init__(self, name: str, documents: Sequence[str]) -> None:
        super().__init__(
            say(
                "{name}: name some, and not all, of its documents:{documents}",
                name=name,
                documents="".join(f"\n  {document}" for document in documents),
            )
        )


class NoCache(KgError):
    """The graph's extractions are not at hand, so that a ruling waits for the next build."""

    def __init__(self, out: Path, cache: Path) -> None:
        self.cache = cache
        super().__init__(
            say(
                "{ledger}: written, but not applied: {cache} does not hold all that was found in the graph's "
                "documents. Name the build's --cache, and its --ontology if it had one, or build again.",
                ledger=str(out / LEDGER),
                cache=str(cache),
            )
        )


def documents_of(graph: Graph, entity: Entity) -> list[str]:
    """The source names of the documents that name an entity, in order."""
    sources = {document.id: document.source_name for document in graph.documents}
    return sorted({sources[m.document] for m in graph.mentions if m.entity == entity.id})


def merge(graph: Graph, entities: Sequence[Entity], reason: str = "") -> Ruling:
    """The ruling that these entities are one."""
    sides = tuple(_side(entity, documents_of(graph, entity)[:_DOCUMENTS]) for entity in entities)
    return Ruling(Judgement.MERGED, entities[0].kind, sides, reason)


def split(graph: Graph, entity: Entity, documents: Sequence[str], reason: str = "") -> Ruling:
    """The ruling that the entity in `documents` is another than in the rest; raises `NothingToDivide`."""
    everything = documents_of(graph, entity)
    given = [name for name in everything if name in set(documents)]
    rest = [name for name in everything if name not in set(documents)]
    if not given or not rest or len(given) < len(set(documents)):
        raise NothingToDivide(entity.name, everything)
    return Ruling(Judgement.SPLIT, entity.kind, (_side(entity, given), _side(entity, rest)), reason)


def _side(entity: Entity, documents: Sequence[str]) -> Side:
    return Side((entity.name, *entity.aliases), tuple(documents))


def apply(
    out: Path, ruling: Ruling, *, cache: Path | None = None, ontology_files: Sequence[Path] = ()
) -> None:
    """Writes the ruling into the ledger of `out` and makes the graph anew with it.

    Args:
        out: a built graph.
        ruling: see `merge` and `split`.
        cache: where its build kept the extractions; None for OUT/cache.
        ontology_files: relations of the user's own that the build was given.

    Raises LedgerUnreadable, NotAGraph, UnwritableOutput, MissingPath, and NoCache where only the ledger could
    be written.
    """
    setup = Setup(ontology_files=tuple(ontology_files)).checked()
    terms = setup.vocabulary()
    before, report = stored(out / "tables"), _report(out)
    ledger = read_ledger(out / LEDGER).with_ruling(ruling)
    place = cache or out / CACHE
    kept = Cache(place, report.get("versions", {}).get("stages") or "", ExtractionCodec(terms))
    keys = kept.find(before.documents)
    if len(keys) < len(before.documents):
        _refuse(out, place, ledger, before)
    formats = [name for name, item in FORMATS.items() if (out / item.file).exists()]
    with replacing(out) as folder, crew_for(len(keys)) as crew:
        try:
            with writing(out):
                after = write_resolved(Shards.of(kept, keys, setup, crew), ledger, folder / "tables")
        except (InvalidRecord, UnknownPredicate):
            # The cache speaks of relations that only the build's own ontology knows.
            _refuse(out, place, ledger, before)
        with writing(out):
            _write(
                folder,
                after,
                ledger,
                report,
                title=out.resolve().name,
                formats=formats,
                terms=terms,
                crew=crew,
            )


def _refuse(out: Path, place: Path, ledger: Ledger, before: Graph) -> NoReturn:
    """Keeps the ruling for the next build and says so."""
    with writing(out):
        write_ledger(ledger, before, out / LEDGER)
    raise NoCache(out, place)


def _report(out: Path) -> dict[str, Any]:
    try:
        return read_contents(out / REPORT)
    except (OSError, ValueError) as error:
        raise DamagedGraph(out, REPORT, str(error)) from error


def _write(
    folder: Path,
    graph: Graph,
    ledger: Ledger,
    report: dict[str, Any],
    *,
    title: str,
    formats: Sequence[str],
    terms: Vocabulary,
    crew: Crew,
) -> None:
    """What a build writes, with the choices of the build before, which its report tells."""
    choices = report.get("options", {})
    write_products(
        graph,
        folder,
        formats=formats,
        title=choices.get("title") or title,
        with_text=choices.get("with_text", True),
        terms=terms,
        base_iri=choices.get("base_iri"),
        crew=crew,
    )
    write_ledger(ledger, graph, folder / LEDGER)
    renew_report(report, graph, findings_of(graph, ledger), folder / REPORT)
