"""Documents in, from real files: what they say, and one clear line for each that cannot be read."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import sys
import time
from pathlib import Path

import pytest

from kg.corpus import ReadOptions, people, publisher_span, read_corpus
from kg.errors import MissingPath
from kg.records import Document, Role, Skipped, stable_id

PROSE = "示例县召开会议，县长张三出席会议并讲话。会议要求各部门压实责任，做好各项工作。"
PAGE = """<?xml version="1.0" encoding="{encoding}"?>
<html lang="zh-CN"><head><meta charset="{encoding}"><title>示例县开会--示例网</title>
<meta property="og:site_name" content="示例网"><meta property="og:title" content="示例县开会"></head>
<body><nav><a href="/">首页</a> <a href="/news">新闻</a></nav><div class="article"><h1>示例县开会</h1>
<p>2020年02月26日20:40  来源：示例日报</p><p>{prose}</p><p>{prose}第二段还有更多的内容。</p>
<p>(责编:胡月)</p></div>
<footer>版权所有</footer></body></html>"""


def read(*paths: str | Path, options: ReadOptions | None = None) -> tuple[list[Document], list[str]]:
    documents, lines = [], []
    for outcome in read_corpus(paths, options=options):
        if isinstance(outcome, Skipped):
            lines.append(str(outcome))
        else:
            documents.append(outcome)
    return documents, lines


def one(path: Path, options: ReadOptions | None = None) -> Document:
    documents, lines = read(path, options=options)
    assert [] == lines
    (document,) = documents
    return document


def rows(path: Path, *values: object) -> Path:
    lines = (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def skipped(path: Path, options: ReadOptions | None = None) -> str:
    documents, lines = read(path, options=options)
    assert [] == documents
    (line,) = lines
    return line


def test_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"示例县开会\r\n\r\n本报记者 王静\r\n\r\n{PROSE}\r\n".encode("gb18030"))
    document = one(path)
    text = f"示例县开会\n\n本报记者 王静\n\n{PROSE}\n"
    assert text == document.text
    assert "示例县开会" == document.title
    assert ("王静",) == document.authors
    assert "zh" == document.language
    assert hashlib.sha256(text.encode()).hexdigest() == document.sha256
    assert stable_id("doc", "a.txt", document.sha256) == document.id


def test_front_matter_overrides_and_is_no_prose(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    matter = (
        "---\ntitle: 另一个标题\ndate: 2020-02-26\nsource: 示例日报\nauthors: [逯江, 王宏]\neditor: 胡月\n"
        "url: https://example.org/1\nlanguage: zh-CN\n---\n"
    )
    path.write_text(f"{matter}# 示例县开会\n\n记者 李明\n\n{PROSE}\n", encoding="utf-8")
    document = one(path)
    assert "另一个标题" == document.title
    assert "2020-02-26" == document.published
    assert ("逯江", "王宏") == document.authors
    assert ("胡月",) == document.editors
    assert "https://example.org/1" == document.url
    assert "zh" == document.language
    first = document.regions[0]
    assert (matter, Role.CREDIT) == (document.text[first.start : first.end], first.role)
    assert ["逯江", "王宏", "胡月"] == [document.text[s.start : s.end] for s in people(document)]
    span = publisher_span(document)
    assert span is not None
    assert "示例日报" == document.text[span.start : span.end]


@pytest.mark.parametrize(
    "yaml", ["title: [", "- a\n- b", "date: 2020-13-45", "[" * 5000, "a: &a [*a]\n? {}\n: 1"]
)
def test_front_matter_that_cannot_be_read_is_text(tmp_path: Path, yaml: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\n{yaml}\n---\n{PROSE}\n", encoding="utf-8")
    assert PROSE in one(path).text


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "utf-16"])
def test_a_page(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.format(encoding=encoding, prose=PROSE).encode(encoding))
    document = one(path)
    assert document.text.startswith("示例县开会\n")
    assert "首页" not in document.text
    assert "示例县开会" == document.title
    # The line on the page says more than the page's metadata.
    assert "示例日报" == document.publisher
    assert "2020-02-26" == document.published
    assert ("胡月",) == document.editors
    assert Role.TITLE == document.regions[0].role


def test_json_rows(tmp_path: Path) -> None:
    path = rows(
        tmp_path / "news.jsonl",
        {
            "id": "n1",
            "title": "示例县开会",
            "text": PROSE,
            "date": "2020-02-26",
            "source": "示例日报",
            "author": ["王静"],
        },
        {
            "标题": "第二篇",
            "正文": f"{PROSE}二。",
            "发布时间": "2020年2月27日",
            "来源": "示例网",
            "作者": "逯江、王 宏",
        },
        {"id": 7, "content": f"{PROSE}三。"},
    )
    documents, lines = read(path)
    assert [] == lines
    assert ["news.jsonl#n1", "news.jsonl#2", "news.jsonl#7"] == [
        document.source_name for document in documents
    ]
    first, second, third = documents
    assert f"示例县开会\n{PROSE}" == first.text
    assert [(0, 5, Role.TITLE)] == [(region.start, region.end, region.role) for region in first.regions]
    assert ("示例县开会", "2020-02-26", "示例日报", ("王静",)) == (
        first.title,
        first.published,
        first.publisher,
        first.authors,
    )
    assert ("逯江", "王宏") == second.authors
    assert "2020-02-27" == second.published
    assert third.title is None


def test_a_title_that_the_text_begins_with_is_not_put_there_again(tmp_path: Path) -> None:
    document, *_ = read(rows(tmp_path / "a.jsonl", {"title": "示例县开会", "text": f"示例县开会\n{PROSE}"}))[
        0
    ]
    assert f"示例县开会\n{PROSE}" == document.text


def test_one_broken_row_costs_itself(tmp_path: Path) -> None:
    path = rows(
        tmp_path / "a.jsonl",
        {"text": PROSE},
        '{"text": "broken',
        {"title": "no text"},
        {"text": 5},
        {"text": "  "},
        [1],
        "",
        {"text": f"{PROSE}八。", "title": {"a": 1}, "date": [], "id": None, "author": 7},
    )
    documents, lines = read(path)
    assert ["a.jsonl#1", "a.jsonl#8"] == [document.source_name for document in documents]
    assert [f"a.jsonl: row {number}: " for number in (2, 3, 4, 5, 6)] == [line[:16] for line in lines]
    assert "not JSON" in lines[0]
    assert "title" in lines[1]
    assert "no text" in lines[2]


def test_many_broken_rows_are_counted(tmp_path: Path) -> None:
    documents, lines = read(rows(tmp_path / "a.jsonl", *["{"] * 500))
    assert [] == documents
    assert 21 == len(lines)
    assert "a.jsonl: 480 more rows that cannot be read" == lines[-1]


def test_rows_with_one_id_are_told_apart(tmp_path: Path) -> None:
    path = rows(tmp_path / "a.jsonl", {"id": "x", "text": PROSE}, {"id": "x", "text": f"{PROSE}二。"})
    assert ["a.jsonl#x", "a.jsonl#x#2"] == [document.source_name for document in read(path)[0]]


def test_a_damaged_row_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps({"text": PROSE}, ensure_ascii=False).encode()
    path.write_bytes(good + b'\n{"text": "\xff\xfe"}\n')
    documents, lines = read(path)
    assert 1 == len(documents)
    assert ["a.jsonl: row 2: undecodable bytes"] == lines


def test_lone_surrogates_and_nuls_are_replaced(tmp_path: Path) -> None:
    document = one(
        rows(tmp_path / "a.jsonl", '{"text": "县长\\ud800张三\\u0000出席会议。", "title": "开会\\udfff了"}')
    )
    assert "开会\ufffd了\n县长\ufffd张三\ufffd出席会议。" == document.text
    assert "开会\ufffd了" == document.title


@pytest.mark.parametrize(("sign", "encoding"), [(",", "utf-8-sig"), (";", "gb18030"), ("\t", "utf-16")])
def test_tables(tmp_path: Path, sign: str, encoding: str) -> None:
    path = tmp_path / "news.csv"
    lines = ["编号,标题,正文,日期", f'k1,示例县开会,"{PROSE}\n第二段。",2020/2/26', f"k2,,{PROSE},"]
    path.write_bytes("\r\n".join(line.replace(",", sign) for line in lines).encode(encoding))
    documents, skips = read(path)
    assert [] == skips
    assert ["news.csv#k1", "news.csv#k2"] == [document.source_name for document in documents]
    assert f"示例县开会\n{PROSE}\n第二段。" == documents[0].text
    assert "2020-02-26" == documents[0].published


def test_a_table_without_a_text_column_names_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,story\n1,二\n", encoding="utf-8")
    assert "name, story" in skipped(path)
    document = one(path, ReadOptions(columns={"text": "Story"}))
    assert "二" == document.text
    assert "'nothing'" in skipped(path, ReadOptions(columns={"text": "nothing"}))


def test_a_table_row_of_the_wrong_width_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id,text\n1,{PROSE}\n2\n\n3,{PROSE}三。\n", encoding="utf-8")
    documents, lines = read(path)
    assert 2 == len(documents)
    assert ["a.csv: row 2: 1 cells where the header has 2"] == lines


def test_columns_are_named_by_the_fields_of_a_document(tmp_path: Path) -> None:
    path = rows(tmp_path / "a.jsonl", {"t": PROSE, "when": "2020-02-26", "who": "王静", "paper": "示例日报"})
    columns = {"text": "t", "published": "when", "authors": "who", "publisher": "paper"}
    document = one(path, ReadOptions(columns=columns))
    assert ("2020-02-26", ("王静",), "示例日报") == (document.published, document.authors, document.publisher)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="body"):
        ReadOptions(columns={"body": "x"})


def test_compressed_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(PROSE.encode()))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": f"{PROSE}二。"}).encode()))
    (tmp_path / "c.txt.gz").write_bytes(b"\x1f\x8b broken")
    documents, lines = read(tmp_path)
    assert ["a.txt.gz", "b.jsonl.gz#1"] == [document.source_name for document in documents]
    assert 1 == len(lines)
    assert lines[0].startswith("c.txt.gz: cannot be read (")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PROSE.encode())))
    documents, _ = read("-")
    assert [("stdin.txt", PROSE)] == [(document.source_name, document.text) for document in documents]


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.jsonl", b"", "empty"),
        ("a.csv", b"", "empty"),
        ("a.html", b"", "empty"),
        ("a.txt", " \n\u3000\r\n".encode(), "white space"),
        ("a.jsonl", b" \n\n", "white space"),
        ("a.txt", bytes(range(256)) * 50, "binary"),
        ("a.jsonl", bytes(range(256)) * 50, "binary"),
        ("a.txt", b"%PDF-1.4", "PDF"),
        ("a.txt", b"---\n***\n", "no words"),
        ("a.html", b"<html><body><p></p></body></html>", "no article text"),
        ("a.html", b"<html><body><script>var a;</script></body></html>", "no article text"),
        ("a.docx", b"PK", "Save it as .txt"),
        ("a.epub.xyz", b"PK", "format not known"),
        ("a.txt", PROSE.encode() + b"\xff", "damaged"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, raw: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    line = skipped(path)
    assert line.startswith(f"{name}: ")
    assert reason in line
    assert "\n" not in line


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv"])
def test_fifty_megabytes_in_one_line_are_skipped_in_bounded_time(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    heads = {"a.jsonl": b'{"text": "', "a.csv": b"id,text\n1,"}
    with path.open("wb") as stream:
        stream.write(heads.get(name, b""))
        for _ in range(50):
            stream.write(b"a" * 1_000_000)
        if name == "a.jsonl":
            stream.write(b'"}\n' + json.dumps({"text": PROSE}).encode())
        if name == "a.csv":
            stream.write(f"\n2,{PROSE}\n".encode())
    began = time.monotonic()
    documents, lines = read(path)
    assert time.monotonic() - began < 20
    assert 1 == len(lines)
    assert "2,000,000" in lines[0] or "2000001" in lines[0]
    # Other rows live.
    assert (1 if name in heads else 0) == len(documents)


def test_a_long_article_is_read_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("字" * 1000, encoding="utf-8")
    assert 1000 == len(one(path, ReadOptions(max_chars=1000)).text)
    assert "--max-chars" in skipped(path, ReadOptions(max_chars=999))


def test_of_two_articles_with_the_same_content_the_first_stays(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(f"示例县开会\n\n{PROSE}\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text(f"另一个标题\n\n{PROSE}\n", encoding="utf-8")
    documents, lines = read(tmp_path)
    assert ["a.txt", "c.txt"] == [document.source_name for document in documents]
    assert ["b.txt: same content as a.txt"] == lines


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PROSE, encoding="utf-8")
    path.chmod(0)
    assert "a.txt: cannot be read (Permission denied)" == skipped(path)


def test_a_link_to_nothing_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    assert "a.txt: cannot be read (No such file or directory)" == skipped(tmp_path)


def test_a_missing_path_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(MissingPath):
        read_corpus([tmp_path / "nothing"])


def test_the_order_of_the_paths_changes_nothing(tmp_path: Path) -> None:
    for name in ("x/b.txt", "y/a.txt", "y/b.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{PROSE}{name}", encoding="utf-8")
    given = [tmp_path / "x", tmp_path / "y"]
    assert list(read_corpus(given)) == list(read_corpus(given[::-1]))


def test_markup_in_text_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text('<script>alert("x")</script> "]} 县长张三出席会议。', encoding="utf-8")
    assert path.read_text(encoding="utf-8") == one(path).text
