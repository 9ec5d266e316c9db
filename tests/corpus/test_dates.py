"""Dates as newspapers write them."""

from __future__ import annotations

import pytest

from kg.corpus.dates import find_date, parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020年2月26日", "2020-02-26"),
        ("2020年02月26日20:40", "2020-02-26"),
        ("2020-02-26", "2020-02-26"),
        ("2020/2/26", "2020-02-26"),
        ("2020.02.26", "2020-02-26"),
        ("20200226", "2020-02-26"),
        ("2020-02-26T20:40:00+08:00", "2020-02-26"),
        ("2020-02-26T20:40:00Z", "2020-02-26"),
        ("Feb. 26, 2020", "2020-02-26"),
        ("February 26th, 2020", "2020-02-26"),
        ("Wed, 26 Feb 2020 20:40:00 GMT", "2020-02-26"),
        ("2020年2月", "2020-02"),
        ("2020-02", "2020-02"),
        ("2020", "2020"),
        ("2020年", "2020"),
        ("2020年2月30日", None),
        ("2020-13-45", None),
        ("2月26日", None),
        ("1582720800", None),
        ("约2020人参加", None),
        ("", None),
    ],
)
def test_parse_date(text: str, expected: str | None) -> None:
    assert expected == parse_date(text)


def test_find_date_says_where() -> None:
    assert ("2020-02-26", 3, 14) == find_date("发布于2020年02月26日20:40")
