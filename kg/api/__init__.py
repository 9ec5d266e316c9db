"""The Python API (floor 7): build or open a graph, ask it, look at it.

    import kg
    graph = kg.build("corpus")              # or kg.open("out")
    graph["程远"]                            # names, facts and evidence
    graph.query("posts", person="程远")      # a pandas DataFrame
    graph.show()                            # the explorer, in Jupyter

Tables need pandas: `pip install 'kg[notebook]'`. Everything else works without it.

The examples here are about the project that `kg init news` makes, once it is built: `cd news && kg build`.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Unpack

from kg.api.choices import BuildChoices, Paths, files, listed, options_of
from kg.api.entity import EntityView
from kg.api.graph import GraphView, PathLike
from kg.errors import NotAGraph
from kg.records import Graph

if TYPE_CHECKING:
    from kg.export.html.notebook import Explorer

__all__ = ["BuildChoices", "EntityView", "GraphView", "build", "open", "show"]


def build(paths: Paths, out: PathLike | None = None, **options: Unpack[BuildChoices]) -> GraphView:
    """Build a graph from files, folders or globs.

    Args:
        paths: one or several.
        out: the folder to write, replaced as a whole. Without it the graph is built in a temporary folder
            that goes when the result does.
        options: those of `kg.build.BuildOptions`; paths may be text, and what is one need not be in a list.

    Raises `EmptyCorpus`, `MissingPath`, `UnwritableOutput`, `InvalidPattern`.

    >>> kg.build("corpus/library.txt")["宋怀谷"]
    宋怀谷 (PER)
      宋怀谷 — holds post (院长) → 沅州师范学院
    """
    from kg.build import build as run

    sources = [path if isinstance(path, str) else Path(path) for path in listed(paths)]
    told = options_of(options)
    kept = TemporaryDirectory(prefix="kg-") if out is None else None
    folder = Path(kept.name, "graph") if kept is not None else Path(out or "")
    run(sources, folder, told)
    return GraphView(folder, ontology_files=told.ontology_files, kept=kept)


def open(out: PathLike, *, ontology_files: Paths = ()) -> GraphView:
    """The graph that was built in the folder `out`; raises `NotAGraph`.

    `ontology_files` are those that the build was given, for the words of your own relations.

    >>> kg.open("out")["白雪梅"]
    白雪梅 (PER)
      白雪梅 — holds post (镇长) → 石桥镇
    >>> kg.open("nowhere")
    Traceback (most recent call last):
    kg.errors.NotAGraph: nowhere: not a built graph (tables is missing). Run kg build CORPUS -o nowhere.
    """
    if not Path(out, "tables").is_dir():
        raise NotAGraph(out if isinstance(out, str) else Path(out), "tables")
    return GraphView(Path(out), ontology_files=files(ontology_files))


def show(graph: GraphView | Graph, entities: object = None, **options: Any) -> Explorer:
    """The explorer of a graph, or of what lies around `entities`; see `GraphView.show`.

    >>> kg.show(kg.open("out"), ["程远", "程德厚"])
    <explorer of ... MB; Jupyter draws it>
    """
    if isinstance(graph, Graph):
        from kg.export.html.notebook import show as show_records

        return show_records(graph, entities=entities, **options)
    return graph.show(entities, **options)
