"""A build on one machine: documents in, a graph out, every stage a pure function of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.build.cache import Cache, keys_of
from kg.build.codec import ExtractionCodec
from kg.build.crew import crew_for
from kg.build.folder import CACHE, LEDGER, replacing, writing
from kg.build.pending import Pending
from kg.build.pool import Outcome, cores, extract_all
from kg.build.report import BuildOptions, Clock, Progress, Report, counts_of, findings_of
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
    clock = Clock()
    fingerprint = fingerprint_of(paths, request)
    kept = request.options.cache or out / CACHE
    if fingerprint is not None and (last := last_report(out, fingerprint, kept)) is not None:
        clock.mark("read")
        return replace(last, seconds=clock.seconds)
    with replacing(out) as folder:
        # Not before: a build that died may have left it to this one to put the old output back.
        ledger = read_ledger(out / LEDGER)
        place = kept if request.options.use_cache else folder / CACHE
        with writing(place):
            cache = Cache(place, request.stages, ExtractionCodec(request.terms))
        found = _extracted(paths, folder, request, cache, clock, progress)
        graph = _written(found, ledger, out, folder, request, cache, clock, progress)
        skipped = tuple(sorted(found.skipped, key=lambda item: (item.source_name, item.reason)))
        with writing(out):
            write_ledger(ledger, graph, folder / LEDGER)
            _tell(progress, "write", len(found.keys), len(found.keys))
            clock.mark("write")
            report = request.write_report(
                folder,
                counts_of(graph, len(skipped)),
                skipped,
                findings_of(graph, ledger),
                seconds=clock.seconds,
                recognizer=cache.recognizer or "",
                cached=found.cached,
            )
    # A document that ended its worker may get through next time: such a build is done again.
    if fingerprint is not None and not found.failed:
        # The output is there, whether or not there was room for this note.
        with suppress(OSError):
            remember(out, fingerprint, kept)
    return report


def _extracted(
    paths: Sequence[str | Path],
    folder: Path,
    request: Request,
    cache: Cache,
    clock: Clock,
    progress: Progress | None,
) -> _Found:
    """Reads the corpus and has the cache hold what is found in it. Raises EmptyCorpus."""
    with Pending(folder / "pending") as pending:
        found = _read(paths, request.options, cache, pending, progress)
        clock.mark("read")
        _extract(pending, found, request, cache, progress)
    if not found.keys:
        raise EmptyCorpus([str(path) for path in paths], found.skipped)
    clock.mark("extract")
    return found


def _written(
    found: _Found,
    ledger: Ledger,
    out: Path,
    folder: Path,
    request: Request,
    cache: Cache,
    clock: Clock,
    progress: Progress | None,
) -> Graph:
    """Resolves what is in the cache, and writes tables and products of the graph to `folder`."""
    documents = len(found.keys)
    with crew_for(documents, request.options.jobs) as crew:
        _tell(progress, "resolve", 0, documents)
        with writing(cache.folder):
            shards = Shards.of(cache, found.keys, request.setup, crew)
            graph = write_resolved(shards, ledger, folder / "tables")
            if request.options.use_cache and request.options.cache is None:
                cache.prune(found.keys)
        _tell(progress, "resolve", documents, documents)
        clock.mark("resolve")
        _tell(progress, "write", 0, documents)
        if documents > _WRITTEN_TOGETHER:
            crew.dismiss()
        with writing(out):
            if not request.options.use_cache:
                cache.remove()
            request.write_products(graph, folder, crew)
    return graph


def _read(
    paths: Sequence[str | Path],
    options: BuildOptions,
    cache: Cache,
    pending: Pending,
    progress: Progress | None,
) -> _Found:
    """Reads the corpus; what is not in the cache goes to `pending`."""
    found = _Found()
    for number, item in enumerate(read_corpus(paths, options=options.read), 1):
        if isinstance(item, Skipped):
            found.skipped.append(item)
        elif (key := key_of(item)) in cache:
            found.keys.append(key)
            found.cached += 1
        else:
            pending.put(item)
        if number % _TOLD_EVERY == 0:
            _tell(progress, "read", number, None)
    return found


def _extract(
    pending: Pending,
    found: _Found,
    request: Request,
    cache: Cache,
    progress: Progress | None,
) -> None:
    """Extracts what is pending into the cache."""
    if not len(pending):
        return
    pending.close_chunk()
    jobs = min(request.options.jobs or cores(), max(1, pending.number_of_batches))
    done = 0
    _tell(progress, "extract", 0, len(pending))
    outcomes = extract_all(
        pending.batches(), request.setup, jobs=jobs, timeout=request.options.timeout, schema=cache.schema
    )
    try:
        for outcome in outcomes:
            if isinstance(outcome, Outcome):
                for rows in outcome.rows:
                    found.keys += keys_of(rows)
                    with writing(cache.folder):
                        cache.add(rows)
                found.skipped += outcome.skipped
                found.failed += len(outcome.skipped)
                done += outcome.documents
                _tell(progress, "extract", done, len(pending))
            else:
                cache.recognizer = outcome
    finally:
        # After Ctrl-C too: the next build goes on from what was found.
        with writing(cache.folder):
            cache.flush()


def _tell(progress: Progress | None, stage: str, done: int, total: int | None) -> None:
    if progress is not None:
        progress(stage, done, total)
