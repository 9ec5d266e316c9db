"""A real server on a free port of this machine, with a small graph."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kg.export.html import write_html
from kg.export.rdf import write_rdf
from tests.builders import town

ROOT = Path(__file__).parents[2]

# Joins everything with everything: hours of work on any graph, and next to no memory.
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h FILTER(?b < ?d && ?f < ?h) }"


@contextmanager
def running(out: Path, *options: str) -> Iterator[str]:
    """`kg serve` with these options; gives its address without the slash at the end."""
    command = [sys.executable, "-m", "kg.cli", "serve", str(out), "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[0].rstrip("/")
        finally:
            process.terminate()
            process.wait(timeout=10)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("served")
    write_rdf(town(), out / "graph.trig")
    write_html(town(), out / "graph.html", title="示例县")
    (out.parent / "secret.txt").write_text("not for everybody", encoding="utf-8")
    return out


@pytest.fixture(scope="session")
def address(served: Path) -> Iterator[str]:
    with running(served, "--timeout", "2", "--rows", "50", "--cors", "https://notebook.example") as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=20) as opened:
        yield opened
