"""What is released: the source distribution holds the repository, and the wheel that is built from it works
in an environment with nothing else of ours, in a folder far from the source tree.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import require_program

pytestmark = pytest.mark.wheel

ARTICLES = {
    "first.txt": "清河县召开防汛会议\n\n清河县县委书记李明主持会议并讲话。清河县人民医院院长王婷参加会议。\n",
    "second.md": "# 清河县迎来援助\n\n清河县人民医院院长王婷介绍，医院收到邢台市红十字会捐赠的口罩。\n",
}
QUERY = "SELECT DISTINCT ?label WHERE { ?person a schema:Person ; skos:prefLabel ?label } ORDER BY ?label"


def _run(*command: str | Path, cwd: Path) -> str:
    """What a command prints; a failing one shows all of it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, "PYTHONUTF8": "1", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The source distribution as whoever packages it has it."""
    folder = tmp_path_factory.mktemp("sdist")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=root)
    (packed,) = folder.glob("kg-*.tar.gz")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return folder / packed.name.removesuffix(".tar.gz")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, unpacked: Path) -> Path:
    """Built from the source distribution, as `pip install kg-….tar.gz` does."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--quiet")
    _run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, unpacked, cwd=folder)
    (built,) = folder.glob("kg-*.whl")
    return built


@pytest.fixture(scope="module")
def scripts(pytestconfig: pytest.Config, root: Path, wheel: Path) -> Path:
    """The programs of an environment that has the wheel and what requirements.lock names, nothing else.

    The locked part takes a minute and a gigabyte, so it stays in pytest's cache for as long as the lock does.
    """
    assert pytestconfig.cache is not None
    lock = root / "requirements.lock"
    key = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()[:12]
    cached = pytestconfig.cache.mkdir("wheel")
    environment, complete = cached / key, cached / f"{key}.complete"
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    pip = (programs / "python", "-m", "pip", "--quiet", "--disable-pip-version-check")
    if not complete.exists():
        for stale in cached.glob("*/"):
            shutil.rmtree(stale)
        _run(sys.executable, "-m", "venv", environment, cwd=cached)
        _run(*pip, "install", "--require-hashes", "-r", lock, cwd=cached)
        complete.touch()
    _run(*pip, "install", "--no-deps", "--force-reinstall", wheel, cwd=cached)
    _run(*pip, "check", cwd=cached)
    return programs


def test_the_source_distribution_holds_the_repository(unpacked: Path, root: Path) -> None:
    if not (root / ".git").exists():
        pytest.skip("no git checkout to compare with")
    listed = _run(require_program("git"), "ls-files", "-z", cwd=root)
    tracked = {name for name in listed.split("\0") if name}
    packed = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}

    assert len(tracked) > 400
    assert set() == tracked - packed
    assert {"PKG-INFO"} == {name for name in packed if (root / name).exists() is False}


def test_its_tests_run_without_a_checkout(unpacked: Path) -> None:
    ran = _run(
        sys.executable, "-m", "pytest", "-q", "tests/test_layout.py", "tests/test_release.py", cwd=unpacked
    )

    assert re.search(r"^\d+ passed, 1 skipped", ran, flags=re.MULTILINE), ran


def test_the_wheel_carries_what_the_package_reads_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "kg/data/ontology/kg.ttl",
        "kg/lexicon/people/NOTICE",
        "kg/lexicon/people/surnames.tsv",
        "kg/lexicon/places/NOTICE",
        "kg/lexicon/places/divisions.tsv",
        "kg/py.typed",
        "kg/audit/page.html",
        "kg/cli/project_files/Makefile",
        "kg/locale/zh/LC_MESSAGES/kg.mo",
        "kg/model/data/zh/MODEL_CARD.md",
    } <= names
    tops = {name.split("/")[0] for name in names}
    assert {"kg"} == {top for top in tops if not top.endswith(".dist-info")}
    licences = {name.partition(".dist-info/licenses/")[2] for name in names}
    assert {
        "LICENSE",
        "kg/export/assets/vendor/vis-network.LICENSE-MIT",
        "kg/lexicon/people/NOTICE",
        "kg/lexicon/places/LICENSE-Unicode-3.0",
        "kg/serve/static/vendor/codemirror.LICENSE",
    } <= licences
    assert [] == [name for name in names if name.endswith(".pyc") or "/tests/" in name]


def test_it_builds_and_answers_from_another_folder(scripts: Path, tmp_path: Path) -> None:
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text, "utf-8")
    _run(scripts / "kg", "build", *ARTICLES, "-o", "out", cwd=tmp_path)
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"graph.html", "graph.trig", "graph.ttl", "report.json", "tables"} <= made

    answer = _run(scripts / "kg", "query", "out", "-e", QUERY, "--format", "csv", cwd=tmp_path)
    assert {"李明", "王婷"} <= set(answer.split())
    listed = _run(scripts / "kg", "query", "out", cwd=tmp_path)
    assert len(listed.splitlines()) >= 10

    home = _run(scripts / "python", "-c", "import kg; print(kg.__file__)", cwd=tmp_path)
    assert Path(home.strip()).is_relative_to(scripts.parent)
