"""kg.tables: the round trip, the bytes, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import NotAGraph
from kg.records import Document, Entity, Evidence, Graph, Kind, Region, Role
from kg.tables import TABLE_FILES, read_table, read_tables, write_tables
from tests.builders import document, graph, town

# Anything but lone surrogates, which have a test of their own.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
DATES = st.none() | st.sampled_from(["2024", "2024-03", "2024-03-18"])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(TEXT)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    regions = tuple(
        Region(start, end, draw(st.sampled_from(Role)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    )
    return Document(
        id=draw(TEXT),
        source_name=draw(TEXT),
        text=text,
        language=draw(TEXT),
        title=draw(st.none() | TEXT),
        published=draw(DATES),
        publisher=draw(st.none() | TEXT),
        authors=tuple(draw(st.lists(TEXT, max_size=3))),
        editors=tuple(draw(st.lists(TEXT, max_size=3))),
        url=draw(st.none() | TEXT),
        regions=regions,
        sha256=draw(TEXT),
    )


@st.composite
def entities(draw: st.DrawFn) -> Entity:
    aliases = tuple(draw(st.lists(TEXT, max_size=3)))
    rules = tuple(draw(TEXT) for _ in aliases)
    code = draw(st.none() | TEXT)
    return Entity(draw(TEXT), draw(st.sampled_from(Kind)), draw(TEXT), aliases, rules, draw(TEXT), code)


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    quote, start = (
        draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1)),
        draw(st.integers(0, 2**40)),
    )
    return Evidence(
        draw(TEXT),
        draw(TEXT),
        draw(TEXT),
        start,
        start + len(quote),
        quote,
        draw(TEXT),
        draw(st.floats(0, 1)),
        draw(st.none() | st.integers(0, 9)),
        draw(st.none() | st.integers(0, 9)),
        draw(st.none() | TEXT),
    )


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    base = town()
    return replace(
        base,
        documents=tuple(
            sorted(
                draw(st.lists(documents(), max_size=3, unique_by=lambda d: (d.source_name, d.id))),
                key=lambda d: (d.source_name, d.id),
            )
        ),
        entities=tuple(
            sorted(draw(st.lists(entities(), max_size=3, unique_by=lambda e: e.id)), key=lambda e: e.id)
        ),
        evidence=tuple(
            sorted(draw(st.lists(evidence(), max_size=3, unique_by=lambda e: e.id)), key=lambda e: e.id)
        ),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs())
def test_round_trip_gives_the_same_records(tmp_path: Path, drawn: Graph) -> None:
    write_tables(drawn, tmp_path)
    assert drawn == read_tables(tmp_path)


def test_an_empty_graph_has_tables_too(tmp_path: Path) -> None:
    write_tables(graph([], []), tmp_path)
    assert graph([], []) == read_tables(tmp_path)


def test_order_of_records_does_not_reach_the_bytes(tmp_path: Path) -> None:
    one = town()
    other = Graph(
        one.documents[::-1], one.entities[::-1], one.mentions[::-1], one.statements[::-1], one.evidence[::-1]
    )
    write_tables(one, tmp_path / "one")
    write_tables(other, tmp_path / "other")
    for name in TABLE_FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_a_lone_surrogate_becomes_the_replacement_character_and_offsets_stay(tmp_path: Path) -> None:
    write_tables(graph([document("甲\ud800乙\U0001f600丙")], []), tmp_path)
    assert "甲\ufffd乙\U0001f600丙" == read_tables(tmp_path).documents[0].text


def test_one_table_can_be_read_alone(tmp_path: Path) -> None:
    write_tables(town(), tmp_path)
    assert town().documents == read_table("documents", tmp_path)


@pytest.mark.parametrize("name", TABLE_FILES)
def test_a_missing_table_is_named(tmp_path: Path, name: str) -> None:
    write_tables(town(), tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(NotAGraph, match=name):
        read_tables(tmp_path)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"not parquet at all, but long enough to look at"])
def test_a_broken_table_is_named(tmp_path: Path, content: bytes) -> None:
    write_tables(town(), tmp_path)
    (tmp_path / "entities.parquet").write_bytes(content)
    with pytest.raises(NotAGraph, match=r"entities\.parquet cannot be read"):
        read_tables(tmp_path)


def test_a_table_of_other_columns_is_refused(tmp_path: Path) -> None:
    write_tables(town(), tmp_path)
    pq.write_table(pa.table({"id": ["per-1"]}), tmp_path / "entities.parquet")
    with pytest.raises(NotAGraph, match="format 1"):
        read_tables(tmp_path)


def test_a_row_that_breaks_its_rule_is_refused(tmp_path: Path) -> None:
    write_tables(town(), tmp_path)
    stored = pq.read_table(tmp_path / "evidence.parquet")
    spoilt = stored.set_column(5, stored.schema.field(5), pa.array(["短"] * len(stored)))
    pq.write_table(spoilt, tmp_path / "evidence.parquet")
    with pytest.raises(NotAGraph, match="a quote must fill its offsets"):
        read_tables(tmp_path)
