from __future__ import annotations

import random
from pathlib import Path

import pytest

from kg.build import sorting
from kg.build.cache import Cache
from kg.build.codec import ExtractionCodec
from kg.build.crew import Crew
from kg.build.resolving import write_resolved
from kg.build.shards import Shards
from kg.build.sorting import Sorter
from kg.build.stages import Setup, key_of
from kg.ontology import vocabulary
from kg.records import Entity, Graph, Kind
from kg.resolve import Ledger, resolve
from kg.tables import Stored, read_tables, write_tables
from tests.resolve.articles import article

CORPUS = [
    article(
        f"{number}.txt", f"[襄垣县公安局:ORG]副局长[李{name}:PER]和[{other}:PER]在[长治市:LOC]介绍了案情。"
    )
    for number, (name, other) in enumerate([("伟", "王芳"), ("强", "赵敏"), ("伟", "赵敏"), ("静", "王芳")])
]


@pytest.fixture
def small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs, batches and ranges so small that a few records need many of them."""
    monkeypatch.setattr(sorting, "_RUN", 7)
    monkeypatch.setattr(sorting, "_BATCH", 3)
    monkeypatch.setattr(sorting, "_RANGE", 2)


@pytest.mark.usefixtures("small_runs")
@pytest.mark.parametrize("count", [0, 1, 6, 7, 8, 100])
def test_a_table_of_many_runs_has_the_bytes_of_one_that_was_sorted_in_memory(
    tmp_path: Path, count: int
) -> None:
    records = [Entity(f"per-{number:04}", Kind.PER, f"人{number}") for number in range(count)]
    write_tables(Graph((), tuple(records), (), (), ()), tmp_path / "whole")
    random.Random(3).shuffle(records)
    sorter = Sorter("entities", tmp_path / "runs")
    for record in records:
        sorter.extend([record])
    (tmp_path / "parts").mkdir()
    sorter.write(tmp_path / "parts")
    whole, parts = (tmp_path / name / "entities.parquet" for name in ("whole", "parts"))
    assert whole.read_bytes() == parts.read_bytes()
    assert [] == [*(tmp_path / "runs").glob("*")]


@pytest.mark.usefixtures("small_runs")
def test_records_of_one_key_stay_together(tmp_path: Path) -> None:
    records = [Entity("per-1", Kind.PER, str(number)) for number in range(20)]
    sorter = Sorter("entities", tmp_path / "runs")
    for record in [*records, Entity("per-0", Kind.PER, "")]:
        sorter.extend([record])
    rows = [row["id"] for part in sorter.parts() for row in part.to_pylist()]
    assert ["per-0"] + ["per-1"] * 20 == rows


@pytest.mark.usefixtures("small_runs")
@pytest.mark.parametrize("helpers", [0, 1])
def test_a_corpus_that_is_read_document_by_document_has_the_tables_of_one_that_is_held(
    tmp_path: Path, helpers: int
) -> None:
    write_tables(resolve(CORPUS), tmp_path / "held")
    cache = Cache(tmp_path / "cache", "stages", ExtractionCodec(vocabulary()))
    keys = [key_of(extraction.document) for extraction in CORPUS]
    cache.add(ExtractionCodec(vocabulary()).batch(keys, CORPUS))
    with Crew(helpers) as crew:
        shards = Shards.of(cache, keys[::-1], Setup(), crew)
        graph = write_resolved(shards, Ledger(), tmp_path / "read")
    held, read = (
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("held", "read")
    )
    assert held == read
    assert isinstance(graph.mentions, Stored)
    assert read_tables(tmp_path / "held").mentions == tuple(graph.mentions)
    assert len(graph.mentions) == len([*graph.mentions])
    assert graph.mentions[-1] == [*graph.mentions][-1]
