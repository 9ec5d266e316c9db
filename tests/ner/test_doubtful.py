"""What a recognizer is not sure of is a name where something in the document speaks for it."""

from __future__ import annotations

import pytest

from kg.ner.doubtful import believed
from kg.records import Kind, Mention


def _believed(text: str, name: str, kind: Kind, confidence: float = 0.4) -> bool:
    start = text.index(name)
    return bool(believed([Mention(start, start + len(name), kind, name, confidence)], text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云岭大桥彩虹横空，车来车往。", "彩虹横空"),
        ("推出“云岭一号”新品种。", "云岭一号"),
        ("主题为“山水锦绣新画卷”。", "山水锦绣新画卷"),
    ],
)
def test_a_verse_or_a_slogan_is_no_place(text: str, name: str) -> None:
    assert not _believed(text, name, Kind.LOC)
    assert _believed(text, name, Kind.LOC, confidence=0.8)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("沿着云岭步道走。", "云岭步道"),
        ("修复上湾塘的水质。", "上湾塘"),
        ("路过德清。", "德清"),
        ("途经云岭镇。", "云岭镇"),
        ("学校坐落于水尾，", "水尾"),
        ("有一个叫西马的地方。", "西马"),
        ("返回甲县马塘。", "甲县马塘"),
        ("在伦敦举行。", "伦敦"),
        ("在朝鲜石里驻扎。", "石里"),
    ],
)
def test_its_ending_a_list_or_the_words_before_it_show_a_place(text: str, name: str) -> None:
    assert _believed(text, name, Kind.LOC)


def test_who_has_a_usual_surname_is_somebody_where_a_title_or_a_word_says_so() -> None:
    assert not _believed("他忙着张罗民宿。", "张罗", Kind.PER)
    assert _believed("张罗说，民宿开张了。", "张罗", Kind.PER)
    assert _believed("局长张罗来了。", "张罗", Kind.PER)
    assert _believed("张罗局长来了。", "张罗", Kind.PER)
    assert _believed("他忙着张罗民宿。", "张罗", Kind.PER, confidence=0.8)


def test_one_sure_reading_in_the_document_is_enough() -> None:
    text = "水尾很远，从水尾出发。"
    first, second = Mention(0, 2, Kind.LOC, "水尾", 0.3), Mention(6, 8, Kind.LOC, "水尾", 0.9)
    assert [first, second] == believed([first, second], text)
    assert [] == believed([first], text)
