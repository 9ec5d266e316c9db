"""Chinese dates in a sentence, resolved against the date of the report: 今年2月, 去年底, 18日, 2019年3月5日.

The result is as precise as the words: YYYY, YYYY-MM or YYYY-MM-DD. What needs a report date that is not
known, or names no calendar date, gives nothing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DIGITS = {char: digit for digit, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_NUMBER = "[0-9〇零一二三四五六七八九十]{1,4}"
_DATE = re.compile(
    f"(?P<year>(?:{_NUMBER})年|今年|去年|前年|明年|当年|同年)?(?P<early>初|底|末|年初|年底|年末)?"
    f"(?P<month>(?:{_NUMBER})月(?!份?以[来前后])|本月|上月|上个月|下月)?份?(?P<day>(?:{_NUMBER})[日号](?!线|楼|院))?"
    "|(?P<near>今天|今日|昨天|昨日|前天|明天|日前|当天)"
)
_NEAR = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1}
_YEARS = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}


@dataclass(frozen=True, slots=True)
class When:
    """A date and where it stands in the text given."""

    start: int
    end: int
    iso: str


def dates(text: str, published: str | None) -> Iterator[When]:
    """The dates in `text`, in order; `published` (ISO, any precision) is what relative ones are counted from.

    >>> [when.iso for when in dates("今年2月任书记，2019年3月5日前任县长", "2020-02-26")]
    ['2020-02', '2019-03-05']
    """
    year: int | None = None
    for match in _DATE.finditer(text):
        if not match.group():
            continue
        parts = _parts(match, published, year)
        if parts is None:
            continue
        year = parts[0]
        iso = _iso(*parts)
        if iso is not None:
            yield When(match.start(), match.end(), iso)


def _parts(
    match: re.Match[str], published: str | None, last_year: int | None
) -> tuple[int, int | None, int | None] | None:
    """Year, month and day of one match; None where the year cannot be told."""
    if match["near"] is not None:
        day = _reported(published)
        shift = _NEAR.get(match["near"])
        if day is None or shift is None:
            return None
        moved = day + timedelta(days=shift)
        return moved.year, moved.month, moved.day
    report_year = int(published[:4]) if published else None
    report_month = int(published[5:7]) if published and len(published) >= 7 else None
    month = _month(match["month"], report_month)
    day_number = _number(match["day"][:-1]) if match["day"] else None
    if match["year"] is None:
        if match["month"] is None and (day_number is None or report_month is None):
            return None
        year = last_year if last_year is not None and match["month"] else report_year
        if month is None and match["month"] is None:
            month = report_month
        # A month later than the report's is that of the year before: 12月 in a report of January.
        if year is not None and year == report_year and month and report_month and month > report_month + 1:
            year -= 1
    elif match["year"] in ("当年", "同年"):
        year = last_year
    elif match["year"] in _YEARS:
        year = report_year + _YEARS[match["year"]] if report_year else None
    else:
        number = _number(match["year"][:-1])
        year = number if number is not None and 1800 <= number <= 2199 else None
    return None if year is None else (year, month, day_number)


def _reported(published: str | None) -> date | None:
    return date.fromisoformat(published) if published and len(published) == 10 else None


def _month(words: str | None, report_month: int | None) -> int | None:
    if words is None:
        return None
    if words == "本月":
        return report_month
    if words in ("上月", "上个月", "下月"):
        if report_month is None:
            return None
        return (report_month - 2) % 12 + 1 if words != "下月" else report_month % 12 + 1
    return _number(words[:-1])


def _number(words: str) -> int | None:
    """二〇二〇, 十二, 26 as a number."""
    if words.isascii():
        return int(words)
    if "十" in words:
        tens, _, units = words.partition("十")
        if tens not in {"", *_DIGITS} or units not in {"", *_DIGITS}:
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0)
    digits = [_DIGITS.get(char) if not char.isdigit() or char in _DIGITS else int(char) for char in words]
    if any(digit is None for digit in digits):
        return None
    return int("".join(map(str, digits)))


def _iso(year: int, month: int | None, day: int | None) -> str | None:
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"
