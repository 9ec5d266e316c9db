"""What a build did: report.json, written, read and renewed here alone."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import __version__
from kg.build.folder import REPORT
from kg.records import Graph, Judgement, Skipped
from kg.resolve.contradictions import contradictions
from kg.resolve.ledger import Ledger


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


def contents(findings: Findings) -> dict[str, object]:
    """The findings as the report has them.

    >>> contents(Findings({"merged": 1}))["identity"]
    {'merged': 1, 'stale': ()}
    """
    return {
        "identity": {**findings.decisions, "stale": findings.stale},
        "contradictions": findings.contradictions,
    }


def write_report(report: Report, path: Path, *, timings: bool = False) -> None:
    """Writes report.json; without times, which would make a difference between two builds of one corpus."""
    content: dict[str, object] = {
        "counts": report.counts,
        "skipped": [{"document": item.source_name, "reason": item.reason} for item in report.skipped],
        **contents(report.findings),
        "options": report.options,
        "versions": {"kg": __version__, "recognizer": report.recognizer, "stages": report.stages},
    }
    if timings:
        content["seconds"] = {stage: round(seconds, 3) for stage, seconds in report.seconds.items()}
        content["cached"] = report.cached
        content["python"] = platform.python_version()
    _write(content, path)


def renew_report(content: Mapping[str, Any], graph: Graph, findings: Findings, path: Path) -> None:
    """Writes the report whose content was `content` for a graph that was made anew of the same documents."""
    counts = counts_of(graph, content.get("counts", {}).get("skipped", 0))
    _write({**content, "counts": counts, **contents(findings)}, path)


def read_contents(path: Path) -> dict[str, Any]:
    """What a report says, as it stands there. Raises OSError, ValueError."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def read_report(path: Path) -> Report:
    """The report of a build that came to its end. Raises OSError, ValueError, KeyError, TypeError."""
    content = read_contents(path)
    identity = dict(content["identity"])
    stale = tuple(identity.pop("stale"))
    return Report(
        content["counts"],
        tuple(Skipped(item["document"], item["reason"]) for item in content["skipped"]),
        {},
        content["versions"]["recognizer"],
        content["counts"]["documents"],
        Findings(identity, stale, tuple(content["contradictions"])),
        content["options"],
        content["versions"]["stages"],
    )


def _write(content: Mapping[str, object], path: Path) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def options_of(out: Path) -> dict[str, Any]:
    """What the graph in `out` was built with (`title`, `base_iri`, `with_text`), as its report tells.

    Nothing where there is no report: a graph that a program has written by itself has none.

    >>> options_of(Path("nowhere"))
    {}
    """
    try:
        report = read_contents(out / REPORT)
    except (OSError, ValueError):
        return {}
    options: dict[str, Any] = report.get("options", {})
    return options
