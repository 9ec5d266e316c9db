"""From documents to mentions: with a fake recognizer, with somebody else's spaCy pipeline, with the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import spacy

from kg.corpus.furniture import read_furniture
from kg.errors import UnknownModel
from kg.ner import load_recognizer, recognize
from kg.records import Document, Kind, Mention, Role
from tests.builders import document


@dataclass(frozen=True)
class Fixed:
    """Finds the words that it is told, wherever they stand."""

    words: tuple[tuple[str, Kind], ...]
    name: str = "fixed"

    def find(self, documents: Sequence[Document]) -> Iterator[tuple[Mention, ...]]:
        for item in documents:
            yield tuple(
                Mention(at, at + len(word), kind, word)
                for word, kind in self.words
                if (at := item.text.find(word)) >= 0
            )


def found(text: str, *words: tuple[str, Kind]) -> list[tuple[str, str]]:
    (extraction,) = recognize([document(text)], Fixed(words))
    return [(mention.text, mention.kind.value) for mention in extraction.mentions]


def test_a_place_before_a_function_is_a_body() -> None:
    assert [("返底村党支部", "ORG"), ("返底村", "LOC")] == found("返底村党支部书记", ("返底村", Kind.LOC))


def test_a_body_is_found_by_its_level_alone() -> None:
    assert [("市教育局", "ORG")] == found("市教育局出台措施")


def test_a_name_found_once_is_found_everywhere() -> None:
    assert [("段爱平", "PER")] * 2 == found("段爱平来了。大家说段爱平好。", ("段爱平", Kind.PER))


def test_a_place_in_a_name_counts_only_where_it_stands_alone() -> None:
    assert [("武汉同济医院", "ORG")] == found("武汉同济医院派人", ("武汉同济医院", Kind.ORG))
    both = found("武汉同济医院派人，武汉天晴", ("武汉同济医院", Kind.ORG), ("武汉天", Kind.LOC))
    assert ("武汉", "LOC") not in both
    alone = found("武汉下雨。武汉同济医院派人", ("武汉同济医院", Kind.ORG), ("武汉", Kind.LOC))
    assert [("武汉", "LOC"), ("武汉同济医院", "ORG"), ("武汉", "LOC")] == alone


@pytest.mark.parametrize("word", ["乡镇", "县城", "隔壁村"])
def test_what_is_generic_is_no_name(word: str) -> None:
    assert [] == found(f"他回到{word}。", (word, Kind.LOC))


def test_a_single_character_is_no_person() -> None:
    assert [] == found("李说好。", ("李", Kind.PER))


def test_names_in_furniture_are_people_and_the_publisher_is_a_body() -> None:
    text = "示例县下雨\n\n逯江\u00a0王宏\n\n2020年02月26日20:40  来源:人民网-山西频道\n\n"
    text += "示例县下了一天的雨，路上行人很少，田里的人也都回家了。\n"
    furniture = read_furniture(text)
    item = Document(
        "doc-1",
        "a.txt",
        text,
        "zh",
        publisher=furniture.publisher,
        authors=furniture.authors,
        regions=furniture.regions,
    )
    assert Role.BYLINE in {region.role for region in item.regions}
    (extraction,) = recognize([item], Fixed(()))
    people = [m.text for m in extraction.mentions if m.kind is Kind.PER]
    assert ["逯江", "王宏"] == people
    assert any(m.kind is Kind.ORG and m.text.startswith("人民网") for m in extraction.mentions)


def test_any_spacy_pipeline_can_be_named(tmp_path: Path) -> None:
    nlp = spacy.blank("zh")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "PERSON", "pattern": "贺长林"},
            {"label": "GPE", "pattern": "栖山县"},
            {"label": "DATE", "pattern": "昨天"},
        ]
    )
    nlp.to_disk(tmp_path / "theirs")
    recognizer = load_recognizer([str(tmp_path / "theirs")])
    (extraction,) = recognize([document("贺长林昨天到栖山县。")], recognizer)
    assert [("贺长林", Kind.PER), ("栖山县", Kind.LOC)] == [(m.text, m.kind) for m in extraction.mentions]


def test_a_model_that_is_not_installed_is_named_with_what_to_do() -> None:
    with pytest.raises(
        UnknownModel, match=r"zh_core_web_none: not installed\. Run: python -m spacy download"
    ):
        load_recognizer(["zh_core_web_none"])


@pytest.mark.model
def test_the_component_works_in_anybodys_pipeline() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("kg_ner")
    doc = nlp("青石县委书记何志远到柳林镇调研。")
    names = {ent.text: ent.label_ for ent in doc.ents}
    assert "PER" == names["何志远"]
    assert all(0 <= ent._.confidence <= 1 for ent in doc.ents)


@pytest.mark.model
def test_english_has_a_recognizer_of_its_own() -> None:
    item = document("Barack Obama visited London on Monday.", language="en")
    (extraction,) = recognize([item], load_recognizer())
    assert ("London", Kind.LOC) in {(m.text, m.kind) for m in extraction.mentions}
