"""Every example in a docstring is run, and what users call has one.

They are run in the project that `kg init` makes, once it is built, as their readers may do: `cd news && kg
build`, then `import kg`.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

import kg
from docs import griffe_examples
from kg.cli import main
from tests import builders, docs_pages

ROOT = Path(__file__).parents[1]
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
# What trains the recognizers wants libraries that nobody else needs, and has no examples.
_TRAINING = ROOT / "kg" / "model" / "training"


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = [
    _name(path)
    for path in sorted((ROOT / "kg").rglob("*.py"))
    if _TRAINING not in path.parents and ">>> " in path.read_text("utf-8")
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The project of `kg init`, built."""
    folder = tmp_path_factory.mktemp("examples") / "news"
    made = CliRunner().invoke(main, ["--lang", "en", "init", str(folder)])
    assert 0 == made.exit_code, made.output
    with contextlib.chdir(folder):
        kg.build("corpus", "out")
        yield folder


def _failures(module: ModuleType) -> tuple[int, str]:
    """How many examples a module has, and what went wrong."""
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=_FLAGS)
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, extraglobs={"kg": kg}):
        runner.run(test, out=told.append)
    return runner.summarize(verbose=False).attempted, "".join(told)


@pytest.mark.model
@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("module", MODULES)
def test_examples(module: str) -> None:
    attempted, told = _failures(importlib.import_module(module))
    assert "" == told
    assert attempted


@pytest.mark.parametrize("module", [builders, docs_pages, griffe_examples])
def test_examples_of_the_tests_own_tools(module: ModuleType) -> None:
    attempted, told = _failures(module)
    assert "" == told
    assert attempted


def test_a_wrong_example_fails() -> None:
    module = ModuleType("wrong", ">>> 1 + 1\n3\n")
    assert "Expected:\n    3" in _failures(module)[1]


def _documented() -> Iterator[tuple[str, Any]]:
    """What docs/reference/api.md shows, by name: functions, classes, and the members of the views."""
    for name in re.findall(r"^::: (\S+)$", (ROOT / "docs/reference/api.md").read_text("utf-8"), re.MULTILINE):
        if name == "kg.errors":
            continue
        try:
            found: Any = importlib.import_module(name)
        except ModuleNotFoundError:
            home, _, attribute = name.rpartition(".")
            found = getattr(importlib.import_module(home), attribute)
        if not inspect.ismodule(found):
            yield name, found
            continue
        shown = _USED_RECORDS if name == "kg.records" else found.__all__
        for attribute in shown:
            member = getattr(found, attribute)
            yield f"{name}.{attribute}", member
            if attribute.endswith("View"):
                yield from ((f"{attribute}.{n}", m) for n, m in vars(member).items() if _is_public(n, m))


# The others are enumerations, and parts of these.
_USED_RECORDS = ("stable_id", "Document", "Mention", "Extraction", "Entity", "Statement", "Graph")


def _is_public(name: str, member: object) -> bool:
    callable_or_property = inspect.isfunction(member) or isinstance(member, property)
    # Of the members that answer to operators the class's own example speaks.
    return callable_or_property and (not name.startswith("_") or name == "__getitem__")


def test_what_users_call_has_an_example() -> None:
    found = dict(_documented())
    plain = {"EntityView.entity", "EntityView.id", "EntityView.name"}

    assert len(found) > 40
    assert set() == {name for name, item in found.items() if ">>> " not in (item.__doc__ or "")} - plain
