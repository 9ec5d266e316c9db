"""Builds with a toy recognizer, in this process or as a command."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.build import pool

ROOT = Path(__file__).parents[2]
TOY = (sys.executable, str(Path(__file__).with_name("toy_worker.py")))
ARTICLES = {
    "a.txt": "示例县县长李明出席了会议。",
    "b.txt": "示例县人民医院院长王芳说，示例县的病人都好了。",
    "c.txt": "李明到示例县人民医院看望王芳。",
}
_PROGRAM = "import sys; from kg.build import pool; pool.COMMAND = {toy!r}; from kg.cli import main; main()"


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "COMMAND", TOY)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with three articles."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def start(
    *arguments: str | Path, environment: dict[str, str] | None = None, setup: str = "", **more: Any
) -> subprocess.Popen[str]:
    """`kg` with the toy recognizer, as a process of its own, which runs `setup` first."""
    return subprocess.Popen(
        [sys.executable, "-c", f"{setup}\n{_PROGRAM.format(toy=TOY)}", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8", **more},
    )


def kg(*arguments: str | Path, **more: Any) -> tuple[int, str, str]:
    """Exit code, output and messages of `kg` with the toy recognizer."""
    process = start(*arguments, **more)
    output, messages = process.communicate(timeout=120)
    return process.returncode, output, messages


def contents(out: Path) -> dict[str, str]:
    """The hash of each file that a build wrote."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and "cache" not in path.relative_to(out).parts
    }
