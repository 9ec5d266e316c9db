"""The output folder: written beside the old one, put in its place when all is there.

    .OUT.building    what is being written; locked, so that two builds do not write one folder
    OUT              the last good output
    .OUT.replaced    the one before, between two renames

A build that dies at any moment leaves OUT as it was, or, between the two renames, under its third name: the
next build puts it back. What a build does not write (cache, ledger, files of the user's own) moves along.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.audit.answers import FILE as ANSWERS
from kg.errors import UnwritableOutput
from kg.export import FORMATS

if sys.platform != "win32":
    import fcntl

CACHE = "cache"
LEDGER = "identity.toml"
REPORT = "report.json"
# What people decided, and what need not be found again: a folder with only these is free to build in.
_LEFT_BEHIND = frozenset({CACHE, LEDGER, ANSWERS})
# What a build writes; anything else in OUT is kept.
PRODUCTS = frozenset({"graph.html", "tables", REPORT, *(item.file for item in FORMATS.values())})


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A folder to write into; it takes the place of `out` when the block ends well and vanishes otherwise.

    Raises UnwritableOutput when `out` is no folder for a graph, cannot be written, or another build is at it.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     with replacing(Path(name, "out")) as folder:
    ...         _ = (folder / "report.json").write_text("{}", encoding="utf-8")
    ...     [path.name for path in Path(name, "out").iterdir()]
    ['report.json']
    """
    # Of a linked folder the target is replaced, and the link stands.
    out = Path(os.path.realpath(out))
    building, replaced = out.with_name(f".{out.name}.building"), out.with_name(f".{out.name}.replaced")
    with writing(out):
        _refuse_misfits(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        lock = _lock(building, out)
    try:
        with writing(out):
            _repair(out, replaced)
            _refuse_others_files(out)
            _empty(building)
        yield building
        with writing(out):
            if (out / LEDGER).is_file() and not (building / LEDGER).exists():
                shutil.copyfile(out / LEDGER, building / LEDGER)
            if out.exists():
                out.rename(replaced)
            building.rename(out)
    finally:
        with suppress(OSError):
            _repair(out, replaced)
        shutil.rmtree(building, ignore_errors=True)
        if lock is not None:
            os.close(lock)


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Turns the system's refusals (no space, no permission) into UnwritableOutput."""
    try:
        yield
    except OSError as error:
        raise UnwritableOutput(out, error.strerror or str(error)) from error


def _refuse_misfits(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise UnwritableOutput(out, "it is a file")
    if out.is_mount():
        raise UnwritableOutput(out, "it is where a disk is mounted, name a folder inside it")
    if out.exists() and not os.access(out, os.W_OK):
        raise UnwritableOutput(out, "permission denied")


def _refuse_others_files(out: Path) -> None:
    others = out.is_dir() and any(path.name not in _LEFT_BEHIND for path in out.iterdir())
    if others and not (out / REPORT).is_file():
        raise UnwritableOutput(out, "it holds other files and no built graph")


def _repair(out: Path, replaced: Path) -> None:
    """Ends what a build that died, or this one, began: the last good output stands and nothing is lost."""
    if not replaced.exists():
        return
    if not out.exists():
        replaced.rename(out)
        return
    for path in replaced.iterdir():
        if path.name not in PRODUCTS and not (out / path.name).exists():
            path.rename(out / path.name)
    shutil.rmtree(replaced)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _lock(building: Path, out: Path) -> int | None:
    """Makes `building` and holds it until the descriptor is closed, or the process is gone."""
    if sys.platform == "win32":
        building.mkdir(exist_ok=True)
        return None
    while True:
        building.mkdir(exist_ok=True)
        descriptor = os.open(building, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Between the two calls above another build may have finished and renamed the folder.
            if building.exists() and os.path.samestat(building.stat(), os.fstat(descriptor)):
                return descriptor
        except BlockingIOError:
            os.close(descriptor)
            raise UnwritableOutput(out, "another build is writing it") from None
        os.close(descriptor)
