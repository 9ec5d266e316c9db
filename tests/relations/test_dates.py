"""Dates in words, against the date of the report."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.relations.dates import dates


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("2019年3月5日就任", None, ["2019-03-05"]),
        ("2019年3月就任", None, ["2019-03"]),
        ("1985年生", None, ["1985"]),
        ("二〇一九年十二月就任", None, ["2019-12"]),
        ("今年2月就任", "2020-02-26", ["2020-02"]),
        ("去年11月调任", "2022-01-14", ["2021-11"]),
        ("去年底调任", "2022-01-14", ["2021"]),
        ("18日当选", "2020-02-26", ["2020-02-18"]),
        ("2月18日当选", "2020-02-26", ["2020-02-18"]),
        ("12月27日出发", "2023-01-03", ["2022-12-27"]),
        ("昨日奠基", "2022-10-18", ["2022-10-17"]),
        ("2018年3月任县长，同年9月离任", None, ["2018-03", "2018-09"]),
        ("上月到任", "2023-01-09", ["2022-12"]),
    ],
)
def test_a_date_is_read(text: str, published: str | None, expected: list[str]) -> None:
    assert expected == [when.iso for when in dates(text, published)]


@pytest.mark.parametrize(
    "text", ["今年2月就任", "18日当选", "昨天奠基", "13月40日", "2019年13月", "12号线通车", "99年", ""]
)
def test_what_cannot_be_told_is_left_out(text: str) -> None:
    assert [] == [when.iso for when in dates(text, None)]


@given(
    st.text(alphabet="今去前明年月日号初底0123456789一二十〇上本昨天", max_size=20),
    st.sampled_from([None, "2020", "2020-02", "2020-02-29"]),
)
def test_any_text_gives_dates_of_the_calendar(text: str, published: str | None) -> None:
    for when in dates(text, published):
        assert 0 <= when.start < when.end <= len(text)
        assert len(when.iso) in (4, 7, 10)
        assert date.fromisoformat(when.iso + "0000-01-01"[len(when.iso) :])
