"""The errors that kg raises, each with the values that caused it and what to do next.

KgError
├── UnreadableDocument      one document cannot be read; the build skips and reports it
├── EmptyCorpus             no document is left to build from
├── MissingPath             a path that the user named does not exist
├── UnwritableOutput        the output folder cannot be written
├── NotAGraph               a folder that was expected to hold a built graph does not
│   └── DamagedGraph        … or no longer, since one of its files cannot be read
├── NotExported             a built graph without the file that is asked for
├── InvalidRecord           a record breaks its own rule
├── UnknownPredicate        a name outside the vocabulary
├── InvalidPattern          a relation pattern file cannot be used
├── UnknownExport           a format that nothing is exported in
├── NoTripleTerms           RDF 1.2 in a format that has no form for it
├── UnknownFormat           a format that RDF is not written in
├── InvalidBaseIri          a base IRI that ids cannot be appended to
├── UnknownModel            a recognizer that is not installed
├── QueryError              a SPARQL query that cannot be answered
│   └── QueryTimeout        … within the time that it was given
└── MissingExtra            an optional dependency that is not installed
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from kg.messages import joined, say


class KgError(Exception):
    """Root of the tree: whatever kg raises on purpose can be caught with this."""


class UnreadableDocument(KgError):
    """One document cannot be read. `source_name` names it, `reason` says why, in words."""

    def __init__(self, source_name: str, reason: str) -> None:
        super().__init__(say("{name}: {reason}", name=source_name, reason=reason))
        self.source_name = source_name
        self.reason = reason


class EmptyCorpus(KgError):
    """Nothing could be read from `paths`; `skipped` says of each document why not."""

    def __init__(self, paths: Iterable[str], skipped: Iterable[object] = ()) -> None:
        self.paths = tuple(paths)
        self.skipped = tuple(skipped)
        super().__init__(
            say(
                "{paths}: no document could be read. "
                "Give files or folders of .txt, .md, .html, .jsonl or .csv.",
                paths=", ".join(self.paths),
            )
        )


class MissingPath(KgError):
    """A path that the user named does not exist."""

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        super().__init__(say("{path}: no such file or folder. Check the spelling.", path=self.path))


class UnwritableOutput(KgError):
    """The output folder cannot be written."""

    def __init__(self, path: str | Path, reason: str) -> None:
        self.path = str(path)
        self.reason = reason
        super().__init__(
            say("{path}: cannot be written ({reason}). Choose another.", path=self.path, reason=reason)
        )


class NotAGraph(KgError):
    """A folder that was expected to hold a built graph does not."""

    def __init__(self, path: str | Path, missing: str) -> None:
        self.path = str(path)
        self.missing = missing
        super().__init__(
            say(
                "{path}: not a built graph ({missing} is missing). Run kg build CORPUS -o {path}.",
                path=self.path,
                missing=missing,
            )
        )


class DamagedGraph(NotAGraph):
    """A built graph of which one file cannot be read; `reason` says why."""

    def __init__(self, path: str | Path, file: str, reason: str) -> None:
        super().__init__(path, file)
        self.reason = reason
        self.args = (
            say(
                "{path}: {file} cannot be read ({reason}). Build the graph again.",
                path=self.path,
                file=file,
                reason=reason,
            ),
        )


class NotExported(KgError):
    """A built graph without the file that is asked for; `format` is the one to export it in."""

    def __init__(self, path: str | Path, file: str, format: str) -> None:
        self.path = str(path)
        self.file = file
        self.format = format
        super().__init__(
            say(
                "{path}: no {file}. Run kg export {path} --formats {format}.",
                path=self.path,
                file=file,
                format=format,
            )
        )


class InvalidRecord(KgError):
    """A record breaks its own rule, which the message states."""


class UnknownPredicate(KgError):
    """A predicate outside the vocabulary; the message names the nearest known one."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(sorted(known))
        near = get_close_matches(name, self.known, n=1)
        hint = (
            say("Did you mean {near}?", near=near[0])
            if near
            else say("Known: {known}.", known=joined(", ", self.known))
        )
        super().__init__(say("unknown predicate {name!r}. {hint}", name=name, hint=hint))


class InvalidPattern(KgError):
    """A relation pattern file cannot be used."""

    def __init__(self, path: str | Path, rule: str, reason: str) -> None:
        self.path = str(path)
        self.rule = rule
        self.reason = reason
        super().__init__(say("{path}: pattern {rule!r}: {reason}", path=self.path, rule=rule, reason=reason))


class UnknownExport(KgError):
    """A format that nothing is exported in."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        known = tuple(known)
        listed = say("{name}: not an export format. Known: {known}.", name=name, known=", ".join(known))
        if name.endswith(".gz") and name.removesuffix(".gz") in known:
            super().__init__(
                say(
                    "{name}: this cannot be packed here. kg export OUT -o FILE.gz packs RDF and ftm.",
                    name=name,
                )
            )
        else:
            super().__init__(listed)


class NoTripleTerms(KgError):
    """RDF 1.2 was asked for in a format that has no form for triple terms; `endings` are those that have."""

    def __init__(self, name: str, endings: Iterable[str]) -> None:
        self.name = name
        self.endings = tuple(endings)
        super().__init__(
            say(
                "{name}: this format has no triple terms. Give {endings}, each also with .gz.",
                name=name,
                endings=", ".join(self.endings),
            )
        )


class UnknownFormat(KgError):
    """A format that RDF is not written in."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        super().__init__(
            say(
                "{name}: not an RDF format. Known: {known}, each also with .gz.",
                name=name,
                known=", ".join(known),
            )
        )


class InvalidBaseIri(KgError):
    """A base IRI that ids cannot be appended to."""

    def __init__(self, base_iri: str, reason: str) -> None:
        self.base_iri = base_iri
        self.reason = reason
        super().__init__(
            say(
                "{base_iri}: not a usable base IRI ({reason}). Give one such as https://kg.example/id/.",
                base_iri=base_iri,
                reason=reason,
            )
        )


class UnknownModel(KgError):
    """A recognizer that is not installed."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        super().__init__(say("{name}: {reason}", name=name, reason=reason))


class QueryError(KgError):
    """A SPARQL query that cannot be answered; the message shows where and what was probably meant."""


class QueryTimeout(QueryError):
    """A query that took longer than the `seconds` that it was given."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            say(
                "the query was stopped after {seconds} seconds. "
                "Narrow it, add a LIMIT, or give it longer with --timeout.",
                seconds=f"{seconds:g}",
            )
        )


class MissingExtra(KgError):
    """An optional dependency that is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(
            say("{package} is not installed. Run: pip install 'kg[{extra}]'", package=package, extra=extra)
        )
