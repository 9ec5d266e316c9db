"""A build (floor 7): documents in, a graph out, every stage a pure function of the one before."""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from kg import __version__
from kg.coreference import link
from kg.corpus import ReadOptions, read_corpus
from kg.errors import EmptyCorpus, UnwritableOutput
from kg.export import export
from kg.export.html import write_html
from kg.ner import Recognizer, load_recognizer, recognize
from kg.ontology import Vocabulary, read_vocabulary, vocabulary
from kg.records import Document, Extraction, Graph, Skipped
from kg.relations import relate
from kg.relations.patterns import Pattern, patterns, user_patterns
from kg.resolve import resolve
from kg.tables import write_tables

# Documents that go through the recognizer together: enough to fill its batches, few enough to hold in memory.
_TOGETHER = 64
DEFAULT_FORMATS = ("trig", "ttl")

# Called with the stage, the documents done and the documents in all.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class BuildOptions:
    """What a build can be told; the defaults make the package's own choices."""

    models: tuple[str, ...] = ()
    formats: tuple[str, ...] = DEFAULT_FORMATS
    base_iri: str | None = None
    title: str | None = None
    with_text: bool = True
    ontology_files: tuple[Path, ...] = ()
    pattern_files: tuple[Path, ...] = ()
    read: ReadOptions = field(default_factory=ReadOptions)
    timings: bool = False


@dataclass(frozen=True)
class Report:
    """What a build did: `seconds` by stage, and the documents that were skipped."""

    graph: Graph
    skipped: tuple[Skipped, ...]
    seconds: dict[str, float]
    recognizer: str


def build(
    paths: Sequence[str | Path],
    out: Path,
    options: BuildOptions | None = None,
    *,
    progress: Progress | None = None,
) -> Report:
    """Builds the graph of `paths` into the folder `out`, which is replaced as a whole when all is written.

    Raises EmptyCorpus when no document can be read, MissingPath, UnwritableOutput, UnknownModel; whatever is raised,
    the last good `out` stands.
    """
    options = options or BuildOptions()
    terms = read_vocabulary(*options.ontology_files) if options.ontology_files else vocabulary()
    rules = user_patterns(options.pattern_files, terms) if options.pattern_files else patterns()
    with _replacing(out) as folder:
        clock = _Clock()
        documents, skipped = _read(paths, options.read)
        clock.mark("read")
        recognizer = load_recognizer(options.models, terms=terms)
        clock.mark("load")
        extractions = list(extract(documents, recognizer, rules, terms, progress=progress))
        clock.mark("extract")
        graph = resolve(extractions)
        clock.mark("resolve")
        write_tables(graph, folder.path / "tables")
        export(graph, folder.path, options.formats, base_iri=options.base_iri)
        title = options.title or _title(paths)
        write_html(graph, folder.path / "graph.html", title=title, include_text=options.with_text)
        clock.mark("write")
        report = Report(graph, tuple(skipped), clock.seconds, recognizer.name)
        _write_report(report, folder.path / "report.json", timings=options.timings)
        folder.keep("identity.toml")
        folder.commit()
    return report


def extract(
    documents: Sequence[Document],
    recognizer: Recognizer,
    rules: Sequence[Pattern],
    terms: Vocabulary,
    *,
    progress: Progress | None = None,
) -> Iterator[Extraction]:
    """Each document with its mentions, aliases and claims; a few documents are in work at a time."""
    done = 0
    for first in range(0, len(documents), _TOGETHER):
        batch = documents[first : first + _TOGETHER]
        for found in recognize(batch, recognizer):
            yield relate(link(found), rules, terms=terms)
        done += len(batch)
        if progress is not None:
            progress("extract", done, len(documents))


def _read(paths: Sequence[str | Path], options: ReadOptions) -> tuple[list[Document], list[Skipped]]:
    documents: list[Document] = []
    skipped: list[Skipped] = []
    for item in read_corpus(paths, options=options):
        if isinstance(item, Document):
            documents.append(item)
        else:
            skipped.append(item)
    if not documents:
        raise EmptyCorpus([str(path) for path in paths], skipped)
    return documents, skipped


def _title(paths: Sequence[str | Path]) -> str:
    names = [Path(path).stem or Path(path).resolve().name for path in paths if str(path) != "-"]
    return " · ".join(names[:3]) or "kg"


def _write_report(report: Report, path: Path, *, timings: bool) -> None:
    graph = report.graph
    content: dict[str, object] = {
        "counts": {
            "documents": len(graph.documents),
            "mentions": len(graph.mentions),
            "entities": len(graph.entities),
            "statements": len(graph.statements),
            "evidence": len(graph.evidence),
            "skipped": len(report.skipped),
        },
        "skipped": [{"document": item.source_name, "reason": item.reason} for item in report.skipped],
        "versions": {"kg": __version__, "recognizer": report.recognizer},
    }
    if timings:
        # Only on request: with times in it no two reports of one corpus are the same.
        content["seconds"] = {stage: round(seconds, 3) for stage, seconds in report.seconds.items()}
        content["python"] = platform.python_version()
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


class _Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def mark(self, stage: str) -> None:
        now = perf_counter()
        self.seconds[stage] = now - self._last
        self._last = now


class _replacing:  # noqa: N801 - reads as a verb where it is used
    """A folder beside `out` that takes its place on commit and vanishes otherwise."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self.path = out.with_name(f".{out.name}.building")
        self._old = out.with_name(f".{out.name}.replaced")
        self._committed = False

    def __enter__(self) -> _replacing:
        try:
            if not self._out.exists() and self._old.exists():
                # A build was killed between the two renames below: the last good graph is here.
                self._old.rename(self._out)
            if self._out.exists() and not self._out.is_dir():
                raise UnwritableOutput(self._out, "it is a file")
            if self._out.is_dir() and any(self._out.iterdir()) and not (self._out / "report.json").exists():
                raise UnwritableOutput(self._out, "it holds other files and no built graph")
            self._out.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self.path, ignore_errors=True)
            self.path.mkdir()
            if self._out.exists() and not os.access(self._out, os.W_OK):
                raise UnwritableOutput(self._out, "permission denied")
        except OSError as error:
            raise UnwritableOutput(self._out, error.strerror or str(error)) from error
        return self

    def keep(self, name: str) -> None:
        """Carries a file over from the last good output."""
        if (self._out / name).is_file():
            shutil.copyfile(self._out / name, self.path / name)

    def commit(self) -> None:
        """Puts the new folder in place; on a crash between the two renames the next build restores the old one."""
        shutil.rmtree(self._old, ignore_errors=True)
        if self._out.exists():
            self._out.rename(self._old)
        self.path.rename(self._out)
        shutil.rmtree(self._old, ignore_errors=True)
        self._committed = True

    def __exit__(self, *_: object) -> None:
        if not self._committed:
            shutil.rmtree(self.path, ignore_errors=True)
