"""The graph of an output folder in an Oxigraph store: in memory when it is small, kept in OUT/store when it
is not.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kg.errors import DamagedGraph, NotAGraph, NotExported
from kg.ontology import PREFIXES

# Below this size reading the file takes less time than a person notices, and nothing need be written.
KEPT_FROM = 4_000_000

_LABELS = (PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel")
_RUN = PREFIXES["prov"] + "Activity"
_URI_SPACE = ox.NamedNode(PREFIXES["void"] + "uriSpace")
LANGUAGES = ("zh", "en", "und", "ja", "ko", "zh-latn-pinyin")


@dataclass(frozen=True)
class GraphStore:
    """A graph that is open for reading; `graph` is the Oxigraph store itself."""

    graph: ox.Store

    @cached_property
    def base(self) -> str:
        """The IRI that ids are appended to."""
        spaces = (quad.object for quad in self.graph.quads_for_pattern(None, _URI_SPACE, None))
        return next(
            (space.value for space in spaces if isinstance(space, ox.Literal)), "https://kg.example/id/"
        )

    @property
    def graphs(self) -> str:
        """The IRI that the names of the four graphs are appended to."""
        return self.base.removesuffix("id/") + "graph/"

    @property
    def prefixes(self) -> dict[str, str]:
        """What a query need not declare: the prefixes of the vocabularies, `id:` and `g:`."""
        return {**PREFIXES, "id": self.base, "g": self.graphs}

    def has_term(self, iri: str) -> bool:
        """Whether the graph uses `iri` anywhere, as the name of one of its graphs too."""
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return False
        patterns = ((None, node, None), (None, None, node), (node, None, None))
        used = any(next(self.graph.quads_for_pattern(*pattern), None) is not None for pattern in patterns)
        return used or self.graph.contains_named_graph(node)

    def named(self, name: str) -> tuple[ox.NamedNode, ...]:
        """The entities that are called `name`, or whose IRI or id it is; best names first."""
        found: dict[ox.NamedNode, None] = {}
        for label in _LABELS:
            for language in LANGUAGES:
                pattern = (None, ox.NamedNode(label), ox.Literal(name, language=language))
                of_label = {quad.subject for quad in self.graph.quads_for_pattern(*pattern)}
                nodes = [node for node in of_label if isinstance(node, ox.NamedNode)]
                found |= dict.fromkeys(sorted(nodes, key=lambda node: node.value))
        if not found:
            for iri in (name, self.base + name):
                with suppress(ValueError):
                    node = ox.NamedNode(iri)
                    if next(self.graph.quads_for_pattern(node, None, None), None) is not None:
                        return (node,)
        return tuple(found) or self._spelled(name)

    def _spelled(self, name: str) -> tuple[ox.NamedNode, ...]:
        """The entities whose name in Latin letters, or in pinyin, is `name` but for capitals and spaces."""
        letters = _letters(name)
        if not letters.isascii():
            return ()
        found = {
            quad.subject
            for label in _LABELS
            for quad in self.graph.quads_for_pattern(None, ox.NamedNode(label), None)
            if isinstance(quad.object, ox.Literal) and _letters(quad.object.value) == letters
        }
        nodes = [node for node in found if isinstance(node, ox.NamedNode)]
        return tuple(sorted(nodes, key=lambda node: node.value))

    def languages_of(self, name: str) -> list[str]:
        """The languages in which something is called `name`."""
        return [
            language
            for language in LANGUAGES
            if any(
                next(self.graph.quads_for_pattern(None, ox.NamedNode(label), literal), None) is not None
                for label in _LABELS
                for literal in (ox.Literal(name, language=language),)
            )
        ]

    def labels(self) -> Iterator[str]:
        """Every name of every entity."""
        for label in _LABELS:
            for quad in self.graph.quads_for_pattern(None, ox.NamedNode(label), None):
                if isinstance(quad.object, ox.Literal):
                    yield quad.object.value


def _letters(name: str) -> str:
    return name.replace(" ", "").casefold()


def open_store(out: Path, *, keep: bool = True) -> GraphStore:
    """The graph in `out` (OUT/graph.trig), ready to be queried.

    A large graph is loaded once and kept in OUT/store, under a name made from the file's size and time: a
    graph that is built anew has another name, so that an old store is never taken for it. When OUT cannot be
    written, or with `keep=False`, the graph is held in memory.

    >>> open_store(Path("nowhere"))
    Traceback (most recent call last):
    kg.errors.NotAGraph: nowhere: not a built graph (graph.trig is missing). Run kg build CORPUS -o nowhere.
    """
    source = out / "graph.trig"
    try:
        status = source.stat()
    except OSError:
        if (out / "tables").is_dir():
            raise NotExported(out, source.name, "trig") from None
        raise NotAGraph(out, source.name) from None
    if keep and status.st_size >= KEPT_FROM:
        kept = _kept(out / "store", f"{status.st_size:x}-{status.st_mtime_ns:x}", source)
        if kept is not None:
            return GraphStore(kept)
    return GraphStore(_load(ox.Store(), source))


def _load(store: ox.Store, source: Path) -> ox.Store:
    try:
        store.bulk_load(path=str(source), format=ox.RdfFormat.TRIG)
    except (SyntaxError, OSError, ValueError) as error:
        raise DamagedGraph(source.parent, source.name, str(error)) from error
    return store


def _kept(folder: Path, name: str, source: Path) -> ox.Store | None:
    """The store kept under `name`, made if need be; None when that cannot be done here."""
    store = folder / name
    if store.is_dir():
        try:
            return ox.Store.read_only(str(store))
        except (OSError, RuntimeError):
            # Half copied, or broken otherwise: it is only a copy of the file beside it.
            shutil.rmtree(store, ignore_errors=True)
    try:
        folder.mkdir(exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    except OSError:
        return None
    try:
        loaded = _load(ox.Store(str(fresh)), source)
        # Loading takes a fifth longer by it, and every query from then on a third less.
        loaded.optimize()
        loaded.flush()
        # The lock is held while the object lives.
        del loaded
        # A rename is all or nothing: whoever looks sees a whole store or none. Where another process was
        # quicker, its store is as good as ours.
        with suppress(OSError):
            fresh.rename(store)
        _forget(folder, store)
        return ox.Store.read_only(str(store))
    except (OSError, RuntimeError):
        return None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _forget(folder: Path, current: Path) -> None:
    """Remove the stores of graphs that have been replaced."""
    for other in folder.iterdir():
        if other != current and not other.name.startswith(".new-"):
            shutil.rmtree(other, ignore_errors=True)
