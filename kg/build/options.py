"""What a build can be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.corpus import ReadOptions

DEFAULT_FORMATS = ("trig", "ttl")
DEFAULT_TIMEOUT = 120.0


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


def title_of(paths: Sequence[str | Path]) -> str:
    """The explorer's title: the first three inputs by name, in whatever order they were given.

    >>> title_of(["news/b.txt", "news/a.txt"])
    'a · b'
    """
    names = sorted({Path(path).stem or Path(path).resolve().name for path in paths if str(path) != "-"})
    return " · ".join(names[:3]) or "kg"
