"""What `kg.build` can be told: the options of a build, as loosely as people write them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from kg.api.graph import PathLike

if TYPE_CHECKING:
    from kg.build import BuildOptions
    from kg.corpus import ReadOptions

Paths = PathLike | Iterable[PathLike]


class BuildChoices(TypedDict, total=False):
    """The fields of `kg.build.BuildOptions`, which says what each does and what it is if it is not given.

    >>> choices: BuildChoices = {"formats": ["ttl", "csv"], "jobs": 1}
    >>> options_of(choices).formats
    ('ttl', 'csv')
    """

    models: str | Iterable[str]
    formats: str | Iterable[str]
    base_iri: str | None
    title: str | None
    with_text: bool
    ontology_files: Paths
    pattern_files: Paths
    read: ReadOptions
    jobs: int | None
    timeout: float
    cache: PathLike | None
    use_cache: bool
    timings: bool


def options_of(choices: BuildChoices) -> BuildOptions:
    """The options that are meant: a path may be text, and what is one need not be in a list.

    Raises TypeError for a name that no option has.

    >>> options_of({"formats": "ttl", "cache": "kept"}).formats
    ('ttl',)
    """
    from kg.build import BuildOptions

    told: dict[str, Any] = {**choices}
    for name in ("ontology_files", "pattern_files"):
        if name in told:
            told[name] = files(told[name])
    for name in ("formats", "models"):
        if name in told:
            told[name] = (told[name],) if isinstance(told[name], str) else tuple(told[name])
    if told.get("cache") is not None:
        told["cache"] = Path(told["cache"])
    return BuildOptions(**told)


def listed(paths: Paths) -> list[PathLike]:
    """One path or several, as a list.

    >>> listed("a.txt")
    ['a.txt']
    """
    return [paths] if isinstance(paths, str | os.PathLike) else list(paths)


def files(paths: Paths) -> tuple[Path, ...]:
    """The same as paths."""
    return tuple(map(Path, listed(paths)))
