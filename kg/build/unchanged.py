"""Whether a build would give what is there already: then it need not be done.

CACHE/state-….json, one for each OUT, holds the fingerprint of what the last build was made from (how each
file of the corpus stands, by name, size and time; options; the program) and how each file stands that it
wrote.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from kg import resources
from kg.build.folder import LEDGER, PRODUCTS, REPORT
from kg.build.report import Report, read_report
from kg.build.request import Request
from kg.build.stages import digest_of_files, versions_of
from kg.corpus.sources import find_sources

_LIBRARIES = ("pyarrow", "pyoxigraph", "networkx", "pyvis", "jinja2", "pypinyin", "trafilatura")


def fingerprint_of(paths: Sequence[str | Path], request: Request) -> str | None:
    """What identifies all that a build is made from, or None where that cannot be told beforehand.

    Raises MissingPath.

    >>> from kg.build.options import BuildOptions
    >>> fingerprint_of(["-"], Request.of(["-"], BuildOptions())) is None
    True
    """
    options = request.options
    if options.timings or not options.use_cache:
        return None
    told = hashlib.sha256()
    for source in find_sources(paths):
        if source.path is None:
            # Standard input can be read but once.
            return None
        told.update(f"{source.name}\0{_stands(source.path)}\0".encode("utf-8", "surrogateescape"))
    chosen = (options.formats, options.base_iri, request.title, options.with_text, options.read)
    for part in (
        repr(chosen),
        request.stages,
        digest_of_files(resources.packaged()),
        versions_of(_LIBRARIES),
    ):
        told.update(f"{part}\0".encode("utf-8", "surrogateescape"))
    told.update(digest_of_files(resources.ontology()).encode())
    return told.hexdigest()


def remember(out: Path, fingerprint: str, cache: Path) -> None:
    """Notes in `cache` that `out` is what a build from all this gives."""
    state = {"fingerprint": fingerprint, "files": _files(out)}
    path = _state(out, cache)
    path.parent.mkdir(exist_ok=True, parents=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(state), encoding="utf-8")
    draft.replace(path)


def last_report(out: Path, fingerprint: str, cache: Path) -> Report | None:
    """The report of the last build, if this one would give the same and nobody has touched what it wrote."""
    try:
        state = json.loads(_state(out, cache).read_text(encoding="utf-8"))
        if state != {"fingerprint": fingerprint, "files": _files(out)}:
            return None
        return read_report(out / REPORT)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _state(out: Path, cache: Path) -> Path:
    """A folder that is moved with its cache inside is not known again, and built anew from the cache."""
    name = hashlib.sha256(str(out.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return cache / f"state-{name}.json"


def _stands(path: Path) -> str:
    try:
        stat = path.stat()
    except OSError as error:
        return f"{path}:{error.errno}"
    return f"{path.resolve()}:{stat.st_size}:{stat.st_mtime_ns}"


def _files(out: Path) -> dict[str, list[int]]:
    """How the files stand that a build writes, and the ledger, which it reads."""
    found = {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out)
        if name.parts[0] in {*PRODUCTS, LEDGER} and path.is_file():
            stat = path.stat()
            found[name.as_posix()] = [stat.st_size, stat.st_mtime_ns]
    return found
