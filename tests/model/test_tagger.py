"""The packaged model: what it finds, and that nothing makes it fail or waver. Loaded once."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.model import Span, Tagger, default_tagger
from kg.model.tagger import LONGEST_WINDOW, _windows

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return default_tagger()


def _names(tagger: Tagger, text: str) -> set[tuple[str, str]]:
    return {(text[s.start : s.end], s.kind) for s in tagger.tag([text])[0]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青石县委书记何志远到柳林镇调研。", {("青石县委", "ORG"), ("何志远", "PER"), ("柳林镇", "LOC")}),
        ("长治医学院附属和平医院的护士长周敏说", {("长治医学院附属和平医院", "ORG"), ("周敏", "PER")}),
        ("记者从长治市襄垣县返底村党支部了解到", {("长治市襄垣县返底村党支部", "ORG")}),
        ("他家住长治市襄垣县返底村。", {("长治市", "LOC"), ("襄垣县", "LOC"), ("返底村", "LOC")}),
        ("中国与法国签署了合作协议。", {("中国", "LOC"), ("法国", "LOC")}),
        ("阿里巴巴集团在杭州发布了新产品。", {("阿里巴巴集团", "ORG"), ("杭州", "LOC")}),
        ("清華大學教授張國強昨日在臺北演講。", {("清華大學", "ORG"), ("張國強", "PER"), ("臺北", "LOC")}),
        ("法国总统马克龙抵达伦敦。", {("法国", "LOC"), ("马克龙", "PER"), ("伦敦", "LOC")}),
        ("公司董事长王建林,总经理李芳出席", {("王建林", "PER"), ("李芳", "PER")}),
    ],
)
def test_names_of_many_domains_are_found(tagger: Tagger, text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= _names(tagger, text)


@pytest.mark.parametrize("mark", [" ", "\u00a0", "、", "\u3000"])
def test_names_side_by_side_are_two_people(tagger: Tagger, mark: str) -> None:
    assert {("逯江", "PER"), ("王宏", "PER")} == _names(tagger, f"逯江{mark}王宏")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "。。。",
        "今天天气很好，我们去散步吧。",
        "一、二、三，开始！",
        "请把桌子擦干净，再把窗户关上。",
        "12345 67890",
        "🙂🙂🙂",
        "这本书讲的是怎样做菜。",
    ],
)
def test_where_no_name_is_none_is_found(tagger: Tagger, text: str) -> None:
    assert [] == tagger.tag([text])[0]


def test_no_texts_no_answers(tagger: Tagger) -> None:
    assert [] == tagger.tag([])


def _valid(text: str, spans: list[Span]) -> None:
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert span.kind in ("PER", "ORG", "LOC")
        assert 0.0 <= span.confidence <= 1.0
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        end = span.end


_WILD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\ud800\udfff\u202e\u200d\u200b\x00\x1b\u0085\u2028\ufeff\u00a0\u3000😀👨‍👩‍👧שلا王李北京市长。，\n\r\t"
        ),
    ),
    max_size=80,
)


@given(st.lists(_WILD, min_size=1, max_size=4))
@example(["\ud800北京\udfff", "\u202e北京"])
@settings(max_examples=2000, deadline=None)
def test_any_unicode_will_do(texts: list[str]) -> None:
    tagger = default_tagger()
    for text, spans in zip(texts, tagger.tag(texts), strict=True):
        _valid(text, spans)


_SENTENCES = [
    "青石县委书记何志远到柳林镇调研。",
    "王",
    "中美",
    "昨天，远帆科技有限公司从深圳迁到成都。",
    "记者 周敏 何志远",
    "东湖大学历史系教授梁怀瑾在讲座里说，这座老桥修于一八九三年。" * 4,
    "",
    "李明是广西民族大学的学生。",
    "\n北京\n上海",
]


@given(st.permutations(range(len(_SENTENCES))), st.sampled_from([1, 50, 700, 6000]))
@settings(max_examples=60, deadline=None)
def test_what_is_found_does_not_depend_on_batches(order: list[int], batch_characters: int) -> None:
    tagger = default_tagger()
    alone = [tagger.tag([text])[0] for text in _SENTENCES]
    together = tagger.tag([_SENTENCES[i] for i in order], batch_characters=batch_characters)
    assert [alone[i] for i in order] == together


def test_windows_cover_the_text_and_keep_every_place_once() -> None:
    for text in ("甲" * 1000, "甲" * 90 + "。" + "乙" * 900, "甲乙。" * 300, "甲\n" * 400):
        windows = list(_windows(0, text))
        assert all(0 < w.end - w.start <= LONGEST_WINDOW for w in windows)
        kept = [at for at in range(len(text)) if text[at] != "\n"]
        for at in kept:
            assert 1 == sum(w.keep_from <= at + 0.5 < w.keep_to for w in windows)


def test_no_name_is_cut_by_a_window(tagger: Tagger) -> None:
    filler = "这里的人们一直这样生活着"
    for shift in range(0, 60, 7):
        text = filler * 18 + "一" * shift + "周敏在长治医学院附属和平医院工作" + filler * 20
        assert ("长治医学院附属和平医院", "ORG") in _names(tagger, text)


def test_a_million_characters_in_one_line(tagger: Tagger) -> None:
    text = ("他说起何志远和北京" * 4 + "啊" * 14) * 20_000
    assert len(text) == 1_000_000
    spans = tagger.tag([text])[0]
    _valid(text, spans)
    assert len(spans) > 100_000
