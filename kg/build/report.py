"""What a build was told and what it did."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from kg import __version__
from kg.corpus import ReadOptions
from kg.records import Graph, Judgement, Skipped
from kg.resolve.contradictions import contradictions
from kg.resolve.ledger import Ledger

DEFAULT_FORMATS = ("trig", "ttl")
DEFAULT_TIMEOUT = 120.0

# Called with the stage, the documents done, and the documents in all where that is known.
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, kw_only=True)
class BuildOptions:
    """What a build can be told; the defaults make the package's own choices.

    models: installed spaCy pipelines to use instead of the package's own, `en=en_core_web_sm`.
    formats: exports beside the explorer, by their names in `kg.export.FORMATS`.
    base_iri: what the entities' own IRIs begin with.
    title: the explorer's title.
    with_text: False to leave the articles out of the explorer.
    ontology_files, pattern_files: relations of one's own, as Turtle, and how sentences say them, as TOML.
    read: how the corpus is read.
    jobs: worker processes; None for one a core.
    timeout: seconds after which a batch of documents of usual length is given up.
    cache: where extractions are kept; None for OUT/cache.
    use_cache: False to read every document anew and keep nothing.
    timings: whether the report tells times, which differ from build to build.

    >>> BuildOptions(formats=("ttl", "graphml"), jobs=1).formats
    ('ttl', 'graphml')
    >>> BuildOptions(jobs=0)
    Traceback (most recent call last):
    ValueError: jobs must be at least 1, not 0
    """

    models: tuple[str, ...] = ()
    formats: tuple[str, ...] = DEFAULT_FORMATS
    base_iri: str | None = None
    title: str | None = None
    with_text: bool = True
    ontology_files: tuple[Path, ...] = ()
    pattern_files: tuple[Path, ...] = ()
    read: ReadOptions = field(default_factory=ReadOptions)
    jobs: int | None = None
    timeout: float = DEFAULT_TIMEOUT
    cache: Path | None = None
    use_cache: bool = True
    timings: bool = False

    def __post_init__(self) -> None:
        if self.jobs is not None and self.jobs < 1:
            raise ValueError(f"jobs must be at least 1, not {self.jobs}")
        if self.timeout <= 0:
            raise ValueError(f"timeout must be more than 0 seconds, not {self.timeout}")


@dataclass(frozen=True)
class Findings:
    """What resolution found that people should see.

    decisions: how many pairs of namesakes were merged, split and left undecided.
    stale: rulings of the identity ledger that found nothing to apply to.
    contradictions: pairs of statements that cannot both hold, in words.
    """

    decisions: Mapping[str, int] = field(default_factory=dict)
    stale: tuple[str, ...] = ()
    contradictions: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Report:
    """What a build did: `counts` of the graph, skipped documents, how many came from the cache."""

    counts: Mapping[str, int]
    skipped: tuple[Skipped, ...]
    seconds: Mapping[str, float]
    recognizer: str
    cached: int = 0
    findings: Findings = field(default_factory=Findings)
    # What a later command needs to write it again, and where in the cache it finds the extractions.
    options: Mapping[str, object] = field(default_factory=dict)
    stages: str = ""


def title_of(paths: Sequence[str | Path]) -> str:
    """The explorer's title: the first three inputs by name, in whatever order they were given.

    >>> title_of(["news/b.txt", "news/a.txt"])
    'a · b'
    """
    names = sorted({Path(path).stem or Path(path).resolve().name for path in paths if str(path) != "-"})
    return " · ".join(names[:3]) or "kg"


def counts_of(graph: Graph, skipped: int) -> dict[str, int]:
    """How much is in a graph.

    >>> counts_of(Graph((), (), (), (), ()), 2)["skipped"]
    2
    """
    return {
        "documents": len(graph.documents),
        "mentions": len(graph.mentions),
        "entities": len(graph.entities),
        "statements": len(graph.statements),
        "evidence": len(graph.evidence),
        "skipped": skipped,
    }


def findings_of(graph: Graph, ledger: Ledger) -> Findings:
    """What is to be told of a graph that was made with this ledger.

    >>> findings_of(Graph((), (), (), (), ()), Ledger()).contradictions
    ()
    """
    names = {entity.id: entity.name for entity in graph.entities}
    statements = {statement.id: statement for statement in graph.statements}

    def words(key: str) -> str:
        item = statements[key]
        parts = (names.get(item.subject), item.predicate, names.get(item.object), item.title, item.status)
        return " ".join(part for part in parts if part)

    return Findings(
        {
            judgement.value: sum(d.judgement is judgement and d.by == "rule" for d in graph.decisions)
            for judgement in Judgement
        },
        tuple(str(ruling) for ruling in ledger.stale(graph)),
        tuple(
            {"why": pair.why, "one": words(pair.one), "other": words(pair.other)}
            for pair in contradictions(graph)
        ),
    )


def write_report(report: Report, path: Path, *, timings: bool = False) -> None:
    """Writes report.json; without times, which would make a difference between two builds of one corpus."""
    content: dict[str, object] = {
        "counts": report.counts,
        "skipped": [{"document": item.source_name, "reason": item.reason} for item in report.skipped],
        "identity": {**report.findings.decisions, "stale": report.findings.stale},
        "contradictions": report.findings.contradictions,
        "options": report.options,
        "versions": {"kg": __version__, "recognizer": report.recognizer, "stages": report.stages},
    }
    if timings:
        content["seconds"] = {stage: round(seconds, 3) for stage, seconds in report.seconds.items()}
        content["cached"] = report.cached
        content["python"] = platform.python_version()
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def mark(self, stage: str) -> None:
        """Books the time since the last mark."""
        now = perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now


def options_of(out: Path) -> dict[str, Any]:
    """What the graph in `out` was built with (`title`, `base_iri`, `with_text`), as its report tells.

    Nothing where there is no report: a graph that a program has written by itself has none.

    >>> options_of(Path("nowhere"))
    {}
    """
    try:
        report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    options: dict[str, Any] = report.get("options", {})
    return options
