"""A build on one machine: documents in, a graph out, every stage a pure function of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.build.cache import Cache, keys_of
from kg.build.codec import ExtractionCodec
from kg.build.course import Course, Progress
from kg.build.crew import crew_for
from kg.build.folder import CACHE, LEDGER, replacing, writing
from kg.build.options import BuildOptions
from kg.build.pending import Pending
from kg.build.pool import Outcome, cores, extract_all
from kg.build.report import Report, counts_of, findings_of
from kg.build.request import Request
from kg.build.resolving import write_resolved
from kg.build.shards import Shards
from kg.build.stages import key_of
from kg.build.unchanged import fingerprint_of, last_report, remember
from kg.corpus import read_corpus
from kg.errors import EmptyCorpus
from kg.records import Graph, Skipped
from kg.resolve import Ledger, read_ledger, write_ledger

# How often the reader tells how far it is.
_TOLD_EVERY = 256
# Another process that exports has the statements in memory once more, which is much of a large graph.
_WRITTEN_TOGETHER = 5000


@dataclass(frozen=True)
class _Work:
    """A build at work: what is asked for, where it will be (`out`) and is written meanwhile (`folder`)."""

    request: Request
    out: Path
    folder: Path
    cache: Cache
    course: Course


@dataclass
class _Found:
    """What a build knows of its documents: keys of those in the cache, and why others are not built."""

    keys: list[bytes] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    cached: int = 0
    failed: int = 0


def build(
    paths: Sequence[str | Path],
    out: Path,
    options: BuildOptions | None = None,
    *,
    progress: Progress | None = None,
) -> Report:
    """Builds the graph of `paths` into the folder `out`, which is replaced as a whole when all is written.

    Documents that were built before, by the same recognizer and patterns, come from the cache. The outcome is
    the same to the byte, whatever was in the cache and however many jobs there were. Where no file, option
    or part of the program has changed, `out` stays as it is.

    Args:
        paths: files, folders, glob patterns, `-` for standard input.
        out: the folder to write.
        options: see BuildOptions.
        progress: called now and then with the stage, the documents done, and the documents in all.

    Raises EmptyCorpus when no document can be built, MissingPath, UnwritableOutput, UnknownModel,
    UnknownExport, InvalidBaseIri, LedgerUnreadable; whatever is raised, the last good `out` stands.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     _ = Path(name, "a.txt").write_text("示例县县长李明出席了会议。", encoding="utf-8")
    ...     build([Path(name, "a.txt")], Path(name, "out")).counts["documents"]
    1
    """
    request = Request.of(paths, options or BuildOptions())
    course = Course(progress)
    fingerprint = fingerprint_of(paths, request)
    kept = request.options.cache or out / CACHE
    if fingerprint is not None and (last := last_report(out, fingerprint, kept)) is not None:
        course.mark("read")
        return replace(last, seconds=course.seconds)
    with replacing(out) as folder:
        # Not before: a build that died may have left it to this one to put the old output back.
        ledger = read_ledger(out / LEDGER)
        place = kept if request.options.use_cache else folder / CACHE
        with writing(place):
            cache = Cache(place, request.stages, ExtractionCodec(request.terms))
        work = _Work(request, out, folder, cache, course)
        found = _extracted(paths, work)
        report = _written(found, ledger, work)
    # A document that ended its worker may get through next time: such a build is done again.
    if fingerprint is not None and not found.failed:
        # The output is there, whether or not there was room for this note.
        with suppress(OSError):
            remember(out, fingerprint, kept)
    return report


def _extracted(paths: Sequence[str | Path], work: _Work) -> _Found:
    """Reads the corpus and has the cache hold what is found in it. Raises EmptyCorpus."""
    with Pending(work.folder / "pending") as pending:
        found = _read(paths, pending, work)
        work.course.mark("read")
        _extract(pending, found, work)
    if not found.keys:
        raise EmptyCorpus([str(path) for path in paths], found.skipped)
    work.course.mark("extract")
    return found


def _read(paths: Sequence[str | Path], pending: Pending, work: _Work) -> _Found:
    """Reads the corpus; what is not in the cache goes to `pending`."""
    found = _Found()
    for number, item in enumerate(read_corpus(paths, options=work.request.options.read), 1):
        if isinstance(item, Skipped):
            found.skipped.append(item)
        elif (key := key_of(item)) in work.cache:
            found.keys.append(key)
            found.cached += 1
        else:
            pending.put(item)
        if number % _TOLD_EVERY == 0:
            work.course.tell("read", number)
    return found


def _extract(pending: Pending, found: _Found, work: _Work) -> None:
    """Extracts what is pending into the cache."""
    if not len(pending):
        return
    pending.close_chunk()
    options, cache = work.request.options, work.cache
    jobs = min(options.jobs or cores(), max(1, pending.number_of_batches))
    done = 0
    work.course.tell("extract", 0, len(pending))
    outcomes = extract_all(
        pending.batches(), work.request.setup, jobs=jobs, timeout=options.timeout, schema=cache.schema
    )
    try:
        for outcome in outcomes:
            if isinstance(outcome, Outcome):
                _keep(outcome, found, cache)
                done += outcome.documents
                work.course.tell("extract", done, len(pending))
            else:
                cache.recognizer = outcome
    finally:
        # After Ctrl-C too: the next build goes on from what was found.
        with writing(cache.folder):
            cache.flush()


def _keep(outcome: Outcome, found: _Found, cache: Cache) -> None:
    for rows in outcome.rows:
        found.keys += keys_of(rows)
        with writing(cache.folder):
            cache.add(rows)
    found.skipped += outcome.skipped
    found.failed += len(outcome.skipped)


def _written(found: _Found, ledger: Ledger, work: _Work) -> Report:
    """Resolves what is in the cache, and writes all that a build writes to the folder."""
    request, folder, cache, course = work.request, work.folder, work.cache, work.course
    documents = len(found.keys)
    with crew_for(documents, request.options.jobs) as crew:
        course.tell("resolve", 0, documents)
        with writing(cache.folder):
            shards = Shards.of(cache, found.keys, request.setup, crew)
            graph = write_resolved(shards, ledger, folder / "tables")
            if request.options.use_cache and request.options.cache is None:
                cache.prune(found.keys)
        course.tell("resolve", documents, documents)
        course.mark("resolve")
        course.tell("write", 0, documents)
        if documents > _WRITTEN_TOGETHER:
            crew.dismiss()
        with writing(work.out):
            if not request.options.use_cache:
                cache.remove()
            request.write_products(graph, folder, crew)
    with writing(work.out):
        write_ledger(ledger, graph, folder / LEDGER)
        course.tell("write", documents, documents)
        course.mark("write")
        return _report(found, graph, ledger, work)


def _report(found: _Found, graph: Graph, ledger: Ledger, work: _Work) -> Report:
    skipped = tuple(sorted(found.skipped, key=lambda item: (item.source_name, item.reason)))
    return work.request.write_report(
        work.folder,
        counts_of(graph, len(skipped)),
        skipped,
        findings_of(graph, ledger),
        seconds=work.course.seconds,
        recognizer=work.cache.recognizer or "",
        cached=found.cached,
    )
