"""Names with a dot are whole where the recognizer cut them."""

from __future__ import annotations

from collections.abc import Iterator

from kg.ner.dotted import whole_names
from kg.records import Kind, Mention


def _mentions(marked: str, kind: Kind = Kind.PER) -> tuple[str, list[Mention]]:
    """The text without its brackets, and a mention for each pair of them."""
    text, found = "", list[tuple[int, int]]()
    for part in marked.split("["):
        name, closed, rest = part.partition("]")
        if closed:
            found.append((len(text), len(text) + len(name)))
        text += name + rest
    return text, [Mention(a, b, kind, text[a:b]) for a, b in found]


def _whole(marked: str) -> Iterator[str]:
    text, found = _mentions(marked)
    return (mention.text for mention in whole_names(found, text))


def test_the_first_part_was_read_as_somebody_else() -> None:
    assert ["何小川", "阿依来提·扎依尔"] == [*_whole("[何小川]、[阿依来][提·扎依尔]出席会议。")]
    assert ["艾合木江·萨木沙"] == [*_whole("书记[艾合]木[江·萨木沙]在果林里。")]
    assert ["古丽米再帕尔·阿布力"] == [*_whole("中学生[古丽米]再[帕尔·阿布力]写道。")]


def test_the_first_part_was_passed_over() -> None:
    assert ["托提亚·热依扎"] == [*_whole("观众[托提亚·热依扎]沉浸其中。")]
    assert ["托提亚·热依扎"] == [*_whole("观众托提[亚·热依扎]沉浸其中。")]


def test_the_last_part_goes_on() -> None:
    assert ["买尔古丽·托乎尼西"] == [*_whole("居民[买尔古丽·托]乎尼西主动报名。")]
    assert ["买尔旦·阿布都赛买提"] == [*_whole("[买尔旦·阿布]都赛买提等演员来了。")]
    assert ["艾山江·依明巴依", "何小川"] == [*_whole("[艾山江·依明][巴依]、[何小川]到会。")]


def test_what_the_document_shows_everywhere() -> None:
    shown = "[玉苏江·麦麦]提表示欢迎。[玉苏江·麦麦]提近日说。[玉苏江·麦麦]提去了县里。"
    assert ["玉苏江·麦麦提"] * 3 == [*_whole(shown)]


def test_a_whole_name_stays() -> None:
    for text in (
        "[买尔旦·艾力]提出建议。",
        "[买尔旦·艾力]不仅会唱，也会跳。",
        "[买尔旦·艾力]都不认识。",
        "[买尔旦·艾力]于2021年来到这里。",
        "总监[扬·菲利普·科恩]表示支持。",
        "由[齐·云力高]作曲。",
        "[何小川]和[帕尔旦·艾力]到会。",
        "[约翰·科恩]、[安娜·罗西]到会。",
    ):
        text_, found = _mentions(text)
        assert found == whole_names(found, text_)


def test_a_place_before_a_name_is_no_part_of_it() -> None:
    text = "土耳其亚·热依扎到会。"
    found = [Mention(0, 3, Kind.LOC, "土耳其"), Mention(3, 8, Kind.PER, "亚·热依扎")]
    assert found == whole_names(found, text)
