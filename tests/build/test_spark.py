"""The Spark engine: the same tables as the local engine, to the byte, also when a worker dies on the way."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.build import BuildOptions
from kg.build.local import build
from kg.tables import TABLES, read_table
from tests.conftest import require_program

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.spark, pytest.mark.model]
# A small corpus is no work for optimizing compilers.
_QUICK = {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
_SETTINGS = (
    "spark.ui.enabled=false",
    "spark.driver.host=127.0.0.1",
    "spark.driver.bindAddress=127.0.0.1",
    "spark.sql.shuffle.partitions=2",
    "spark.sql.codegen.wholeStage=false",
    "spark.executor.memory=512m",
    f"spark.executorEnv.PYTHONPATH={ROOT}",
)
# Namesakes, reprints, short forms, an English article beside its Chinese one.
_ARTICLES = 10
_LEDGER = """\
[[split]]
kind = "ORG"
of = [
  { names = ["岚水县人民医院"], documents = ["z1.txt"] },
  { names = ["岚水县人民医院"], documents = ["z2.txt"] },
]
reason = "two houses"

[[merge]]
kind = "PER"
of = [{ names = ["王芳"], documents = ["z1.txt"] }, { names = ["李明"], documents = ["z2.txt"] }]
"""


@pytest.fixture(scope="module", autouse=True)
def _spark_is_here() -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'kg[spark]'")
    require_program("java")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shortest articles of the sample, two that a ruling speaks of, a copy, and what is no article."""
    folder = tmp_path_factory.mktemp("corpus")
    articles = [path for path in (ROOT / "corpus").glob("20*/**/*") if path.suffix in (".txt", ".md")]
    for path in sorted(articles, key=lambda path: (path.stat().st_size, path.name))[:_ARTICLES]:
        shutil.copy(path, folder / path.name)
    (folder / "z1.txt").write_text("岚水县人民医院院长王芳说，岚水县的病人都好了。", encoding="utf-8")
    (folder / "z2.txt").write_text("李明到岚水县人民医院看望王芳。\n\n王芳表示感谢。", encoding="utf-8")
    shutil.copy(folder / "z1.txt", folder / "z3.txt")
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def local(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the local engine makes of the corpus, with a ruling in its ledger."""
    out = tmp_path_factory.mktemp("local") / "out"
    options = BuildOptions(formats=(), jobs=1)
    build([corpus], out, options)
    (out / "identity.toml").write_text(_LEDGER, encoding="utf-8")
    build([corpus], out, options)
    assert {"person", "rule"} == {decision.by for decision in read_table("decisions", out / "tables")}
    return out


def _prepared(out: Path) -> None:
    """Lets `out` be a build with the ledger of the local one."""
    out.mkdir(parents=True)
    (out / "report.json").write_text("{}", encoding="utf-8")
    (out / "identity.toml").write_text(_LEDGER, encoding="utf-8")


def _started(out: Path, master: str, *paths: str | Path) -> subprocess.Popen[str]:
    """`kg build --engine spark` with the ledger of the local build, as a process of its own."""
    _prepared(out)
    settings = [part for setting in _SETTINGS for part in ("--conf", setting)]
    command = ["-m", "kg.cli", "build", *map(str, paths), "-o", str(out), "--quiet"]
    return _python(*command, "--engine", "spark", "--master", master, *settings)


def _python(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **_QUICK, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, messages = process.communicate(timeout=900)
    return process.returncode, messages


def _differing(one: Path, other: Path) -> list[str]:
    tables = [f"tables/{name}.parquet" for name in TABLES]
    return [name for name in tables if (one / name).read_bytes() != (other / name).read_bytes()]


@dataclass(frozen=True)
class _Session:
    """What one session, whose start costs much, gave: the outcome of a build, and components of a graph."""

    out: Path
    code: int
    messages: str
    components: list[list[tuple[str, str]]]


@pytest.fixture(scope="module")
def session(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> _Session:
    folder = tmp_path_factory.mktemp("session")
    out = folder / "out"
    _prepared(out)
    program = f"""
from kg.build.spark.components import components
from kg.build.spark.frames import Frames
from kg.build.spark.session import session
from kg.cli import main
settings = dict(setting.split("=", 1) for setting in {_SETTINGS!r})
# A chain, which takes most rounds, a circle, a star and a pair.
edges = [(f"a{{n}}", f"a{{n + 1}}") for n in range(6)] + [("b1", "b2"), ("b2", "b3"), ("b3", "b1")]
edges += [(f"c{{n}}", "c9") for n in range(5)] + [("d", "e"), ("f", "f")]
with session("local[2]", settings) as spark:
    command = ["build", {str(corpus)!r}, "-o", {str(out)!r}, "--quiet", "--engine", "spark"]
    try:
        code = main(command)
    except SystemExit as ended:
        code = ended.code
    frames = Frames(spark, {folder.as_uri()!r}, 1)
    given = frames.rows(edges, "a string, b string")
    found = [components(frames, given, name, limit=n).collect() for name, n in (("one", 99), ("many", 0))]
    print((code, [sorted(map(tuple, rows)) for rows in found]))
"""
    process = _python("-c", program)
    told, messages = process.communicate(timeout=900)
    assert 0 == process.returncode, messages
    code, found = ast.literal_eval(told.splitlines()[-1])
    return _Session(out, code, messages, found)


def test_tables_are_those_of_the_local_engine(session: _Session, local: Path) -> None:
    assert (1, True) == (session.code, "empty.txt: empty file" in session.messages), session.messages
    out = session.out
    assert [] == _differing(local, out)
    report, expected = (json.loads((p / "report.json").read_text("utf-8")) for p in (out, local))
    for part in ("counts", "skipped", "identity", "versions"):
        assert expected[part] == report[part]
    assert {"tables", "identity.toml", "report.json"} == {path.name for path in out.iterdir()}
    assert [] == list(out.parent.glob(".out.*"))


def test_components_are_the_same_in_rounds_as_in_one_place(session: _Session) -> None:
    one, many = session.components
    assert one == many
    assert {"a0", "b1", "c0", "d"} == {least for _, least in many}
    assert 7 + 3 + 6 + 2 == len(many)


def test_a_worker_that_dies_changes_nothing(corpus: Path, local: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with _cluster(tmp_path) as (master, workers):
        # The workers read the files themselves.
        process = _started(out, master, corpus.as_uri())
        _wait_for(tmp_path / ".out.building" / "scratch" / "found", process)
        os.killpg(workers[0].pid, signal.SIGKILL)
        code, messages = _ended(process)
    assert 1 == code, messages
    assert [] == _differing(local, out)


@contextmanager
def _cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A standalone master with two workers of one core each, on the loopback."""
    import pyspark

    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    environment = {**os.environ, **_QUICK, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"}
    listening = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
    processes = []

    def start(name: str, *arguments: str) -> Path:
        log = folder / f"{name}.log"
        with log.open("wb") as stream:
            kind = re.sub("[0-9]", "", name)
            processes.append(
                subprocess.Popen(
                    [program, f"org.apache.spark.deploy.{kind}.{kind.title()}", *listening, *arguments],
                    env={**environment, "SPARK_WORKER_DIR": str(folder / name)},
                    stdout=stream,
                    stderr=subprocess.STDOUT,
                    # The worker and the executors that it starts are killed together.
                    start_new_session=True,
                )
            )
        return log

    try:
        master = _told(start("master"), r"spark://127\.0\.0\.1:\d+")
        for name in ("worker1", "worker2"):
            log = start(name, "--cores", "1", "--memory", "1g", master)
            _told(log, "Successfully registered with master")
        yield master, processes[1:]
    finally:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _told(log: Path, pattern: str) -> str:
    for _ in range(1200):
        found = re.search(pattern, log.read_text("utf-8"))
        if found:
            return found.group()
        time.sleep(0.1)
    raise AssertionError(f"{log.name} does not say {pattern}:\n{log.read_text('utf-8')}")


def _wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    while not path.exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
