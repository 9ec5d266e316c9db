"""What a build is asked for, checked before any work, and what becomes of it on every engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.build.crew import Crew
from kg.build.folder import REPORT
from kg.build.options import BuildOptions, title_of
from kg.build.products import write_products
from kg.build.report import Findings, Report, write_report
from kg.build.stages import Setup, digest_of
from kg.export import check_exports
from kg.ontology import Vocabulary
from kg.records import Graph, Skipped


@dataclass(frozen=True)
class Request:
    """The options of a build with what follows from them.

    >>> Request.of(["news.jsonl"], BuildOptions()).title
    'news'
    """

    options: BuildOptions
    setup: Setup
    title: str

    @classmethod
    def of(cls, paths: Sequence[str | Path], options: BuildOptions) -> Request:
        """Raises UnknownExport, InvalidBaseIri, MissingPath, InvalidPattern, UnknownPredicate."""
        check_exports(options.formats, options.base_iri)
        setup = Setup(options.models, options.ontology_files, options.pattern_files).checked()
        return cls(options, setup, options.title or title_of(paths))

    @cached_property
    def terms(self) -> Vocabulary:
        """The vocabulary, with the user's own relations."""
        return self.setup.vocabulary()

    @cached_property
    def stages(self) -> str:
        """What identifies the stages in a cache."""
        return digest_of(self.setup)

    def write_products(self, graph: Graph, folder: Path, crew: Crew) -> None:
        """Writes exports and explorer beside the tables that are in `folder`. Raises OSError."""
        write_products(
            graph,
            folder,
            formats=self.options.formats,
            title=self.title,
            with_text=self.options.with_text,
            terms=self.terms,
            base_iri=self.options.base_iri,
            crew=crew,
        )

    def write_report(
        self,
        folder: Path,
        counts: Mapping[str, int],
        skipped: tuple[Skipped, ...],
        findings: Findings,
        *,
        seconds: Mapping[str, float],
        recognizer: str,
        cached: int = 0,
    ) -> Report:
        """The report of what was done, which is written to `folder` too. Raises OSError."""
        options = self.options
        chosen = {"title": self.title, "base_iri": options.base_iri, "with_text": options.with_text}
        report = Report(counts, skipped, seconds, recognizer, cached, findings, chosen, self.stages)
        write_report(report, folder / REPORT, timings=options.timings)
        return report
