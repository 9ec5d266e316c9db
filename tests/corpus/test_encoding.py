"""Bytes to text, on the short texts that statistical detectors get wrong."""

from __future__ import annotations

import pytest

from kg.corpus.encoding import UndecodableError, clean, decode, encoding_of_lines

SIMPLIFIED = ("长治", "王芳在县医院工作。", "县卫健委主任李明介绍了情况。\n第二行 2020\n")
TRADITIONAL = ("長治", "衛生局長陳先生表示，", "臺北市政府於三月召開記者會，說明後續計畫。")


@pytest.mark.parametrize("text", SIMPLIFIED + TRADITIONAL)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_and_gb18030_are_recognized(text: str, encoding: str) -> None:
    assert text == decode(text.encode(encoding))


@pytest.mark.parametrize("text", TRADITIONAL)
def test_big5_is_told_from_gb18030(text: str) -> None:
    assert text == decode(text.encode("big5"))


def test_western_text_is_left_to_the_detector() -> None:
    text = "Café au lait, “quoted” and naïve: a façade of the Western encodings."
    assert "Café au lait, “quoted”" in decode(text.encode("cp1252"))


def test_a_declared_encoding_is_believed_if_the_bytes_agree() -> None:
    assert "ÄÖÜ" == decode("ÄÖÜ".encode("latin-1"), "latin-1")
    assert "长治" == decode("长治".encode(), "ascii")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (bytes(range(256)) * 10, "binary"),
        (b"%PDF-1.7 and more", "PDF"),
        (b"PK\x03\x04 and more", "Word"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        ("县医院的王芳在工作。".encode() * 20 + b"\xff", "damaged UTF-8"),
        (b"\xfe\xff\xd8\x00\x00A", "utf-16"),
    ],
)
def test_what_is_no_text_says_what_it_is(raw: bytes, reason: str) -> None:
    with pytest.raises(UndecodableError, match=reason):
        decode(raw)


def test_a_stray_nul_does_not_make_text_utf_16() -> None:
    assert "王\0芳在县医院工作" == decode("王\0芳在县医院工作".encode())


def test_clean_makes_line_ends_one_and_replaces_what_no_output_can_hold() -> None:
    assert "a\nb\nc\nd\ufffd\ufffd\ufffde" == clean("\ufeffa\r\nb\rc\u2028d\x00\ud800\x1be")


def test_one_damaged_row_does_not_decide_for_the_file() -> None:
    head = '{"text": "长治"}\n'.encode() * 3 + b'{"text": "\xff\xfe"}\n'
    assert "utf-8" == encoding_of_lines(head)
    assert "gb18030" == encoding_of_lines('{"text": "王芳在县医院工作"}\n'.encode("gb18030") * 3)
