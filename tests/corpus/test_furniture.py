"""What is furniture, what it says, and what stays prose."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus.furniture import people, publisher_span, read_furniture
from kg.records import Document

PROSE = "示例县召开会议，县长张三出席会议并讲话。会议要求各部门压实责任，做好各项工作。"


def found(text: str, **options: bool) -> list[tuple[str, str]]:
    return [
        (region.role.value, text[region.start : region.end])
        for region in read_furniture(text, **options).regions
    ]


def document(text: str) -> Document:
    read = read_furniture(text)
    return Document(
        id="doc-1",
        source_name="d.txt",
        text=text,
        language="zh",
        publisher=read.publisher,
        authors=read.authors,
        editors=read.editors,
        regions=read.regions,
    )


def test_an_article_from_a_news_site() -> None:
    text = (
        "示例县开会:各部门“总动员”\n\n逯江\u00a0王宏\n\n"
        "2020年02月26日20:40\u00a0\u00a0来源:示例网-山西频道\n\u00a0\n\n"
        f"{PROSE}\n\n(图片由示例县委宣传部提供)\n\n(责编:胡月、丁一帆)"
    )
    read = read_furniture(text)
    assert "示例县开会:各部门“总动员”" == read.title
    assert ("逯江", "王宏") == read.authors
    assert ("胡月", "丁一帆") == read.editors
    assert "2020-02-26" == read.published
    assert "示例网-山西频道" == read.publisher
    assert [
        ("title", "示例县开会:各部门“总动员”"),
        ("byline", "逯江\u00a0王宏"),
        ("dateline", "2020年02月26日20:40\u00a0\u00a0来源:示例网-山西频道"),
        ("caption", "(图片由示例县委宣传部提供)"),
        ("editors", "(责编:胡月、丁一帆)"),
    ] == found(text)


def test_a_kicker_and_a_headline_are_both_title() -> None:
    text = "示例县完善交通服务，方便群众出行\n出门坐公交  便宜又高效（办实事）\n\n"
    text += f"　　{PROSE}\n　　票价均为一元\n　　{PROSE}"
    assert "示例县完善交通服务，方便群众出行 出门坐公交  便宜又高效（办实事）" == read_furniture(text).title
    assert ["title", "title"] == [role for role, _ in found(text)]


@pytest.mark.parametrize(
    "line",
    [
        "新华社北京3月2日电（记者王五、李四）",
        "据新华社东京电\u00a0\u00a0（记者王静）",
        "本报讯(记者王静)",
        "示例新闻网9月5日讯（记者 杨帆）",
        "央视网消息（新闻联播）：",
        "本报北京8月17日电\u00a0\u00a0",
        "【本報記者區慧儀嵐水報道】",
        "BEIJING, Feb. 26 (Xinhua) -- ",
        "(Example News Agency, Chengyang, December 11, 2023) ",
    ],
)
def test_a_dateline_inside_prose_is_a_region_of_its_own(line: str) -> None:
    text = f"示例县开会\n\n{line}{PROSE}"
    assert [("title", "示例县开会"), ("dateline", line)] == found(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "记者看到，街上很安静。",
        "这里的水来源：一是河，二是井，这是县水利局的说法。",
        "资金来源广泛，社会各界都来支持。",
        "新华社报道中国电力企业走出去的消息传来。",
        "有消息称，这家公司将被收购。",
        "编辑认为，这篇文章写得好。",
        "摄影爱好者来到这里拍摄。",
        "2020年2月26日，会议在示例县召开。",
        "他给报社打来电话，说明情况。",
    ],
)
def test_a_sentence_is_prose(sentence: str) -> None:
    assert [("title", "示例县开会")] == found(f"示例县开会\n\n{PROSE}\n{sentence}\n{PROSE}")


def test_a_first_paragraph_is_no_title() -> None:
    assert read_furniture(f"{PROSE}\n\n{PROSE}").title is None
    assert read_furniture("会议召开了。\n\n第二段。").title is None
    assert read_furniture("只有一行").title is None


def test_wrapped_prose_has_no_title() -> None:
    text = (
        "示例县召开会议研究部署今年的各项重点工作县长张三出席会议并讲话他指出\n"
        "各部门要压实责任做好各项工作确保完成全年的目标任务会议还讨论了其他事项"
    )
    assert read_furniture(text).title is None


def test_section_heads_and_dates_between_paragraphs_are_prose() -> None:
    text = f"示例县开会\n\n{PROSE}\n核心阅读\n{PROSE}\n2023年11月5日\n{PROSE}"
    assert [("title", "示例县开会")] == found(text)


def test_a_line_of_two_rhyming_words_is_no_byline() -> None:
    assert [("title", "示例县开会")] == found(f"示例县开会\n\n连万物 智未来\n\n{PROSE}")


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("图为游客在示例县的村庄里赏花。", "caption"),
        ("图为县长与客人握手。 范小舟 摄", "caption"),
        ("韩\u00a0\u00a0峻摄（影像中国）", "caption"),
        ("新华社记者 王五 摄", "caption"),
        ("资料图", "caption"),
        ("以上图片均为本报记者王静摄", "caption"),
        ("数据来源：示例县统计局", "credit"),
        ("版式设计：张芳", "credit"),
        ("（作者为示例大学教授）", "credit"),
        ("（作者为示例大学教授，本报记者王静采访整理）", "credit"),
        ("(更新时间戳: 1725541111685)", "credit"),
        ("（本报记者王静、贺晨，统稿：吴燕）", "byline"),
        ("（蒋建明）", "byline"),
        ("责任编辑：王静", "editors"),
        ("来源：示例日报 2023年1月28日", "dateline"),
    ],
)
def test_lines_of_furniture_at_the_end(line: str, role: str) -> None:
    assert [("title", "示例县开会"), (role, line)] == found(f"示例县开会\n\n{PROSE}\n{line}")


def test_a_credit_after_the_last_sentence_is_a_region_of_its_own() -> None:
    assert ("byline", "（记者 王静）") in found(f"示例县开会\n\n{PROSE}（记者 王静）")
    assert ("caption", "新华社记者 王五 摄") in found(f"示例县开会\n\n{PROSE}新华社记者 王五 摄")


def test_photographers_are_no_authors() -> None:
    read = read_furniture(f"示例县开会\n\n本报记者 王静\n\n{PROSE}\n新华社记者 王五 摄")
    assert ("王静",) == read.authors
    assert read.publisher is None


def test_people_and_publisher_are_found_where_furniture_names_them() -> None:
    head = "示例县开会\n\n王　宏 李明 李明华\n2020-02-26 来源：示例网"
    text = f"{head}\n\n{PROSE}王宏和示例网都在。\n\n（责编：丁一帆）"
    article = document(text)
    assert ["王　宏", "李明", "李明华", "丁一帆"] == [text[s.start : s.end] for s in people(article)]
    span = publisher_span(article)
    assert span is not None
    assert "示例网" == text[span.start : span.end]
    assert span.start < text.index(PROSE)


def test_names_are_given_as_written() -> None:
    assert ("區慧儀",) == read_furniture(f"粵港商會考察\n\n【本報記者區慧儀嵐水報道】{PROSE}").authors


def test_markdown_headings_are_titles_and_pictures_captions() -> None:
    head = f"# 示例县开会\n\n**记者 李明**\n\n{PROSE}\n\n## 小标题"
    text = f"{head}\n\n![会场](a.png)\n\n```\ncode\n```\n\n{PROSE}"
    assert [
        ("title", "# 示例县开会"),
        ("byline", "**记者 李明**"),
        ("title", "## 小标题"),
        ("caption", "![会场](a.png)"),
        ("credit", "```"),
        ("credit", "code"),
        ("credit", "```"),
    ] == found(text, markdown=True)
    assert "示例县开会" == read_furniture(text, markdown=True).title


LINES = st.sampled_from(
    [
        "",
        "示例县开会",
        "王宏 李明",
        "2020-02-26 来源：示例网",
        PROSE,
        "图为会场。",
        "（责编：王静）",
        "# 标题",
        "```",
        "　　",
        "A b.",
    ]
)


@given(st.lists(LINES | st.text(max_size=30), max_size=8), st.booleans(), st.booleans())
def test_regions_are_sorted_apart_and_in_the_text(lines: list[str], has_title: bool, markdown: bool) -> None:
    text = "\n".join(lines)
    regions = read_furniture(text, has_title=has_title, markdown=markdown).regions
    assert all(before.end <= after.start for before, after in pairwise(regions))
    assert all(text[region.start : region.end].strip() for region in regions)
