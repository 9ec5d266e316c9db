from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from kg.build.codec import ExtractionCodec
from kg.errors import UnknownPredicate
from kg.ontology import vocabulary
from kg.records import Alias, Claim, Extraction, Kind, Region, Role, Span, Status
from tests.builders import document, mention

TEXT = "示例县县长李明讲话。"
FULL = Extraction(
    replace(document(TEXT, title="讲话", authors=("逯江",)), regions=(Region(0, 3, Role.DATELINE),)),
    (mention(TEXT, 0, 3, Kind.LOC), mention(TEXT, 5, 7, confidence=0.5)),
    (Alias(1, "李明", "as-written", Span(5, 7)), Alias(0, "示例县", "short-form")),
    (
        Claim(1, vocabulary()["holdsPost"], 0, Span(0, 10), Span(3, 5), "post", 0.9, "县长", Status.FORMER),
        Claim(1, vocabulary()["visited"], 0, Span(0, 10), None, "visit", 0.1, start_date="2024-03"),
    ),
)


@pytest.mark.parametrize(
    "extractions", [[FULL], [Extraction(document(""))], [Extraction(document("")), FULL], []]
)
def test_there_and_back(extractions: list[Extraction]) -> None:
    codec = ExtractionCodec(vocabulary())
    batch = codec.batch([str(n).encode() for n in range(len(extractions))], extractions)
    assert extractions == codec.extractions(batch)


def test_some_rows_of_many() -> None:
    codec = ExtractionCodec(vocabulary())
    many = [replace(FULL, document=replace(FULL.document, id=str(n))) for n in range(5)]
    batch = codec.batch([b"key"] * 5, many)
    assert many[2:4] == codec.extractions(batch.slice(2, 2))


def test_a_predicate_is_looked_up() -> None:
    codec = ExtractionCodec(vocabulary())
    (row,) = codec.batch([b"1"], [FULL]).to_pylist()
    row["claims"][0]["predicate"] = "holdsPsot"
    with pytest.raises(UnknownPredicate):
        codec.extractions(pa.RecordBatch.from_pylist([row], codec.schema))
