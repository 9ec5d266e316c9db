"""Which files a corpus is made of, what each is called, and in which order they come."""

from __future__ import annotations

import glob
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg.errors import MissingPath

STDIN = "-"
STDIN_NAME = "stdin.txt"
TEXTS = frozenset([".txt", ".text"])
MARKDOWN = frozenset([".md", ".markdown"])
PAGES = frozenset([".html", ".htm", ".xhtml"])
JSON_LINES = frozenset([".jsonl", ".ndjson"])
TABLES = frozenset([".csv", ".tsv"])
KNOWN = TEXTS | MARKDOWN | PAGES | JSON_LINES | TABLES
# Articles too, as people keep them, which nothing here can read: found in a folder, they are told of.
OFFICE = frozenset(
    [".pdf", ".doc", ".docx", ".wps", ".odt", ".rtf", ".epub", ".xls", ".xlsx", ".et", ".ppt", ".pptx"]
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or standard input if `path` is None. A `reason` says why it will not be read."""

    name: str
    path: Path | None
    reason: str | None = None


# A file, what it is called, and why it will not be read.
_File = tuple[Path, str, str | None]


def suffix_of(path: str | Path) -> str:
    """The suffix that tells the format: `.jsonl` of `news.JSONL.gz`.

    >>> suffix_of("2020/news.JSONL.gz")
    '.jsonl'
    """
    pure = PurePosixPath(str(path).lower())
    return PurePosixPath(pure.stem).suffix if pure.suffix == ".gz" else pure.suffix


def find_sources(paths: Sequence[str | Path]) -> list[Source]:
    """All files that `paths` name, sorted by source name.

    A file in a given folder is called by its path below that folder, a file given directly by its name. Names
    that collide get their parent folder in front, as far up as it takes. Hidden files and unknown suffixes in
    folders are passed over; office documents, and a file that is named directly, come with the reason.

    Raises MissingPath for a path or a pattern that matches nothing.
    """
    found: dict[str, _File] = {}
    stdin = False
    for given in paths:
        if str(given) == STDIN:
            stdin = True
            continue
        for path, name, reason in _expand(given):
            key = os.path.realpath(path)
            # A file that is reached twice keeps the longer name, whatever the order of the paths.
            if key not in found or (-len(name), name) < (-len(found[key][1]), found[key][1]):
                found[key] = (path, name, reason)
    sources = [Source(name, path, reason) for path, name, reason in _apart(list(found.values()))]
    if stdin:
        taken = {source.name for source in sources}
        name = STDIN_NAME if STDIN_NAME not in taken else f"{STDIN}/{STDIN_NAME}"
        sources.append(Source(name, None))
    return sorted(sources, key=lambda source: source.name)


def _reason(path: Path) -> str | None:
    """Why a file will not be read, by its name."""
    suffix = suffix_of(path) or "no suffix"
    if suffix in KNOWN:
        return None
    if suffix in OFFICE:
        return f"{suffix} is not read. Save it as .txt or .html"
    return f"format not known ({suffix}). Give .txt, .md, .html, .jsonl or .csv"


def _expand(given: str | Path) -> Iterator[_File]:
    """The files that `given` names or holds."""
    path = Path(given)
    if path.is_dir():
        yield from _walk(path)
    elif os.path.lexists(path):
        yield path, path.name, _reason(path)
    elif glob.has_magic(str(given)):
        # Path.glob takes no absolute pattern.
        matches = sorted(glob.glob(str(given), recursive=True))  # noqa: PTH207
        if not matches:
            raise MissingPath(given)
        for match in map(Path, matches):
            if match.is_dir():
                yield from _walk(match)
            elif _is_wanted(match):
                yield match, match.name, _reason(match)
    else:
        raise MissingPath(given)


def _is_wanted(path: Path) -> bool:
    """Whether a file that is come upon, and not named, is an article by its suffix."""
    return suffix_of(path) in KNOWN | OFFICE


def _walk(folder: Path) -> Iterator[_File]:
    """Links are followed, but no folder is entered twice: a link to a parent would never end."""
    entered: set[str] = set()
    refused: list[OSError] = []
    for here, folders, files in os.walk(folder, followlinks=True, onerror=refused.append):
        real = os.path.realpath(here)
        if real in entered or _is_graph(files, folders):
            folders.clear()
            continue
        entered.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in sorted(files):
            path = Path(here, file)
            # Neither pipes nor devices: reading one may wait for ever.
            if not file.startswith(".") and _is_wanted(path) and (path.is_file() or path.is_symlink()):
                yield path, path.relative_to(folder).as_posix(), _reason(path)
    for error in refused:
        path = Path(error.filename)
        name = folder.name if path == folder else path.relative_to(folder).as_posix()
        yield path, f"{name}/", f"cannot be read ({error.strerror})"


def _is_graph(files: Sequence[str], folders: Sequence[str]) -> bool:
    """Whether a folder is what a build wrote: `kg build . -o out` does not read its own pages as articles."""
    return "report.json" in files and "graph.html" in files and "tables" in folders


def _apart(files: list[_File]) -> list[_File]:
    """The same files with names that differ."""
    while True:
        by_name: defaultdict[str, list[int]] = defaultdict(list)
        for number, (_, name, _) in enumerate(files):
            by_name[name].append(number)
        clashing = [number for numbers in by_name.values() if len(numbers) > 1 for number in numbers]
        longer = {number: _longer(files[number][0], files[number][1]) for number in clashing}
        if all(files[number][1] == name for number, name in longer.items()):
            return files
        for number, name in longer.items():
            files[number] = (files[number][0], name, files[number][2])


def _longer(path: Path, name: str) -> str:
    # Not resolve(): a linked file keeps the name that the user sees.
    parts = Path.cwd().joinpath(path).parts[1:]
    depth = len(PurePosixPath(name).parts) + 1
    return "/".join(parts[-depth:])
