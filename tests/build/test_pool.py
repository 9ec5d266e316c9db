from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from kg.build import pool
from kg.build.codec import ExtractionCodec
from kg.build.pool import Outcome, WorkerFailed, batches, extract_all
from kg.build.stages import Setup
from kg.errors import UnknownModel
from kg.ontology import vocabulary
from kg.records import Document
from tests.builders import document

CODEC = ExtractionCodec(vocabulary())


def run(
    work: list[list[Document]], *, jobs: int = 2, timeout: float = 60.0
) -> tuple[set[str], dict[str, str]]:
    """The documents that were built, and those that were skipped with the reason."""
    built: set[str] = set()
    skipped: dict[str, str] = {}
    for outcome in extract_all(work, Setup(), jobs=jobs, timeout=timeout, schema=CODEC.schema):
        if isinstance(outcome, Outcome):
            for rows in outcome.rows:
                built |= {extraction.document.source_name for extraction in CODEC.extractions(rows)}
            skipped |= {item.source_name: item.reason for item in outcome.skipped}
        else:
            assert "toy-1" == outcome
    return built, skipped


def test_like_lengths_go_together_whatever_the_order() -> None:
    texts = [document("长" * n, f"{n}.txt") for n in (9_000, 10, 12_000, 20, 50_000)]
    expected = [["10.txt", "20.txt", "9000.txt"], ["12000.txt"], ["50000.txt"]]
    for order in (texts, texts[::-1]):
        assert expected == [[d.source_name for d in batch] for batch in batches(order)]


@pytest.mark.usefixtures("toy")
def test_a_document_that_crashes_or_raises_is_skipped_and_the_rest_is_built() -> None:
    work = [
        [document("李明", "a"), document("崩溃", "b"), document("王芳", "c")],
        [document("出错", "d"), document("李明", "e")],
        [document("李明", "f"), document("退出", "g")],
    ]
    built, skipped = run(work)
    assert {"a", "c", "e", "f"} == built
    assert {"b", "d", "g"} == set(skipped)
    assert "ended the process that analysed it (exit code 3)" == skipped["g"]
    assert "ended the process that analysed it (SIGSEGV)" == skipped["b"]
    assert "cannot be analysed (ValueError: as told)" == skipped["d"]


@pytest.mark.usefixtures("toy")
def test_a_worker_that_dies_by_chance_costs_no_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_ONCE", str(tmp_path / "crashed"))
    built, skipped = run([[document("李明", "a"), document("时而", "b")], [document("王芳", "c")]])
    assert (tmp_path / "crashed").exists()
    assert {"a", "b", "c"} == built
    assert {} == skipped


@pytest.mark.usefixtures("toy")
def test_a_document_that_hangs_is_skipped() -> None:
    built, skipped = run([[document("李明", "a"), document("卡住", "b")]], jobs=1, timeout=10.0)
    assert {"a"} == built
    assert {"b": "took longer than 10 s"} == skipped


@pytest.mark.usefixtures("toy")
def test_the_reader_is_not_far_ahead() -> None:
    read = count()

    def endless() -> Iterator[list[Document]]:
        while True:
            yield [document("李明", f"{next(read)}.txt")]

    outcomes = extract_all(endless(), Setup(), jobs=1, timeout=60.0, schema=CODEC.schema)
    for _ in range(10):
        next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]  # a generator
    assert next(read) < 20


def test_a_model_that_is_not_installed_is_named() -> None:
    outcomes = extract_all([], Setup(models=("no_such",)), jobs=1, timeout=60.0, schema=CODEC.schema)
    with pytest.raises(UnknownModel, match=r"no_such.*spacy download") as raised:
        next(outcomes)
    assert "no_such" == raised.value.name


def test_a_worker_that_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "COMMAND", (sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(WorkerFailed, match="exit code 3"):
        list(extract_all([], Setup(), jobs=2, timeout=60.0, schema=CODEC.schema))
