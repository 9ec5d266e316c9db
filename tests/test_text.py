"""Matching form, sentences and language."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import LONGEST_SENTENCE, fold, language_of, sentences

# Any Unicode, and texts made of the signs that the rules look at.
TEXTS = st.text() | st.text(
    alphabet="。！？!?.,，；：…—“”\"'（）()《》 \n\r\t\u3000\u00a0的他A漢灣a.3", max_size=60
)


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@given(TEXTS)
def test_fold_keeps_the_length_and_is_done_after_one_pass(text: str) -> None:
    folded = fold(text)
    assert len(text) == len(folded)
    assert len(folded) == len(fold(folded))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("逯江\u00a0王宏\u3000李\t四", "逯江 王宏 李 四"),
        ("ＣＯＶＩＤ－１９", "COVID-19"),
        ("战役,打响;他说:(真的)好!吗?", "战役，打响；他说：（真的）好！吗？"),
        ("20：40 and 20:40", "20:40 and 20:40"),
        ("10,000元", "10,000元"),
        ("2020，2021年", "2020，2021年"),
        ("買買提•艾力", "买买提·艾力"),
        ("臺灣省衛生廳", "台湾省卫生厅"),
        ("何小乾说，机器修好了", "何小乾说，机器修好了"),
        ("一目瞭然", "一目了然"),
        ("「好」", "“好”"),
        ("3.5%", "3.5%"),
        ("第一\n第二", "第一\n第二"),
        ("", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert expected == fold(text)


def test_fold_converts_a_name_with_the_phrase_that_it_stands_in() -> None:
    # 乾 alone becomes 干; in 乾隆 it stays.
    assert "乾隆年间" == fold("乾隆年間")
    assert "空气干燥" == fold("空氣乾燥")


def test_fold_agrees_with_opencc_on_prose() -> None:
    from opencc import OpenCC

    text = "衛生福利部與臺北市政府於三月召開記者會，說明後續計畫。里長陳麗華表示，鄉親們都很關心。"
    assert OpenCC("t2s").convert(text) == fold(text)


@given(TEXTS)
def test_sentences_hold_all_that_is_not_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    covered = "".join(text[span.start : span.end] for span in spans)
    assert "".join(text.split()) == "".join(covered.split())
    for span in spans:
        piece = text[span.start : span.end]
        assert piece == piece.strip()
        assert "\n" not in piece
        assert len(piece) <= LONGEST_SENTENCE


@pytest.mark.parametrize(
    "expected",
    [
        ["会议召开。", "他说！", "真的？"],
        ["“加油！”", "他说。"],
        ["“今天很好。", "明天更好。”", "张三说。"],
        ["“加油！”的喊声响起。"],
        ["“加油！”，他说。"],
        ["电影《你好！李焕英》上映。"],
        ["（记者王五摄。）"],
        ["他走了……没有回来——再也没有；真的。"],
        ["他说。", '"好。"', "然后走了。"],
        ["真的吗？！", "是的。"],
        ["增长3.5%。"],
        ["详见example.com?id=1。"],
    ],
)
def test_chinese_sentences(expected: list[str]) -> None:
    assert expected == split("".join(expected))


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Smith met Dr. Li.", "They left at 3.5 p.m. on Jan. 5."],
        ["U.S. officials agreed!", '"Yes," he said.'],
        ["The price rose 2.5 percent.", "Who knew?", "Nobody did."],
        ["He works at example.com and the A.B. Group."],
        ['"It is over."', "She left."],
    ],
)
def test_english_sentences(expected: list[str]) -> None:
    assert expected == split(" ".join(expected))


def test_newlines_always_split_and_outer_space_is_left_out() -> None:
    assert ["第一行", "第二行。"] == split("\u3000\u3000第一行 \r\n\n\u3000第二行。 ")


def test_offsets_of_a_part_point_into_the_whole() -> None:
    text = "标题。正文一。正文二。"
    assert ["正文一。", "正文二。"] == [text[s.start : s.end] for s in sentences(text, 3)]
    assert ["正文一。"] == [text[s.start : s.end] for s in sentences(text, 3, 7)]


def test_what_is_too_long_is_cut_at_a_comma() -> None:
    text = "一二三四五六七八九，" * 250
    pieces = split(text)
    assert text == "".join(pieces)
    assert all(piece.endswith("，") for piece in pieces)
    assert 3 == len(pieces)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("长治市委书记孙大军", "zh"),
        ("臺北市政府", "zh"),
        ("OpenAI与Microsoft签署协议，双方将展开合作", "zh"),
        ("The mayor of Changzhi (长治) spoke.", "en"),
        ("これはとてもいいニュースです", "und"),
        ("Мэр города выступил", "und"),
        ("2020-02-26 20:40", "und"),
        ("", "und"),
    ],
)
def test_language_of(text: str, expected: str) -> None:
    assert expected == language_of(text)
